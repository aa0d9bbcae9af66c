package io.borescope.bpf;

import io.borescope.api.event.EventType;
import io.borescope.api.event.Sampling;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** {@code sampling} of sampling.h: what of each event type is told; and {@code sampling_now}, for types of which that changes. */
final class SamplingTable {
    static final int ENTRY_SIZE = 8;

    private static final int ALL = 0;
    private static final int PROBABILITY = 1;
    private static final int NTH = 2;
    private static final int NEVER = 3;
    private static final int CHANGING = 4;
    private static final int CHANGING_NTH = 5;

    private static final double PROBABILITIES = 0x1p32;

    private SamplingTable() {}

    static void fill(MemorySegment table, ProbeOptions options) {
        for (EventType type : EventType.values()) {
            long at = (long) type.id() * ENTRY_SIZE;
            Sampling sampling = options.samplingOf(type);
            table.set(ValueLayout.JAVA_INT, at, options.wants(type) ? mode(sampling, options) : NEVER);
            table.set(ValueLayout.JAVA_INT, at + Integer.BYTES, value(sampling));
        }
    }

    private static int mode(Sampling sampling, ProbeOptions options) {
        if (options.changingSampling()) {
            return sampling.mode() == Sampling.Mode.NTH ? CHANGING_NTH : CHANGING;
        }
        return switch (sampling.mode()) {
            case NONE -> ALL;
            case PROBABILITY -> sampling.rate() == 1 ? ALL : PROBABILITY;
            case NTH -> NTH;
        };
    }

    private static int value(Sampling sampling) {
        return switch (sampling.mode()) {
            case NONE -> 1;
            case PROBABILITY -> (int) (long) (sampling.rate() * PROBABILITIES);
            case NTH -> every(sampling);
        };
    }

    private static int every(Sampling sampling) {
        return (int) Math.round(1 / sampling.rate());
    }

    /** {@code struct sampling_now}: all in one word, so that no program sees a part without the others. */
    static long now(Sampling sampling, int level, boolean addedUp) {
        Sampling thinned = sampling.thinned(level);
        long value = thinned.mode() == Sampling.Mode.NTH
                ? every(thinned)
                : Math.max(0, (long) (thinned.rate() * PROBABILITIES) - 1); // the highest number that is taken
        long addedUpBit = addedUp ? 1L << (Integer.SIZE + Byte.SIZE) : 0;
        return addedUpBit | ((long) level << Integer.SIZE) | value;
    }
}
