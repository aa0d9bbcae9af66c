package io.borescope.processor.deltatocumulative;

import static java.util.Objects.requireNonNullElse;

import io.borescope.api.config.ComponentConfig;
import io.borescope.api.config.Doc;
import io.borescope.api.config.Problems;
import java.time.Duration;

/** What users write under {@code delta_to_cumulative}. */
public record DeltaToCumulativeConfig(
        @Doc("How long a stream is remembered after its last point.")
        Duration maxStale,

        @Doc("Most streams to remember; points of further ones are left out. 0 means no limit.")
        Long maxStreams,

        @Doc(
                "What becomes of a stream for which nobody reported for a while: bridge goes on adding, reset begins anew as if it had never been seen.")
        Gaps gaps)
        implements ComponentConfig {
    private static final Duration DEFAULT_STALE = Duration.ofMinutes(5);
    private static final Duration LEAST_STALE = Duration.ofSeconds(1);
    private static final long DEFAULT_STREAMS = 100_000;

    /** What a gap between two points means. */
    public enum Gaps {
        /** There was nothing to report. */
        BRIDGE,
        /** Something may have been lost. */
        RESET
    }

    public DeltaToCumulativeConfig {
        maxStale = requireNonNullElse(maxStale, DEFAULT_STALE);
        maxStreams = requireNonNullElse(maxStreams, DEFAULT_STREAMS);
        gaps = requireNonNullElse(gaps, Gaps.BRIDGE);
    }

    @Override
    public void validate(Problems problems) {
        if (maxStale.compareTo(LEAST_STALE) < 0) {
            problems.add("max_stale", "%s is less than 1s.", maxStale);
        }
        if (maxStreams < 0) {
            problems.add("max_streams", "%d is less than 0.", maxStreams);
        }
    }
}
