package io.borescope.bpf;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.function.LongSupplier;

/**
 * CPU time of all threads of this process so far, in user space and in the kernel, in nanoseconds. The JVM's own figure goes in steps of 10 ms,
 * which is as much as a small budget for a second. One thread at a time.
 *
 * @see <a href="https://man7.org/linux/man-pages/man3/clock_gettime.3.html">CLOCK_PROCESS_CPUTIME_ID</a>
 */
public final class ProcessCpuTime implements LongSupplier {
    private static final int CLOCK_PROCESS_CPUTIME_ID = 2;
    private static final long SECOND_NANOS = 1_000_000_000;

    /** {@code struct timespec}: seconds and nanoseconds. */
    private final MemorySegment time = Arena.ofAuto().allocate(2 * Long.BYTES, Long.BYTES);

    @Override
    public long getAsLong() {
        Libc.clockGetTime(CLOCK_PROCESS_CPUTIME_ID, time);
        return time.get(ValueLayout.JAVA_LONG, 0) * SECOND_NANOS + time.get(ValueLayout.JAVA_LONG, Long.BYTES);
    }
}
