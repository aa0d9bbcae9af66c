package io.borescope.processor.probabilisticsampler;

import static java.util.Objects.requireNonNullElse;

import io.borescope.api.config.ComponentConfig;
import io.borescope.api.config.Doc;
import io.borescope.api.config.Problems;
import org.jspecify.annotations.Nullable;

/** What users write under {@code probabilistic_sampler}. */
public record ProbabilisticSamplerConfig(
        @Doc("Share of what is kept, in percent; from 100 on everything. Required.") @Nullable
        Double samplingPercentage,

        @Doc("Changes which traces are chosen. The same in all agents that see parts of a trace.")
        Long hashSeed,

        @Doc("How it is chosen: hash_seed. The Collector's proportional and equalizing are not supported.")
        Mode mode,

        @Doc("Whether what cannot be decided on, such as a log record without a trace, is left out.")
        Boolean failClosed,

        @Doc(
                "Has no effect, since no thresholds are written; read so that a configuration of the Collector is taken as it is.")
        @Nullable
        Integer samplingPrecision,

        @Doc("Logs: what is hashed: traceID, or record for the attribute in from_attribute.")
        String attributeSource,

        @Doc("Logs: attribute that is hashed where there is no trace, or instead of it.")
        String fromAttribute,

        @Doc("Logs: attribute with a percentage of the record's own.")
        String samplingPriority)
        implements ComponentConfig {

    private static final String TRACE = "traceID";
    private static final String RECORD = "record";
    private static final long LARGEST_SEED = 0xffff_ffffL;

    /** How records are chosen. */
    public enum Mode {
        HASH_SEED,
        PROPORTIONAL,
        EQUALIZING
    }

    public ProbabilisticSamplerConfig {
        hashSeed = requireNonNullElse(hashSeed, 0L);
        mode = requireNonNullElse(mode, Mode.HASH_SEED);
        failClosed = requireNonNullElse(failClosed, true);
        attributeSource = requireNonNullElse(attributeSource, TRACE);
        fromAttribute = requireNonNullElse(fromAttribute, "");
        samplingPriority = requireNonNullElse(samplingPriority, "");
    }

    @Override
    public void validate(Problems problems) {
        if (samplingPercentage == null) {
            problems.add("sampling_percentage", "is missing. Write a share in percent, such as 10.");
        } else if (!(samplingPercentage >= 0)) {
            problems.add("sampling_percentage", "%s is less than 0.", samplingPercentage);
        }
        if (hashSeed < 0 || hashSeed > LARGEST_SEED) {
            problems.add("hash_seed", "%d is out of range. Use 0 to %d.", hashSeed, LARGEST_SEED);
        }
        if (mode != Mode.HASH_SEED) {
            problems.add("mode", "is not supported. Leave it out, or write hash_seed.");
        }
        if (!attributeSource.equals(TRACE) && !attributeSource.equals(RECORD)) {
            problems.add("attribute_source", "\"%s\" is neither traceID nor record.", attributeSource);
        } else if (!hashesTraces() && fromAttribute.isEmpty()) {
            problems.add("from_attribute", "is missing. Write the attribute that is hashed instead of the trace.");
        }
    }

    /** Whether the trace of a log record decides, where it has one. */
    boolean hashesTraces() {
        return attributeSource.equals(TRACE);
    }

    /** The share in percent. */
    double percentage() {
        return requireNonNullElse(samplingPercentage, 0.0);
    }
}
