package io.borescope.engine.config;

import static java.util.Objects.requireNonNullElse;

import io.borescope.api.config.ComponentConfig;
import io.borescope.api.config.Doc;
import org.jspecify.annotations.Nullable;

/** How the agent writes its own log: {@code service.telemetry.logs}. */
public record LogsConfig(
        @Doc("Least severe messages written.") Level level,

        @Doc("text to read, json to process.") Format format,

        @Doc("Of the Collector, instead of format: console or json.") @Nullable
        Encoding encoding)
        implements ComponentConfig {
    /** What holds where a configuration says nothing. */
    public static final LogsConfig DEFAULT = new LogsConfig(Level.INFO, Format.TEXT);

    public LogsConfig {
        level = requireNonNullElse(level, Level.INFO);
        format = requireNonNullElse(format, encoding == Encoding.JSON ? Format.JSON : Format.TEXT);
    }

    /** One that says nothing in the words of the Collector. */
    public LogsConfig(Level level, Format format) {
        this(level, format, null);
    }

    /** Severity, with the names of SLF4J. */
    public enum Level {
        ERROR,
        WARN,
        INFO,
        DEBUG,
        TRACE
    }

    /** Form of a message. */
    public enum Format {
        /** A line per message: time, level, thread, text. */
        TEXT,
        /** A JSON object per line. */
        JSON
    }

    /** The Collector's names of forms. */
    public enum Encoding {
        CONSOLE,
        JSON
    }
}
