package io.borescope.api.time;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Where windows begin, on the kernel's clock: what adds events up before they reach a window must not add over these borders. The engine
 * publishes one; processors that place events in windows tell it where theirs begin. Thread-safe.
 */
public final class WindowBorders {
    /** There is none. */
    public static final long NEVER = Long.MAX_VALUE;

    /** The borders of one processor, as far as they are known now. Immutable; one that replaces it says what has changed. */
    @FunctionalInterface
    public interface Source {
        /** The first border after a monotonic time, or {@link #NEVER}. */
        long after(long monotonicNanos);
    }

    private final Map<Object, Source> sources = new ConcurrentHashMap<>();
    private final AtomicInteger version = new AtomicInteger();

    /** Takes the borders of a processor in place of those that it told before. */
    public void put(Object processor, Source borders) {
        sources.put(processor, borders);
        version.incrementAndGet();
    }

    /** Forgets the borders of a processor. */
    public void remove(Object processor) {
        if (sources.remove(processor) != null) {
            version.incrementAndGet();
        }
    }

    /** Another number whenever borders may have changed. */
    public int version() {
        return version.get();
    }

    /** The first border of any processor after a monotonic time, or {@link #NEVER} if no processor has told any. */
    public long after(long monotonicNanos) {
        long first = NEVER;
        for (Source source : sources.values()) {
            long border = source.after(monotonicNanos);
            // Else it breaks its promise, and whoever goes from border to border would not get on.
            if (border > monotonicNanos) {
                first = Math.min(first, border);
            }
        }
        return first;
    }
}
