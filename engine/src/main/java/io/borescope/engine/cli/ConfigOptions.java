package io.borescope.engine.cli;

import io.borescope.engine.config.ConfigException;
import io.borescope.engine.config.ConfigTree;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where the configuration comes from. */
final class ConfigOptions {
    /** One option; as a group, several keep the order in which they were given. */
    private static final class Origin {
        @Option(
                names = {"-c", "--config"},
                paramLabel = "FILE",
                required = true,
                description = "Configuration. May be repeated: later files win, maps are merged, lists are replaced.")
        private @Nullable Path file;

        @Option(
                names = "--config-dir",
                paramLabel = "DIR",
                required = true,
                description = "Configuration in files that end in .yaml or .yml, in the order of their names. May be"
                        + " repeated and mixed with --config; what comes later wins.")
        private @Nullable Path directory;

        List<ConfigTree.Source> read() throws ConfigException {
            if (directory != null) {
                return ConfigTree.Source.directory(directory);
            }
            return file == null ? List.of() : List.of(ConfigTree.Source.file(file));
        }
    }

    @ArgGroup(multiplicity = "0..*")
    private List<Origin> origins = new ArrayList<>();

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Sets one key over all files, for example service.instance=web-1. The value is YAML.")
    private List<String> settings = new ArrayList<>();

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    /** Whether a file or a directory is named. */
    boolean isGiven() {
        return !origins.isEmpty();
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
        if (origins.isEmpty()) {
            throw new ParameterException(command.commandLine(), "Missing option: --config FILE or --config-dir DIR");
        }
        List<ConfigTree.Source> sources = new ArrayList<>();
        for (Origin origin : origins) {
            sources.addAll(origin.read());
        }
        return ConfigTree.read(sources, settings, System.getenv());
    }
}
