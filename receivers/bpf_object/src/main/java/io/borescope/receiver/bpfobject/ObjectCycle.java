package io.borescope.receiver.bpfobject;

import io.borescope.api.component.DutyCycle;
import io.borescope.api.time.EngineClock;
import io.borescope.bpf.BpfException;
import io.borescope.bpf.RingWaiter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The receiver's thread: reads the ring and the maps, and rests. */
final class ObjectCycle implements DutyCycle {
    private static final int REST_MILLIS = 95;

    /**
     * Programs wake the thread with the first event that they put into an empty ring. A moment later there are more, and while they are not
     * read nobody is woken again.
     */
    private static final int GATHER_MILLIS = 5;

    /** How often the kernel is asked what it left out; the question is a call per program. */
    private static final long SKIPPED_NANOS = 1_000_000_000;

    private final EngineClock clock;
    private final LoadedPrograms programs;
    private final RingWaiter waiter;
    private final @Nullable RingEvents events;
    private final List<MapReadings> maps;
    private long skippedDueNanos;
    private volatile long skippedRuns;

    /**
     * @param events null if no ring is read
     */
    ObjectCycle(
            EngineClock clock,
            LoadedPrograms programs,
            RingWaiter waiter,
            @Nullable RingEvents events,
            List<MapReadings> maps) {
        this.clock = clock;
        this.programs = programs;
        this.waiter = waiter;
        this.events = events;
        this.maps = maps;
        this.skippedDueNanos = clock.monotonicNanos();
    }

    @Override
    public int doWork() throws BpfException {
        int work = events == null ? 0 : events.drain();
        for (MapReadings map : maps) {
            work += map.poll();
        }
        long now = clock.monotonicNanos();
        if (now - skippedDueNanos >= 0) {
            skippedDueNanos = now + SKIPPED_NANOS;
            skippedRuns = programs.skippedRuns();
        }
        return work;
    }

    /** Runs that the kernel left out, as of the last second. Any thread. */
    long skippedRuns() {
        return skippedRuns;
    }

    /** Hands on what is left. Only once the programs are detached and the thread has ended. */
    void finish() throws BpfException {
        if (events != null) {
            events.finish();
        }
        for (MapReadings map : maps) {
            map.finish();
        }
    }

    @Override
    public void idle() {
        if (waiter.await(REST_MILLIS)) {
            waiter.await(GATHER_MILLIS);
        }
    }

    @Override
    public void wakeUp() {
        waiter.wakeup();
    }
}
