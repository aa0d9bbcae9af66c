package io.borescope.benchmarks.cost;

import io.borescope.bpf.AttachedProbes;
import io.borescope.bpf.BpfException;
import io.borescope.bpf.EventRings;
import io.borescope.bpf.ProbeGroup;
import io.borescope.bpf.ProbeOptions;
import io.borescope.bpf.ProcessTracker;
import io.borescope.bpf.RingOptions;
import io.borescope.bpf.RingReader;
import io.borescope.bpf.TrackerOptions;
import java.util.Set;

/** Borescope's own programs as the agent attaches them, with a thread that empties the rings. */
final class Agent implements AutoCloseable {
    private static final int BATCH = 512;
    private static final int LONGEST_WAIT_MILLIS = 10;

    private final ProcessTracker tracker;
    private final EventRings rings;
    private final AttachedProbes probes;
    private final Thread reader;
    private volatile boolean closing;

    private Agent(Set<ProbeGroup> groups) throws BpfException {
        tracker = ProcessTracker.open(TrackerOptions.defaults());
        rings = EventRings.open(RingOptions.defaults());
        probes = AttachedProbes.attach(rings, tracker, ProbeOptions.of(groups));
        reader = Thread.ofPlatform().daemon().start(this::read);
    }

    /** Attaches what the kernel lets. */
    static Agent attach(Set<ProbeGroup> groups) throws BpfException {
        return new Agent(groups);
    }

    private void read() {
        long[] offsets = new long[BATCH];
        while (!closing) {
            rings.waiter().await(LONGEST_WAIT_MILLIS);
            for (int i = 0; i < rings.count(); i++) {
                empty(rings.reader(i), offsets);
            }
            empty(tracker.lifecycle(), offsets);
        }
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
