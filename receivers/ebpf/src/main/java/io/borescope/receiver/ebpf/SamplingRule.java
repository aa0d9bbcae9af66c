package io.borescope.receiver.ebpf;

import static java.util.Objects.requireNonNullElse;

import io.borescope.api.config.Doc;
import io.borescope.api.config.Problems;
import io.borescope.api.event.Sampling;
import io.borescope.api.event.Sampling.Mode;

/** Which part of some events is told. */
public record SamplingRule(
        @Doc("none, probability (each by chance) or nth (on every CPU one of so many).")
        Mode mode,

        @Doc(
                "The part that is told: 1.0 for none, above 0 and at most 1 for probability, 1 divided by a whole number for nth.")
        Double rate) {

    static final SamplingRule EVERYTHING = new SamplingRule(Mode.NONE, 1.0);

    private static final double TOLERANCE = 1e-6;

    /** One of 2^32 - 1, the most that the programs count to. */
    private static final double SMALLEST_RATE = 1 / (double) 0xFFFF_FFFFL;

    public SamplingRule {
        mode = requireNonNullElse(mode, Mode.NONE);
        rate = requireNonNullElse(rate, 1.0);
    }

    void validate(Problems problems) {
        if (mode == Mode.NONE) {
            if (Math.abs(rate - 1) > TOLERANCE) {
                problems.add(
                        "rate",
                        "%s has no meaning, as mode none tells everything. Write mode: probability or mode: nth, or leave the rate out.",
                        rate);
            }
        } else if (!(rate > 0 && rate <= 1)) {
            problems.add("rate", "%s is not above 0 and at most 1. Use 0.1 for a tenth.", rate);
        } else if (rate < SMALLEST_RATE) {
            problems.add("rate", "%s tells next to nothing. Use at least %s.", rate, SMALLEST_RATE);
        } else if (mode == Mode.NTH && Math.abs(1 / rate - Math.rint(1 / rate)) > TOLERANCE) {
            double events = Math.floor(1 / rate);
            problems.add(
                    "rate",
                    "%s is not 1 divided by a whole number. Use %s for one of %.0f, or %s for one of %.0f.",
                    rate,
                    1 / events,
                    events,
                    1 / (events + 1),
                    events + 1);
        }
    }

    Sampling toSampling() {
        return switch (mode) {
            case NONE -> Sampling.NONE;
            case PROBABILITY -> new Sampling(mode, rate);
            case NTH -> new Sampling(mode, 1 / Math.rint(1 / rate));
        };
    }
}
