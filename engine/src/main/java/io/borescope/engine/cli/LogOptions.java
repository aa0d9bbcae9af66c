package io.borescope.engine.cli;

import static java.util.Objects.requireNonNullElse;

import io.borescope.engine.config.LogsConfig;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The agent's own log, over what the configuration says. */
final class LogOptions {
    @Option(
            names = "--log-level",
            paramLabel = "LEVEL",
            description =
                    "Least severe messages written: error, warn, info, debug or trace. Default: the configuration's, or info.")
    private LogsConfig.@Nullable Level level;

    @Option(
            names = "--log-format",
            paramLabel = "FORMAT",
            description = "Form of a message: text or json. Default: the configuration's, or text.")
    private LogsConfig.@Nullable Format format;

    /** Sets the log up, and returns how; call it before anything is logged. */
    LogsConfig apply(LogsConfig configured) {
        LogsConfig effective = new LogsConfig(
                requireNonNullElse(level, configured.level()), requireNonNullElse(format, configured.format()));
        Logging.configure(effective);
        return effective;
    }
}
