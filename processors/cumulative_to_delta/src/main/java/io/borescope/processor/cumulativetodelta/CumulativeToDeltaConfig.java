package io.borescope.processor.cumulativetodelta;

import static java.util.Objects.requireNonNullElse;

import io.borescope.api.config.ComponentConfig;
import io.borescope.api.config.Doc;
import io.borescope.api.config.Problems;
import java.time.Duration;

/** What users write under {@code cumulative_to_delta}. */
public record CumulativeToDeltaConfig(
        @Doc("Which metrics are converted; all if left out.")
        MetricChoice include,

        @Doc("Which metrics are not, even if included.") MetricChoice exclude,

        @Doc("How long a stream is remembered after its last point. 0 means for ever.")
        Duration maxStaleness,

        @Doc(
                "What becomes of the first point of a stream: keep hands it on whole, drop leaves it out, auto hands it on if the stream began after this processor.")
        InitialValue initialValue,

        @Doc("Most streams to remember; points of further ones are left out. 0 means no limit.")
        Long maxStreams)
        implements ComponentConfig {
    private static final Duration DEFAULT_STALENESS = Duration.ofHours(1);
    private static final long DEFAULT_STREAMS = 100_000;

    /** What becomes of a point of which nobody knows how much of it was reported before. */
    public enum InitialValue {
        /** Handed on if all of it is newer than this processor. */
        AUTO,
        /** Handed on whole. */
        KEEP,
        /** Left out. */
        DROP
    }

    public CumulativeToDeltaConfig {
        maxStaleness = requireNonNullElse(maxStaleness, DEFAULT_STALENESS);
        initialValue = requireNonNullElse(initialValue, InitialValue.AUTO);
        maxStreams = requireNonNullElse(maxStreams, DEFAULT_STREAMS);
    }

    @Override
    public void validate(Problems problems) {
        include.validate(problems.within("include"));
        exclude.validate(problems.within("exclude"));
        if (maxStaleness.isNegative()) {
            problems.add("max_staleness", "%s is less than 0.", maxStaleness);
        }
        if (maxStreams < 0) {
            problems.add("max_streams", "%d is less than 0.", maxStreams);
        }
    }
}
