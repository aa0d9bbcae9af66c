package io.borescope.engine.cli;

import io.borescope.engine.config.LogsConfig;
import io.borescope.engine.plugin.PluginFiles;
import io.borescope.engine.plugin.Plugins;
import io.borescope.engine.verify.PluginVerifier;
import io.borescope.engine.verify.PluginVerifier.Verdict;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says whether plugins could be used, and what to do about those that could not. */
@Command(
        name = "verify",
        description = {
            "Checks plugins without making any of their components: descriptor, api version, factories, configuration, BPF objects,"
                    + " who can change the files, and what two of them bring both.",
            "Ends with 1 if one could not be used."
        },
        footer = {"", "Examples:", "  borescope plugins verify target/birds-1.0.0.jar", "  borescope plugins verify"})
final class PluginsVerifyCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command = CommandSpec.create();

    @Parameters(
            paramLabel = "FILE",
            arity = "0..*",
            description = "Jars to check. Default: what is in plugins/ of the installation, and in --plugins.")
    private List<Path> files = new ArrayList<>();

    @Mixin
    private PluginOptions plugins = new PluginOptions();

    @Mixin
    private LogOptions log = new LogOptions();

    @Override
    public Integer call() {
        log.apply(new LogsConfig(LogsConfig.Level.WARN, LogsConfig.Format.TEXT));
        PrintWriter out = command.commandLine().getOut();
        List<Path> directories = files.isEmpty() ? plugins.directories() : List.of();
        // As the agent does: nothing is unpacked where somebody else may have put it.
        List<Path> trusted = directories.stream()
                .filter(directory -> printAccess(out, directory))
                .toList();
        List<Path> wanted = files.isEmpty() ? PluginFiles.in(trusted) : jars();
        boolean usable = trusted.size() == directories.size();
        try (Plugins builtIn = Plugins.load(List.of());
                PluginVerifier verifier = new PluginVerifier(builtIn)) {
            for (Verdict verdict : verifier.verify(wanted)) {
                print(out, verdict);
                usable &= verdict.isUsable();
            }
        }
        if (wanted.isEmpty()) {
            out.println("There is no plugin but those that are built in.");
        }
        out.flush();
        return usable ? ExitCode.OK : ExitCode.FAILED;
    }

    private List<Path> jars() {
        for (Path file : files) {
            if (!Files.isRegularFile(file)) {
                throw new ParameterException(
                        command.commandLine(),
                        Files.isDirectory(file)
                                ? "%s is a directory. Use --plugins %s.".formatted(file, file)
                                : "There is no file %s.".formatted(file));
            }
        }
        return files;
    }

    private static boolean printAccess(PrintWriter out, Path directory) {
        Optional<String> distrust = TrustOptions.distrust(directory);
        distrust.ifPresent(found -> {
            out.println(directory);
            FindingLines.print(out, TrustOptions.asFinding(found));
        });
        return distrust.isEmpty();
    }

    private static void print(PrintWriter out, Verdict verdict) {
        String id = verdict.id().isEmpty() ? "" : " (%s)".formatted(verdict.id());
        out.println(verdict.plugin() + id + ": " + (verdict.isUsable() ? "usable" : "NOT usable"));
        verdict.findings().forEach(finding -> FindingLines.print(out, finding));
    }
}
