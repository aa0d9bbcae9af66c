package io.borescope.bpf;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Software events of perf, which run a program on every CPU that is online now.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/perf_event_open.2.html">perf_event_open(2)</a>
 */
enum PerfEvent {
    CPU_CLOCK(0),
    PAGE_FAULTS_MINOR(5),
    PAGE_FAULTS_MAJOR(6);

    private static final int TYPE_SOFTWARE = 1;

    /** {@code struct perf_event_attr}: version 5, the first 112 bytes. */
    private static final int ATTRIBUTES_SIZE = 112;

    private static final long SIZE_OFFSET = 4;
    private static final long CONFIG_OFFSET = 8;
    private static final long SAMPLE_PERIOD_OFFSET = 16;
    private static final long FLAGS_OFFSET = 40;
    private static final long EXCLUDE_IDLE = 1 << 7;

    private final long config;

    PerfEvent(long config) {
        this.config = config;
    }

    /**
     * Attaches a program on every CPU.
     *
     * @param period nanoseconds between two runs for the clock, else how many events one run stands for
     */
    void attach(BpfProgram program, long period) throws BpfException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment attributes = arena.allocate(ATTRIBUTES_SIZE, Long.BYTES);
            attributes.set(ValueLayout.JAVA_INT, 0, TYPE_SOFTWARE);
            attributes.set(ValueLayout.JAVA_INT, SIZE_OFFSET, ATTRIBUTES_SIZE);
            attributes.set(ValueLayout.JAVA_LONG, CONFIG_OFFSET, config);
            attributes.set(ValueLayout.JAVA_LONG, SAMPLE_PERIOD_OFFSET, period);
            attributes.set(ValueLayout.JAVA_LONG, FLAGS_OFFSET, EXCLUDE_IDLE);
            for (int cpu : CpuList.online()) {
                int event = Libc.perfEventOpen(attributes, cpu);
                program.attachPerfEvent(
                        BpfException.check(event, "cannot open the perf event %s on CPU %d".formatted(this, cpu)));
            }
        }
    }
}
