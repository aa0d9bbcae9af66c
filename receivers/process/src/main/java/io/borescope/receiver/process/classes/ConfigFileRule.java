package io.borescope.receiver.process.classes;

import static java.util.Objects.requireNonNullElse;

import io.borescope.api.config.Doc;
import io.borescope.api.config.Problems;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A file with settings that a program's command line names. */
public record ConfigFileRule(
        @Doc("Options of the command line whose value is its path.")
        List<String> flags,

        @Doc("yaml (JSON is YAML too) or toml, of which lines with a section or with a key and one value are read.")
        @Nullable
        Format format) {

    /** How it is written. */
    public enum Format {
        YAML,
        TOML
    }

    public ConfigFileRule {
        flags = List.copyOf(flags);
        format = requireNonNullElse(format, Format.YAML);
    }

    void validate(Problems problems) {
        if (flags.isEmpty()) {
            problems.add("flags", "is empty. Name the option whose value is the file's path: [--config-file].");
        }
    }
}
