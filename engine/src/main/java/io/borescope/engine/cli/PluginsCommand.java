package io.borescope.engine.cli;

import picocli.CommandLine.Command;

/** What there is to know of plugins. */
@Command(
        name = "plugins",
        description = "Lists plugins, and says what is wrong with them.",
        subcommands = {PluginsListCommand.class, PluginsVerifyCommand.class})
final class PluginsCommand {}
