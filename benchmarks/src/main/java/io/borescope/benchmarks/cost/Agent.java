package io.borescope.benchmarks.cost;

import io.borescope.bpf.AttachedProbes;
import io.borescope.bpf.BpfException;
import io.borescope.bpf.EventRings;
import io.borescope.bpf.PartialOptions;
import io.borescope.bpf.Partials;
import io.borescope.bpf.ProbeGroup;
import io.borescope.bpf.ProbeOptions;
import io.borescope.bpf.ProcessTracker;
import io.borescope.bpf.ProgramRuns;
import io.borescope.bpf.RingOptions;
import io.borescope.bpf.RingReader;
import io.borescope.bpf.TrackerOptions;
import java.util.List;
import java.util.Set;

/** Borescope's own programs as the agent attaches them, with a thread that empties the rings. */
final class Agent implements AutoCloseable {
    private static final int BATCH = 512;
    private static final int LONGEST_WAIT_MILLIS = 10;
    private static final int PARTIAL_KEYS = 2048;
    private static final long CELL_NANOS = 1_000_000_000;
    private static final long CELL_GRACE_NANOS = 25_000_000;

    private final ProcessTracker tracker;
    private final EventRings rings;
    private final AttachedProbes probes;
    private final Thread reader;
    private volatile boolean closing;

    private long cell = Partials.CELLS;
    private long cellEnd = System.nanoTime() + CELL_NANOS;

    private Agent(Set<ProbeGroup> groups, RingOptions shape, PartialOptions added) throws BpfException {
        tracker = ProcessTracker.open(TrackerOptions.defaults());
        rings = EventRings.open(shape, added);
        rings.partials().end(cell, cellEnd);
        rings.partials().oldest(cell);
        probes = AttachedProbes.attach(rings, tracker, ProbeOptions.of(groups));
        reader = Thread.ofPlatform().daemon().start(this::read);
    }

    /** Attaches what the kernel lets. */
    static Agent attach(Set<ProbeGroup> groups) throws BpfException {
        return attach(groups, RingOptions.defaults());
    }

    /** The same, with rings of another shape. */
    static Agent attach(Set<ProbeGroup> groups, RingOptions shape) throws BpfException {
        return new Agent(groups, shape, PartialOptions.NONE);
    }

    /** The same, with everything added up in the kernel that can be. */
    static Agent attachAddingUp(Set<ProbeGroup> groups) throws BpfException {
        return new Agent(groups, RingOptions.defaults(), PartialOptions.always(PartialOptions.POSSIBLE, PARTIAL_KEYS));
    }

    private void read() {
        long[] offsets = new long[BATCH];
        while (!closing) {
            rings.waiter().await(LONGEST_WAIT_MILLIS);
            for (int i = 0; i < rings.count(); i++) {
                empty(rings.reader(i), offsets);
            }
            empty(tracker.lifecycle(), offsets);
            takeCell(System.nanoTime());
        }
    }

    /** The next cell has no end until this one has been taken. */
    private void takeCell(long now) {
        if (now < cellEnd + CELL_GRACE_NANOS) {
            return;
        }
        try {
            rings.partials().take(number -> number == (int) cell, _ -> {});
        } catch (BpfException e) {
            throw new IllegalStateException(e);
        }
        cell++;
        cellEnd = now + CELL_NANOS;
        rings.partials().end(cell + 1, Partials.NEVER);
        rings.partials().end(cell, cellEnd);
        rings.partials().oldest(cell);
    }

    private static void empty(RingReader ring, long[] offsets) {
        do {
            ring.read(offsets, BATCH);
            ring.release();
        } while (!ring.drained());
    }

    Set<ProbeGroup> attached() {
        return probes.attached().keySet();
    }

    /** What each program has run while statistics were kept. */
    List<ProgramRuns> programRuns() throws BpfException {
        return probes.programRuns();
    }

    void track(int pid) {
        if (tracker.track(pid, true) == 0) {
            throw new IllegalStateException("cannot track " + pid);
        }
    }

    @Override
    public void close() {
        closing = true;
        try {
            reader.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        probes.close();
        rings.close();
        tracker.close();
    }
}
