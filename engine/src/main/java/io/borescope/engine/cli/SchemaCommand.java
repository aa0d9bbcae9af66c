package io.borescope.engine.cli;

import io.borescope.api.command.CommandException;
import io.borescope.engine.config.ConfigSchema;
import io.borescope.engine.config.LogsConfig;
import io.borescope.engine.plugin.Plugins;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints what editors need to complete and check a configuration. */
@Command(
        name = "schema",
        description = "Prints a JSON Schema of the configuration with the components of all plugins, for editors.",
        footer = {"", "Example:", "  borescope schema --output borescope.schema.json"})
final class SchemaCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command = CommandSpec.create();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Where to write it. Default: standard output.")
    private @Nullable Path output;

    @Mixin
    private PluginOptions plugins = new PluginOptions();

    @Mixin
    private LogOptions log = new LogOptions();

    @Override
    public Integer call() throws CommandException {
        log.apply(new LogsConfig(LogsConfig.Level.WARN, LogsConfig.Format.TEXT));
        try (Plugins loaded = plugins.load()) {
            ResultFile.write(
                    JsonTree.of(ConfigSchema.of(loaded.catalog())) + "\n",
                    output,
                    command.commandLine().getOut());
            return ExitCode.OK;
        }
    }
}
