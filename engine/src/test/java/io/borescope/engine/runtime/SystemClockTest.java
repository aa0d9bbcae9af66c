package io.borescope.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.api.time.ClockMapping;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class SystemClockTest {
    private static final long MILLISECOND = 1_000_000;

    private long monotonic = 1_000;
    private long wall = 5_000_000;
    private final Deque<Long> delays = new ArrayDeque<>();

    @Test
    void keepsItsMappingWhileTheClocksGoTogether() {
        SystemClock clock = new SystemClock(this::readMonotonic, () -> wall);
        ClockMapping before = clock.mapping();
        monotonic += 7_000;
        wall += 7_000 + MILLISECOND;
        clock.check();

        assertThat(clock.mapping()).isEqualTo(before).isEqualTo(new ClockMapping(0, 4_999_000));
    }

    @Test
    void beginsANewGenerationWhenTheWallClockIsStepped() {
        SystemClock clock = new SystemClock(this::readMonotonic, () -> wall);
        wall += 2 * MILLISECOND;
        clock.check();
        clock.check();

        assertThat(clock.mapping()).isEqualTo(new ClockMapping(1, 6_999_000));
    }

    @Test
    void noticesAStepBackwards() {
        SystemClock clock = new SystemClock(this::readMonotonic, () -> wall);
        wall -= 3_600_000 * MILLISECOND;
        clock.check();

        assertThat(clock.mapping().generation()).isEqualTo(1);
    }

    @Test
    void doesNotTakeALateReadingForAStep() {
        SystemClock clock = new SystemClock(this::readMonotonic, () -> wall);
        long late = 40 * MILLISECOND;
        delays.addAll(List.of(0L, late, 0L, late, 0L, late, 0L, late, 0L, late));
        clock.check();

        assertThat(clock.mapping().generation()).isZero();
    }

    /** The kernel's programs stamp events with CLOCK_MONOTONIC; the engine reads System.nanoTime. They must be one clock. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void isTheKernelsMonotonicClock() throws Throwable {
        long before = System.nanoTime();
        long kernel = clockGettime(1);
        long after = System.nanoTime();

        assertThat(kernel).isBetween(before, after);
    }

    @SuppressWarnings("restricted") // the native access is the point
    private static long clockGettime(int clock) throws Throwable {
        MethodHandle clockGettime = Linker.nativeLinker()
                .downcallHandle(
                        Linker.nativeLinker().defaultLookup().findOrThrow("clock_gettime"),
                        FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment time = arena.allocate(16, 8);
            assertThat((int) clockGettime.invokeExact(clock, time)).isZero();
            return time.get(ValueLayout.JAVA_LONG, 0) * 1_000_000_000 + time.get(ValueLayout.JAVA_LONG, 8);
        }
    }

    /** A thread that is descheduled between two readings sees both clocks go on. */
    private long readMonotonic() {
        long delay = delays.isEmpty() ? 0 : delays.removeFirst();
        monotonic += delay;
        wall += delay;
        return monotonic;
    }
}
