package io.borescope.bpf;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;

/**
 * The CPU time programs, attached: tracked threads are charged when they leave their CPU and at every tick while they stay, so
 * that no time is older than a tick. A thread that runs when its process is first tracked is charged from the next tick or switch
 * on. Charged is what the scheduler's own account says, without what a hypervisor or an interrupt took. CPUs that come online
 * later have no tick until the probe is opened again.
 */
public final class SchedProbe implements Probe {
    private static final int PERF_TYPE_SOFTWARE = 1;

    /** {@code struct perf_event_attr}: version 5, the first 112 bytes; config 0 is the CPU clock. */
    private static final int ATTRIBUTES_SIZE = 112;

    private static final long SIZE_OFFSET = 4;
    private static final long SAMPLE_PERIOD_OFFSET = 16;
    private static final long FLAGS_OFFSET = 40;
    private static final long EXCLUDE_IDLE = 1 << 7;

    private final BpfObject object;

    private SchedProbe(BpfObject object) {
        this.object = object;
    }

    /**
     * Loads and attaches.
     *
     * @param tick how often a thread that stays on its CPU is charged; 20 ms is usual, at least 1 ms
     */
    public static SchedProbe open(EventRings rings, ProcessTracker tracker, Duration tick) throws BpfException {
        if (tick.compareTo(Duration.ofMillis(1)) < 0) {
            throw new IllegalArgumentException("a tick is at least 1 ms: " + tick);
        }
        BpfObject object = BpfObject.open("sched");
        try {
            rings.addTo(object);
            object.reuse("slots", tracker.slots());
            object.constant("tick_ns", tick.toNanos());
            object.load();
            object.program("sched_switch").attach();
            object.program("cpu_exec").attach();
            attachTicks(object.program("cpu_tick"), tick.toNanos());
            return new SchedProbe(object);
        } catch (BpfException | RuntimeException e) {
            object.close();
            throw e;
        }
    }

    private static void attachTicks(BpfProgram program, long periodNanos) throws BpfException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment attributes = arena.allocate(ATTRIBUTES_SIZE, Long.BYTES);
            attributes.set(ValueLayout.JAVA_INT, 0, PERF_TYPE_SOFTWARE);
            attributes.set(ValueLayout.JAVA_INT, SIZE_OFFSET, ATTRIBUTES_SIZE);
            attributes.set(ValueLayout.JAVA_LONG, SAMPLE_PERIOD_OFFSET, periodNanos);
            attributes.set(ValueLayout.JAVA_LONG, FLAGS_OFFSET, EXCLUDE_IDLE);
            for (int cpu : CpuList.online()) {
                int event = Libc.perfEventOpen(attributes, cpu);
                program.attachPerfEvent(BpfException.check(event, "cannot open the clock of CPU " + cpu));
            }
        }
    }

    @Override
    public long skippedRuns() throws BpfException {
        return object.skippedRuns();
    }

    /** {@inheritDoc} The slices that are running are not charged any more. */
    @Override
    public void close() {
        object.close();
    }
}
