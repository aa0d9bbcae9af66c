package io.borescope.exporter.debug;

import static java.util.Objects.requireNonNullElse;

import io.borescope.api.config.ComponentConfig;
import io.borescope.api.config.Doc;
import io.borescope.api.config.Problems;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What users configure.
 *
 * @param verbosity how much is printed
 * @param output where to
 * @param maxRows most rows of a window
 * @param flushInterval how long a window waits for its other metrics
 * @param samplingInitial see {@link #sampling()}
 * @param samplingThereafter see {@link #sampling()}
 * @param useInternalLogger read for the Collector's sake
 */
public record DebugExporterConfig(
        @Doc("How much is printed: basic (a line per window or batch), normal (a table) or detailed (everything).")
        Verbosity verbosity,

        @Doc("Where it is printed: stdout or stderr.") Output output,

        @Doc("Most rows printed per window or batch; how many were left out is said below them.")
        Integer maxRows,

        @Doc("How long a window waits for its other metrics before it is printed.")
        Duration flushInterval,

        @Doc(
                "Batches of spans, log records and data points that are printed of each second; all of them if neither this nor sampling_thereafter is given.")
        @Nullable
        Integer samplingInitial,

        @Doc("Of the batches after these, every so manieth is printed; none if 0.") @Nullable
        Integer samplingThereafter,

        @Doc("Of the Collector: has no effect. What is printed goes to output, the agent's own log to standard error.")
        @Nullable
        Boolean useInternalLogger)
        implements ComponentConfig {
    /** What the Collector has where one of the two is given. */
    private static final int DEFAULT_INITIAL = 2;

    private static final int DEFAULT_THEREAFTER = 1;
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
        if (samplingInitial != null && samplingInitial < 0) {
            problems.add("sampling_initial", "%d is less than 0.", samplingInitial);
        }
        if (samplingThereafter != null && samplingThereafter < 0) {
            problems.add("sampling_thereafter", "%d is less than 0.", samplingThereafter);
        }
        if (flushInterval.isNegative() || flushInterval.compareTo(LONGEST_FLUSH_INTERVAL) > 0) {
            problems.add("flush_interval", "%s is not between 0s and 1m.", flushInterval);
        }
    }

    /** Which batches of records are printed. */
    Sampling sampling() {
        return samplingInitial == null && samplingThereafter == null
                ? Sampling.ALL
                : new Sampling(
                        requireNonNullElse(samplingInitial, DEFAULT_INITIAL),
                        requireNonNullElse(samplingThereafter, DEFAULT_THEREAFTER));
    }
}
