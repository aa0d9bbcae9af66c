package io.borescope.engine.cli;

import io.borescope.api.command.CommandException;
import io.borescope.engine.config.ConfigException;
import io.borescope.engine.config.ConfigTree;
import io.borescope.engine.config.LoadedConfig;
import io.borescope.engine.config.LogsConfig;
import io.borescope.engine.config.ObservoorImport;
import io.borescope.engine.plugin.Plugins;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a configuration of one for Observoor. */
@Command(
        name = "observoor",
        description =
                "Makes a configuration of one for Observoor: the same rows to the same places. What has no meaning here,"
                        + " or is not the same, is said on standard error and at the head of the result, which is then checked.",
        footer = {"", "Example:", "  borescope import observoor observoor.yaml --output agent.yaml"})
final class ImportObservoorCommand implements Callable<Integer> {
    private static final Set<PosixFilePermission> OWNER_ONLY =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Parameters(paramLabel = "FILE", description = "Observoor's configuration; - for standard input.")
    private String file = "-";

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description =
                    "Where to write the result; only its owner can read it, as it may hold passwords. Default: standard"
                            + " output.")
    private @Nullable Path output;

    @Mixin
    private PluginOptions plugins = new PluginOptions();

    @Mixin
    private LogOptions log = new LogOptions();

    @Override
    public Integer call() throws ConfigException, CommandException {
        log.apply(new LogsConfig(LogsConfig.Level.WARN, LogsConfig.Format.TEXT));
        ConfigTree.Source source = file.equals("-")
                ? ConfigTree.Source.stream("standard input", System.in)
                : ConfigTree.Source.file(Path.of(file));
        ObservoorImport.Imported imported = ObservoorImport.read(source);
        PrintWriter err = command.commandLine().getErr();
        imported.notes().forEach(note -> err.println("note: " + note));
        ResultFile.write(
                imported.yaml(),
                output,
                command.commandLine().getOut(),
                PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        check(imported.yaml(), err);
        return ExitCode.OK;
    }

    /** The result is there to be looked at, whatever the check says. */
    private void check(String yaml, PrintWriter err) throws ConfigException {
        String name = output == null ? "the result" : output.toString();
        try (Plugins loaded = plugins.load()) {
            LoadedConfig checked = ConfigTree.read(
                            List.of(new ConfigTree.Source(name, yaml)), List.of(), System.getenv())
                    .plan(loaded.catalog());
            checked.warnings().forEach(warning -> err.println("warning: " + warning));
            err.println("The result is valid: %s.".formatted(ValidateCommand.describe(checked.plan())));
        }
    }
}
