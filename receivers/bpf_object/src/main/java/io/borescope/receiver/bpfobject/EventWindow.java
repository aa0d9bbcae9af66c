package io.borescope.receiver.bpfobject;

import io.borescope.api.time.ClockMapping;
import io.borescope.api.time.Window;
import java.util.List;

/** The events of one window, as series. From its start, inclusive, to its end, exclusive, in monotonic time. */
final class EventWindow {
    private final List<SeriesTable> tables;
    private ClockMapping mapping;
    private long startNanos;
    private long endNanos;
    private long events;
    private long lost;

    EventWindow(List<SeriesTable> tables, ClockMapping mapping) {
        this.tables = tables;
        this.mapping = mapping;
    }

    /** Begins anew; what was in it has been handed on. */
    void open(ClockMapping openedUnder, long start, long end) {
        mapping = openedUnder;
        startNanos = start;
        endNanos = end;
        events = 0;
        lost = 0;
    }

    long startNanos() {
        return startNanos;
    }

    long endNanos() {
        return endNanos;
    }

    /** Ends it earlier than it was going to. */
    void endAt(long nanos) {
        endNanos = Math.max(startNanos, nanos);
    }

    ClockMapping mapping() {
        return mapping;
    }

    List<SeriesTable> tables() {
        return tables;
    }

    void countEvent() {
        events++;
    }

    void countLost(long count) {
        lost += count;
    }

    long events() {
        return events;
    }

    long lost() {
        return lost;
    }

    Window toWindow(long sequence) {
        return Window.ofReading(
                sequence, mapping, mapping.toEpochNanos(startNanos), mapping.toEpochNanos(endNanos), null);
    }
}
