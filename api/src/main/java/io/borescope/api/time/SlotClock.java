package io.borescope.api.time;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/**
 * Wall time divided into slots of equal length from a genesis on, as Ethereum's consensus layer does. A typed service: one component
 * publishes it, others subscribe.
 *
 * @param genesisEpochNanos start of slot 0
 * @param slotNanos length of a slot, above 0
 * @param slotsPerEpoch above 0
 */
public record SlotClock(long genesisEpochNanos, long slotNanos, int slotsPerEpoch) {
    public SlotClock {
        if (slotNanos <= 0) {
            throw new IllegalArgumentException("a slot must last longer than 0 ns, not " + slotNanos);
        }
        if (slotsPerEpoch <= 0) {
            throw new IllegalArgumentException("an epoch must have at least a slot, not " + slotsPerEpoch);
        }
    }

    /** The slot that holds a wall time; negative before genesis. */
    public long slotAt(long epochNanos) {
        return Math.floorDiv(epochNanos - genesisEpochNanos, slotNanos);
    }

    /** The epoch that a slot lies in. */
    public long epochOf(long slot) {
        return Math.floorDiv(slot, slotsPerEpoch);
    }

    /** Where a slot begins, in nanoseconds since the epoch. */
    public long startOf(long slot) {
        return genesisEpochNanos + slot * slotNanos;
    }

    /** For messages: {@code slots of 12s from 2020-12-01T12:00:23Z, 32 per epoch}. */
    @Override
    public String toString() {
        String length = Duration.ofNanos(slotNanos).toString().substring(2).toLowerCase(Locale.ROOT);
        return "slots of %s from %s, %d per epoch"
                .formatted(length, Instant.ofEpochSecond(0, genesisEpochNanos), slotsPerEpoch);
    }
}
