package io.borescope.processor.slotwindow;

import io.borescope.api.time.SlotClock;
import io.borescope.api.time.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Where windows lie, found slowly: time falls into eras of one wall clock and one slot clock each; windows are what lies between any two
 * neighbouring borders, and all borders of an era are written down one by one.
 */
final class PlacementModel {
    /** A window, on the monotonic clock; slot start on wall time, 0 where there is no slot. */
    record Piece(long start, long end, long slot, long slotStart, long epoch) {}

    /** From a monotonic time on, wall time is that much later, and slots are these. */
    private record Era(long from, long offset, @Nullable SlotClock slots) {}

    private final long interval;
    private final List<Era> eras = new ArrayList<>();
    private long first = Long.MAX_VALUE;
    private long covered = Long.MIN_VALUE;
    private long end = Long.MIN_VALUE;

    PlacementModel(long interval, long offset) {
        this.interval = interval;
        eras.add(new Era(Long.MIN_VALUE, offset, null));
    }

    /** Something happened at these times, or was promised not to happen any more. */
    void cover(long watermark, long... times) {
        for (long time : times) {
            first = Math.min(first, time);
            covered = Math.max(covered, time + 1);
        }
        first = Math.min(first, watermark);
        covered = Math.max(covered, watermark);
        end = Math.max(end, covered);
    }

    /** The wall clock was stepped, after all that was covered. */
    void step(long at, long nanos) {
        Era last = eras.getLast();
        end = Math.max(end, at);
        begin(new Era(at, last.offset() + nanos, last.slots()));
    }

    /** Other slots from the next border on. */
    void publish(SlotClock slots) {
        Era last = eras.getLast();
        if (end == Long.MIN_VALUE) {
            begin(new Era(Long.MIN_VALUE, last.offset(), slots));
        } else if (end > last.from()) {
            begin(new Era(borderFrom(last, end), last.offset(), slots));
        } else {
            begin(new Era(last.from(), last.offset(), slots));
        }
    }

    private void begin(Era era) {
        eras.removeIf(other -> other.from() >= era.from());
        eras.add(era);
    }

    /** All windows of what is covered. */
    List<Piece> pieces() {
        TreeSet<Long> borders = new TreeSet<>(List.of(first, covered));
        for (int i = 0; i < eras.size(); i++) {
            Era era = eras.get(i);
            long from = Math.max(era.from(), first);
            long to = i + 1 < eras.size() ? Math.min(eras.get(i + 1).from(), covered) : covered;
            if (from < to) {
                borders.add(from);
                for (long border = borderFrom(era, from); border < to; border = borderFrom(era, border + 1)) {
                    borders.add(border);
                }
            }
        }
        List<Piece> pieces = new ArrayList<>();
        Long start = null;
        for (long border : borders) {
            if (start != null) {
                pieces.add(piece(start, border));
            }
            start = border;
        }
        return pieces;
    }

    /** The wall time of a monotonic time. */
    long wallAt(long time) {
        return time + eraOf(time).offset();
    }

    private Era eraOf(long time) {
        return eras.stream().filter(era -> era.from() <= time).reduce(eras.getFirst(), (a, b) -> b);
    }

    private Piece piece(long start, long pieceEnd) {
        Era era = eraOf(start);
        long wall = start + era.offset();
        SlotClock slots = era.slots();
        if (slots == null || wall < slots.genesisEpochNanos()) {
            return new Piece(start, pieceEnd, Window.NO_SLOT, 0, Window.NO_EPOCH);
        }
        long slot = (wall - slots.genesisEpochNanos()) / slots.slotNanos();
        return new Piece(
                start,
                pieceEnd,
                slot,
                slots.genesisEpochNanos() + slot * slots.slotNanos(),
                slot / slots.slotsPerEpoch());
    }

    /** The first border of an era's grid at or after a time, found by walking through a slot, or from the epoch, interval by interval. */
    private long borderFrom(Era era, long time) {
        long wall = time + era.offset();
        SlotClock slots = era.slots();
        if (slots == null) {
            long border = wall - wall % interval;
            return (border < wall ? border + interval : border) - era.offset();
        }
        long slotStart = slots.genesisEpochNanos();
        while (slotStart > wall) {
            slotStart -= slots.slotNanos();
        }
        while (slotStart + slots.slotNanos() <= wall) {
            slotStart += slots.slotNanos();
        }
        for (long border = slotStart; border < slotStart + slots.slotNanos(); border += interval) {
            if (border >= wall) {
                return border - era.offset();
            }
        }
        return slotStart + slots.slotNanos() - era.offset();
    }
}
