package io.borescope.api.event;

import java.util.Locale;

/**
 * Which part of the events of a type is told. Values of rows are not scaled up: who wants the whole divides by the rate.
 *
 * @param mode how events are chosen
 * @param rate the part that is told, above 0 and at most 1; for {@link Mode#NTH} one divided by a whole number
 */
public record Sampling(Mode mode, double rate) {
    /** Everything is told. */
    public static final Sampling NONE = new Sampling(Mode.NONE, 1);

    /** How events are chosen. */
    public enum Mode {
        /** All are. */
        NONE,
        /** Each by chance, on its own. */
        PROBABILITY,
        /** On every CPU one of so many. */
        NTH;

        /** As written in configurations and rows: {@code probability}. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Of what is told, one of 2<sup>level</sup> only. What was told in full is then chosen by chance, which no rhythm of the events
     * misleads.
     */
    public Sampling thinned(int level) {
        Mode thinnedMode = level > 0 && mode == Mode.NONE ? Mode.PROBABILITY : mode;
        return new Sampling(thinnedMode, Math.scalb(rate, -level));
    }

    public Sampling {
        if (!(rate > 0 && rate <= 1)) {
            throw new IllegalArgumentException("a sampling rate is above 0 and at most 1: " + rate);
        }
    }
}
