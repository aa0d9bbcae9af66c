package io.borescope.processor.probabilisticsampler;

import io.borescope.api.otel.TraceId;
import io.borescope.processor.probabilisticsampler.ProbabilisticSamplerConfig.Mode;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Which records are kept, and what they say of it then. Thread-safe. */
final class Choice {
    private static final long RANDOM_BITS = (1L << Threshold.BITS) - 1;

    private final ProbabilisticSamplerConfig config;
    private final TraceHash hash;
    private final Threshold fixed;

    Choice(ProbabilisticSamplerConfig config) {
        this.config = config;
        this.hash = new TraceHash(config.hashSeed().intValue());
        this.fixed = config.mode() == Mode.HASH_SEED
                ? TraceHash.threshold(config.percentage())
                : Threshold.of(config.probability(), config.samplingPrecision());
    }

    /** The threshold of a record that asks for a share of its own. */
    Threshold priority(double percentage) {
        return Threshold.of(percentage / 100, config.samplingPrecision());
    }

    /**
     * Decides on a record that may have been sampled before.
     *
     * @param before what it says of that
     * @param trace its trace
     * @param hashed what decides in the mode {@code hash_seed}; null if it has nothing of that kind
     * @param priority what the record asks for; null for nothing
     * @return what it says from now on; nothing if it is left out
     */
    Optional<Marks> decide(Marks before, TraceId trace, byte @Nullable [] hashed, @Nullable Threshold priority) {
        Threshold wanted = priority == null ? threshold(before) : priority;
        if (wanted.equals(Threshold.NEVER)) {
            return Optional.empty();
        }
        OptionalLong found = config.mode() == Mode.HASH_SEED
                ? (hashed == null ? OptionalLong.empty() : OptionalLong.of(hash.randomness(hashed)))
                : randomness(before, trace);
        if (found.isEmpty()) {
            return keepsUndecided(priority) ? Optional.of(before) : Optional.empty();
        }
        long randomness = found.getAsLong();
        if (config.mode() != Mode.HASH_SEED && isContradictory(before, randomness)) {
            return keepsUndecided(priority) ? Optional.of(before.withoutThreshold()) : Optional.empty();
        }
        return wanted.keeps(randomness) ? Optional.of(after(before, wanted, randomness)) : Optional.empty();
    }

    /** Whether a record is kept of which nobody can say whether it belongs to the share. */
    boolean keepsUndecided(@Nullable Threshold priority) {
        return !config.failClosed() || Threshold.ALWAYS.equals(priority);
    }

    private Threshold threshold(Marks before) {
        if (config.mode() != Mode.PROPORTIONAL || before.threshold() == null) {
            return fixed;
        }
        return Threshold.of(before.threshold().probability() * config.probability(), config.samplingPrecision());
    }

    private static OptionalLong randomness(Marks before, TraceId trace) {
        if (!before.randomness().isEmpty()) {
            return OptionalLong.of(before.randomnessBits());
        }
        return trace.isValid() ? OptionalLong.of(trace.low() & RANDOM_BITS) : OptionalLong.empty();
    }

    /** A record that has passed a threshold which it cannot have passed: what it says of it is not true. */
    private static boolean isContradictory(Marks before, long randomness) {
        return before.threshold() != null && !before.threshold().keeps(randomness);
    }

    private Marks after(Marks before, Threshold passed, long randomness) {
        if (config.mode() != Mode.HASH_SEED) {
            return before.passing(passed);
        }
        // A hash has nothing to do with the randomness that decided before, so no threshold says what both kept.
        return before.saysNothing() ? new Marks(passed, Threshold.digits(randomness)) : before.withoutThreshold();
    }
}
