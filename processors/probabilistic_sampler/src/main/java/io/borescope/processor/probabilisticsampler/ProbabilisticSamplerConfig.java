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

        @Doc("Mode hash_seed: changes which traces are chosen. The same in all agents that see parts of a trace.")
        Long hashSeed,

        @Doc(
                "How it is chosen: hash_seed by a hash; proportional and equalizing as OpenTelemetry's samplers do, where the share is of what arrives or of all that was.")
        Mode mode,

        @Doc("Whether what cannot be decided on, such as a log record without a trace, is left out.")
        Boolean failClosed,

        @Doc("Hexadecimal digits of the thresholds that are written, beside those 0 or f at their front.")
        Integer samplingPrecision,

        @Doc("Logs, mode hash_seed: what is hashed: traceID, or record for the attribute in from_attribute.")
        String attributeSource,

        @Doc("Logs, mode hash_seed: attribute that is hashed where there is no trace, or instead of it.")
        String fromAttribute,

        @Doc("Logs: attribute with a percentage of the record's own.")
        String samplingPriority)
        implements ComponentConfig {

    private static final String TRACE = "traceID";
    private static final String RECORD = "record";
    private static final long LARGEST_SEED = 0xffff_ffffL;

    private static final int DEFAULT_PRECISION = 4;

    /** How records are chosen. */
    public enum Mode {
        /** By a hash of the trace or an attribute. */
        HASH_SEED,
        /** A share of what arrives. */
        PROPORTIONAL,
        /** A share of all that was, before whoever sampled first. */
        EQUALIZING
    }

    public ProbabilisticSamplerConfig {
        hashSeed = requireNonNullElse(hashSeed, 0L);
        mode = requireNonNullElse(mode, Mode.HASH_SEED);
        failClosed = requireNonNullElse(failClosed, true);
        samplingPrecision = requireNonNullElse(samplingPrecision, DEFAULT_PRECISION);
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
        } else if (samplingPercentage > 0 && probability() < Threshold.SMALLEST_PROBABILITY) {
            problems.add("sampling_percentage", "%s is too small. Write 0 for nothing.", samplingPercentage);
        }
        if (hashSeed < 0 || hashSeed > LARGEST_SEED) {
            problems.add("hash_seed", "%d is out of range. Use 0 to %d.", hashSeed, LARGEST_SEED);
        } else if (hashSeed != 0 && mode != Mode.HASH_SEED) {
            problems.warn("hash_seed", "has no effect: nothing is hashed in this mode.");
        }
        if (samplingPrecision < 1 || samplingPrecision > Threshold.DIGITS) {
            problems.add("sampling_precision", "%d is out of range. Use 1 to %d.", samplingPrecision, Threshold.DIGITS);
        }
        if (mode != Mode.HASH_SEED && !(hashesTraces() && fromAttribute.isEmpty())) {
            problems.add(
                    fromAttribute.isEmpty() ? "attribute_source" : "from_attribute",
                    "is for mode hash_seed alone: the other modes go by the trace. Leave it out, or write hash_seed.");
            return;
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

    /** The share, 0 to 1, rounded as the Collector does, so that thresholds come out the same. */
    double probability() {
        return (float) Math.min(percentage(), 100) / 100.0;
    }
}
