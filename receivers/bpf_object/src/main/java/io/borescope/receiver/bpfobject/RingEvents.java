package io.borescope.receiver.bpfobject;

import io.borescope.api.component.ReceiverSettings;
import io.borescope.api.telemetry.Counter;
import io.borescope.bpf.BpfException;
import io.borescope.bpf.RingReader;
import io.borescope.bpf.btf.Field;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Reads events where they lie in the ring, and adds them to series and log records. One thread, but for {@link #fill()}. */
final class RingEvents {
    private static final int SLICE = 512;

    /** How often the programs' count of lost events is read. */
    private static final long LOST_NANOS = 1_000_000_000;

    private final ReceiverSettings settings;
    private final EventPlan plan;
    private final RingReader ring;
    private final @Nullable EventWindows windows;
    private final @Nullable EventLogs logs;
    private final @Nullable MetricRows rows;
    private final @Nullable LostRecords lostRecords;
    private final Counter ringFull;
    private final Counter unreadable;
    private final Counter late;
    private final long[] offsets = new long[SLICE];
    private long lostDueNanos;
    private volatile long fill;

    /**
     * @param windows null if no metrics are made
     * @param logs null if no log records are made
     * @param lostRecords null if the programs do not count
     */
    RingEvents(
            ReceiverSettings settings,
            EventPlan plan,
            RingReader ring,
            @Nullable EventWindows windows,
            @Nullable MetricRows rows,
            @Nullable EventLogs logs,
            @Nullable LostRecords lostRecords) {
        this.settings = settings;
        this.plan = plan;
        this.ring = ring;
        this.windows = windows;
        this.rows = rows;
        this.logs = logs;
        this.lostRecords = lostRecords;
        this.ringFull = settings.ledger()
                .lost(
                        "ring_full",
                        "Events that the programs could not put into the ring, by their own count; raise ring_buffer_size.");
        this.unreadable = settings.ledger()
                .lost(
                        "unreadable",
                        "Events shorter than event.struct, with a value above 2^63-1 or a time to come; compare the program with the configuration.");
        this.late = settings.ledger()
                .lost("late", "Events that came after their window had been handed on; their time stamps are too old.");
    }

    /** Bytes that waited in the ring when it was last looked at. Any thread. */
    long fill() {
        return fill;
    }

    /**
     * Reads a slice of what is in the ring.
     *
     * @return events read
     */
    int drain() throws BpfException {
        int read = ring.read(offsets, SLICE);
        long now = settings.clock().monotonicNanos();
        for (int i = 0; i < read; i++) {
            accept(offsets[i], now);
        }
        boolean drained = ring.drained();
        ring.release();
        fill = ring.fill();
        if (logs != null) {
            logs.handOn();
        }
        if (now - lostDueNanos >= 0) {
            lostDueNanos = now + LOST_NANOS;
            countLost();
        }
        if (drained && windows != null) {
            windows.closeDue(now);
        }
        return read;
    }

    private void accept(long offset, long now) {
        MemorySegment data = ring.data();
        if (ring.length(offset) < plan.size() || !hasReadableValues(data, offset)) {
            countUnreadable();
            return;
        }
        Field timestamp = plan.timestamp();
        long time = timestamp == null ? now : timestamp.number(data, offset);
        switch (windows == null ? EventWindows.Placing.PLACED : windows.place(time, now)) {
            case PLACED -> add(data, offset, time, now);
            case LATE -> late.add(1);
            case IN_FUTURE -> countUnreadable();
        }
    }

    private void countUnreadable() {
        unreadable.add(1);
        if (windows != null) {
            windows.current().countLost(1);
        }
    }

    /** A difference that has become negative looks like half of eternity. */
    private boolean hasReadableValues(MemorySegment data, long offset) {
        for (MetricPlan metric : plan.metrics()) {
            Field value = metric.value();
            if (value != null && value.isUnsignedLong() && value.number(data, offset) < 0) {
                return false;
            }
        }
        return true;
    }

    private void add(MemorySegment data, long offset, long time, long now) {
        if (windows != null && rows != null) {
            EventWindow window = windows.chosen(time);
            windows.countEvent(window);
            for (SeriesTable table : window.tables()) {
                Field value = table.plan().value();
                rows.countOverflow(table.add(data, offset, value == null ? 1 : value.number(data, offset)));
            }
        }
        if (logs != null) {
            logs.add(data, offset, time, now);
        }
    }

    private void countLost() throws BpfException {
        if (lostRecords != null) {
            long lost = lostRecords.take();
            ringFull.add(lost);
            if (windows != null) {
                windows.current().countLost(lost);
            }
        }
    }

    /** Reads and hands on everything that is left, once no program writes any more. */
    void finish() throws BpfException {
        int read;
        do {
            read = drain();
        } while (read > 0);
        countLost();
        if (windows != null) {
            windows.closeAll(settings.clock().monotonicNanos());
        }
    }
}
