package io.borescope.engine.cli;

import io.borescope.engine.config.ConfigException;
import io.borescope.engine.config.ConfigTree;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where the configuration comes from. */
final class ConfigOptions {
    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "Configuration. May be repeated: later files win, maps are merged, lists are replaced.")
    private List<Path> files = new ArrayList<>();

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Sets one key over all files, for example service.instance=web-1. The value is YAML.")
    private List<String> settings = new ArrayList<>();

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    /** Whether a file is named. */
    boolean isGiven() {
        return !files.isEmpty();
    }

    /** What {@code --set} says, in order. */
    List<String> settings() {
        return settings;
    }

    /**
     * Reads the files.
     *
     * @throws ParameterException if none is named. Asked for here and not by picocli, which would hide a misspelled option behind it
     */
    ConfigTree read() throws ConfigException {
        if (files.isEmpty()) {
            throw new ParameterException(command.commandLine(), "Missing option: --config FILE");
        }
        List<ConfigTree.Source> sources = new ArrayList<>();
        for (Path file : files) {
            sources.add(ConfigTree.Source.file(file));
        }
        return ConfigTree.read(sources, settings, System.getenv());
    }
}
