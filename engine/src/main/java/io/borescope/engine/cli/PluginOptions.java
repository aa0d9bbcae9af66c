package io.borescope.engine.cli;

import io.borescope.engine.plugin.Plugins;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Where plugins come from. */
final class PluginOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    @Option(
            names = "--plugins",
            paramLabel = "DIR",
            defaultValue = "${sys:borescope.plugins}",
            description =
                    "Directory with plugins, one jar or zip each. May be repeated. Built-in plugins need no option.")
    private List<Path> directories = new ArrayList<>();

    @Mixin
    private TrustOptions trust = new TrustOptions();

    /** What to do about files that other users can change or read. */
    TrustOptions trust() {
        return trust;
    }

    /** The directories, which are there; whether they can be trusted is another question. */
    List<Path> directories() {
        for (Path directory : directories) {
            if (!Files.isDirectory(directory)) {
                throw new CommandLine.ParameterException(
                        command.commandLine(), "--plugins: there is no directory " + directory);
            }
        }
        return directories;
    }

    Plugins load() {
        for (Path directory : directories()) {
            Optional<String> refusal = trust.refusal(directory);
            if (refusal.isPresent()) {
                throw new CommandLine.ParameterException(command.commandLine(), "--plugins: " + refusal.get());
            }
        }
        return Plugins.load(directories);
    }
}
