package io.borescope.receiver.bpfobject;

import io.borescope.api.time.ClockMapping;
import io.borescope.api.time.EngineClock;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Puts events into windows by their time: two are open, so that events of the next one may come while the last of this one do. Windows end at
 * multiples of their length on the wall clock, and where it is stepped. One thread, but for {@link #held()}.
 */
final class EventWindows {
    /** Events may come so much later than their window's end: the ring is looked at every tenth of a second at least. */
    private static final long GRACE_NANOS = 250_000_000;

    /** An event cannot be later than now, but clocks of CPUs differ a little. */
    private static final long SLACK_NANOS = 10_000_000;

    /** What became of an event. */
    enum Placing {
        PLACED,
        LATE,
        IN_FUTURE
    }

    private final EngineClock clock;
    private final long intervalNanos;
    private final MetricRows rows;
    private final boolean answersForEvents;
    private EventWindow current;
    private EventWindow following;
    private final AtomicLong held = new AtomicLong();

    /**
     * @param now monotonic time, from which on events are counted
     * @param answersForEvents false if log records do
     */
    EventWindows(
            EngineClock clock,
            long intervalNanos,
            List<MetricPlan> metrics,
            MetricRows rows,
            boolean answersForEvents,
            long now) {
        this.clock = clock;
        this.intervalNanos = intervalNanos;
        this.rows = rows;
        this.answersForEvents = answersForEvents;
        this.current = new EventWindow(rows.tables(metrics), clock.mapping());
        this.following = new EventWindow(rows.tables(metrics), clock.mapping());
        open(now);
    }

    private void open(long from) {
        ClockMapping mapping = clock.mapping();
        long end = border(mapping, from);
        current.open(mapping, from, end);
        following.open(mapping, end, border(mapping, end));
    }

    /** The first multiple of the interval after a time. */
    private long border(ClockMapping mapping, long nanos) {
        long epoch = mapping.toEpochNanos(nanos);
        return mapping.toMonotonicNanos((Math.floorDiv(epoch, intervalNanos) + 1) * intervalNanos);
    }

    /** Finds the window of an event and makes it {@link #chosen}. */
    Placing place(long timestampNanos, long now) {
        if (timestampNanos - now > SLACK_NANOS) {
            return Placing.IN_FUTURE;
        }
        while (timestampNanos - following.endNanos() >= 0) {
            closeCurrent();
        }
        return timestampNanos - current.startNanos() < 0 ? Placing.LATE : Placing.PLACED;
    }

    /** The window of an event that {@link #place} has placed. */
    EventWindow chosen(long timestampNanos) {
        return timestampNanos - current.endNanos() < 0 ? current : following;
    }

    /** The window that is counted in now. */
    EventWindow current() {
        return current;
    }

    /** Tells that an event is in a window now. */
    void countEvent(EventWindow window) {
        window.countEvent();
        if (answersForEvents) {
            held.lazySet(held.getPlain() + 1);
        }
    }

    /** Events in open windows. Any thread. */
    long held() {
        return held.get();
    }

    /** Hands on what is complete; only once the ring has been emptied. */
    void closeDue(long now) {
        if (clock.mapping().generation() != current.mapping().generation()) {
            closeAll(now);
            open(now);
        }
        while (now - current.endNanos() >= GRACE_NANOS) {
            closeCurrent();
        }
    }

    private void closeCurrent() {
        EventWindow closed = current;
        handOn(closed);
        current = following;
        following = closed;
        long start = current.endNanos();
        following.open(current.mapping(), start, border(current.mapping(), start));
    }

    /** Hands on everything; the windows end now. */
    void closeAll(long now) {
        current.endAt(Math.min(current.endNanos(), now));
        handOn(current);
        following.endAt(Math.min(following.endNanos(), now));
        handOn(following);
    }

    private void handOn(EventWindow window) {
        rows.handOn(
                window.tables(),
                window.toWindow(rows.nextSequence()),
                answersForEvents ? window.events() : 0,
                window.lost());
        if (answersForEvents) {
            held.lazySet(held.getPlain() - window.events());
        }
    }
}
