package io.borescope.receiver.process;

import io.borescope.api.BatchConsumer;
import io.borescope.api.component.DutyCycle;
import io.borescope.api.event.EventBatch;
import io.borescope.api.event.EventType;
import io.borescope.api.telemetry.Counter;
import io.borescope.api.time.EngineClock;
import io.borescope.bpf.EventRings;
import io.borescope.bpf.RingReader;

/**
 * The receiver's thread. A slice drains some of the lifecycle ring into the {@link ProcessFollower}, hands the records of tracked
 * processes on, and scans some of {@code /proc} when it is time to.
 */
final class LifecycleCycle implements DutyCycle {
    private static final int RECORDS_PER_SLICE = 256;
    private static final int PROCESSES_PER_SLICE = 64;
    private static final int REST_MILLIS = 250;

    /** Progress alone is handed on this often at most. */
    private static final long QUIET_NANOS = 10_000_000;

    private static final int EXIT = EventType.PROCESS_EXIT.id();
    private static final int FORK = EventType.PROCESS_FORK.id();
    private static final int EXEC = EventType.PROCESS_EXEC.id();

    private final LifecycleSource source;
    private final RingReader ring;
    private final ProcessFollower follower;
    private final ProcScan scan;
    private final TrackedProcesses table;
    private final EngineClock clock;
    private final long scanIntervalNanos;
    private final Counter ringFull;
    private final BatchConsumer<EventBatch> next;
    private final EventBatch batch = new EventBatch(RECORDS_PER_SLICE);
    private final long[] lostTotal = new long[EventRings.EVENT_TYPES];
    private final long[] lostBefore = new long[EventRings.EVENT_TYPES];
    private final long[] lostNow = new long[EventRings.EVENT_TYPES];
    private long watermarkNanos = EventBatch.NO_WATERMARK;
    private long handedOnNanos = EventBatch.NO_WATERMARK;
    private long nextScanNanos;
    private volatile long ringFill;

    /**
     * @param ringFull counts records that the kernel could not place in the ring
     * @param next takes the records
     */
    LifecycleCycle(
            LifecycleSource source,
            ProcessFollower follower,
            ProcScan scan,
            TrackedProcesses table,
            EngineClock clock,
            long scanIntervalNanos,
            Counter ringFull,
            BatchConsumer<EventBatch> next) {
        this.source = source;
        this.ring = source.ring();
        this.follower = follower;
        this.scan = scan;
        this.table = table;
        this.clock = clock;
        this.scanIntervalNanos = scanIntervalNanos;
        this.ringFull = ringFull;
        this.next = next;
        this.nextScanNanos = clock.monotonicNanos() + scanIntervalNanos;
    }

    /** Bytes that waited in the ring when it was last looked at. Any thread. */
    long ringFill() {
        return ringFill;
    }

    @Override
    public int doWork() throws Exception {
        long now = clock.monotonicNanos();
        int work = drain(now);
        if (scan.running()) {
            work += scan.step(PROCESSES_PER_SLICE, now);
        } else if (now - nextScanNanos >= 0) {
            scan.begin();
            nextScanNanos = now + scanIntervalNanos;
            work++;
        }
        table.prune(now);
        return work;
    }

    /** Reads what is left once the programs are detached; everything before now has then been handed on. */
    void drainToEnd() throws Exception {
        while (drain(clock.monotonicNanos()) > 0) {
            // goes on until a drain finds nothing
        }
    }

    /**
     * The order matters. The time is taken first: what a drain that empties the ring has not seen happened later. Then the loss is read,
     * so that it is told before the watermark passes it. The table learns before anybody gets the records.
     */
    private int drain(long now) throws Exception {
        long lost = readLost();
        int read = ring.read(batch.offsets(), RECORDS_PER_SLICE);
        batch.fill(ring.data(), read, watermarkNanos);
        if (ring.drained()) {
            watermarkNanos = now;
        } else if (read > 0) {
            watermarkNanos = Math.max(watermarkNanos, batch.timestampNanos(read - 1));
        }
        int tracked = follow(read);
        if (lost > 0) {
            scan.begin();
        }
        boolean quiet = tracked == 0 && lost == 0;
        if (!quiet || watermarkNanos >= handedOnNanos + QUIET_NANOS) {
            handedOnNanos = watermarkNanos;
            next.consume(batch.fill(ring.data(), tracked, watermarkNanos).withLost(lostNow));
        }
        ring.release();
        ringFill = ring.fill();
        return read;
    }

    /** Shows all records to the follower and keeps those for the pipelines in the batch; execs of untracked processes were only to be looked at. */
    private int follow(int read) {
        long[] offsets = batch.offsets();
        boolean withoutExits = source.exitsWithheld();
        int tracked = 0;
        for (int i = 0; i < read; i++) {
            int type = batch.type(i);
            follow(type, ProcessChange.of(batch, i));
            if (batch.process(i) != 0 && !(withoutExits && type == EXIT)) {
                offsets[tracked++] = offsets[i];
            }
        }
        return tracked;
    }

    private void follow(int type, ProcessChange change) {
        if (type == FORK) {
            follower.onFork(change);
        } else if (type == EXEC) {
            follower.onExec(change);
        } else if (type == EXIT) {
            follower.onExit(change);
        }
    }

    private long readLost() throws Exception {
        source.lost(lostTotal);
        long lost = 0;
        for (int type = 0; type < lostTotal.length; type++) {
            lostNow[type] = lostTotal[type] - lostBefore[type];
            lostBefore[type] = lostTotal[type];
            lost += lostNow[type];
        }
        ringFull.add(lost);
        return lost;
    }

    /** Forks and exits are not announced: the rest bounds how old the watermark gets. */
    @Override
    public void idle() {
        source.await(REST_MILLIS);
    }

    @Override
    public void wakeUp() {
        source.wakeUp();
    }
}
