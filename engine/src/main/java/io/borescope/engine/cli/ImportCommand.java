package io.borescope.engine.cli;

import picocli.CommandLine.Command;

/** What makes a configuration of another program's. */
@Command(
        name = "import",
        description = "Makes a configuration of another program's.",
        subcommands = ImportObservoorCommand.class)
final class ImportCommand {}
