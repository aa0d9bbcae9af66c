package io.borescope.engine.cli;

import io.borescope.engine.config.ConfigException;
import io.borescope.engine.config.ConfigTree;
import io.borescope.engine.plugin.Plugins;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Shows what all files and settings come to. */
@Command(
        name = "print-config",
        description =
                "Prints the configuration after merging, settings and expansion, secrets redacted; then checks it.")
final class PrintConfigCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command = CommandSpec.create();

    @Mixin
    private ConfigOptions config = new ConfigOptions();

    @Mixin
    private PluginOptions plugins = new PluginOptions();

    @Mixin
    private LogOptions log = new LogOptions();

    @Override
    public Integer call() throws ConfigException {
        ConfigTree tree = config.read();
        log.apply(tree.logs());
        try (Plugins loaded = plugins.load()) {
            PrintWriter out = command.commandLine().getOut();
            out.print(tree.print(loaded.catalog()));
            out.flush();
            tree.plan(loaded.catalog());
            return ExitCode.OK;
        }
    }
}
