package io.borescope.processor.probabilisticsampler;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a record says of how it was sampled before.
 *
 * @param threshold the highest that it has passed; null if nobody knows
 * @param randomness its own, as 14 hexadecimal digits; empty for that of its trace
 */
record Marks(@Nullable Threshold threshold, String randomness) {
    /** Says nothing. */
    static final Marks NONE = new Marks(null, "");

    private static final Pattern RANDOMNESS = Pattern.compile("[0-9a-fA-F]{14}");

    /**
     * Reads the written forms.
     *
     * @param threshold empty for none
     * @param randomness empty for none
     * @return nothing if one of them cannot be read
     */
    static Optional<Marks> parse(String threshold, String randomness) {
        if (!randomness.isEmpty() && !RANDOMNESS.matcher(randomness).matches()) {
            return Optional.empty();
        }
        return threshold.isEmpty()
                ? Optional.of(new Marks(null, randomness))
                : Threshold.parse(threshold).map(read -> new Marks(read, randomness));
    }

    boolean saysNothing() {
        return equals(NONE);
    }

    /** The randomness of its own; there must be one. */
    long randomnessBits() {
        return Long.parseLong(randomness, 16);
    }

    /** The same after another stage of sampling. A share never grows again. */
    Marks passing(Threshold stage) {
        return threshold == null || threshold.compareTo(stage) < 0 ? new Marks(stage, randomness) : this;
    }

    /** The same after a stage of which nobody knows what share it kept. */
    Marks withoutThreshold() {
        return new Marks(null, randomness);
    }
}
