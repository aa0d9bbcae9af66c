package io.borescope.exporter.debug;

import static java.util.Objects.requireNonNullElse;

import io.borescope.api.config.ComponentConfig;
import io.borescope.api.config.Doc;
import io.borescope.api.config.Problems;
import java.time.Duration;

/**
 * What users configure.
 *
 * @param verbosity how much is printed
 * @param output where to
 * @param maxRows most rows of a window
 * @param flushInterval how long a window waits for its other metrics
 */
public record DebugExporterConfig(
        @Doc("How much is printed: basic (a line per window or batch), normal (a table) or detailed (everything).")
        Verbosity verbosity,

        @Doc("Where it is printed: stdout or stderr.") Output output,

        @Doc("Most rows printed per window or batch; how many were left out is said below them.")
        Integer maxRows,

        @Doc("How long a window waits for its other metrics before it is printed.")
        Duration flushInterval)
        implements ComponentConfig {
    private static final int DEFAULT_MAX_ROWS = 50;
    private static final int LARGEST_MAX_ROWS = 1_000_000;
    private static final Duration DEFAULT_FLUSH_INTERVAL = Duration.ofMillis(200);
    private static final Duration LONGEST_FLUSH_INTERVAL = Duration.ofMinutes(1);

    /** Streams of this process. */
    public enum Output {
        STDOUT,
        STDERR
    }

    public DebugExporterConfig {
        verbosity = requireNonNullElse(verbosity, Verbosity.NORMAL);
        output = requireNonNullElse(output, Output.STDOUT);
        maxRows = requireNonNullElse(maxRows, DEFAULT_MAX_ROWS);
        flushInterval = requireNonNullElse(flushInterval, DEFAULT_FLUSH_INTERVAL);
    }

    @Override
    public void validate(Problems problems) {
        if (maxRows < 1 || maxRows > LARGEST_MAX_ROWS) {
            problems.add("max_rows", "%d is not between 1 and %d.", maxRows, LARGEST_MAX_ROWS);
        }
        if (flushInterval.isNegative() || flushInterval.compareTo(LONGEST_FLUSH_INTERVAL) > 0) {
            problems.add("flush_interval", "%s is not between 0s and 1m.", flushInterval);
        }
    }
}
