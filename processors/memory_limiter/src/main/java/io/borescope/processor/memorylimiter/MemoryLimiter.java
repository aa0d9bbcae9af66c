package io.borescope.processor.memorylimiter;

import io.borescope.api.Batch;
import io.borescope.api.BatchConsumer;
import io.borescope.api.component.Processor;
import io.borescope.api.component.ProcessorSettings;
import io.borescope.api.config.ByteSize;
import io.borescope.api.telemetry.Counter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps data out of its pipeline while too much memory is in use. It looks by a timer; what it found is read by the threads of receivers.
 *
 * @param <B> the batches it takes
 */
final class MemoryLimiter<B extends Batch> implements Processor<B> {
    private static final Logger log = LoggerFactory.getLogger(MemoryLimiter.class);

    private final ProcessorSettings settings;
    private final MemoryLimiterConfig config;
    private final Memory memory;
    private final BatchConsumer<B> next;
    private final Counter collections;
    private final Limits limits;
    private final Limits heapLimits;
    private volatile boolean closed;
    private volatile long usedBytes;
    private long lastCollectionNanos;
    private boolean collected;

    MemoryLimiter(ProcessorSettings settings, MemoryLimiterConfig config, Memory memory, BatchConsumer<B> next) {
        this.settings = settings;
        this.config = config;
        this.memory = memory;
        this.next = next;
        this.limits = config.limits(memory.totalBytes());
        this.heapLimits = limits.within(memory.mostHeapBytes());
        this.collections = settings.meter()
                .counter(
                        "collections",
                        "{collection}",
                        "Garbage collections that were asked for to see what is in use.");
        settings.meter().gauge("used_bytes", "By", "Memory in use when it was looked at last.", () -> usedBytes);
        settings.meter().gauge("closed", "1", "1 while data is kept out, else 0.", () -> closed ? 1 : 0);
    }

    @Override
    public void start() {
        log.info(
                "{}: refuses data from {} of memory on, {} of them on the heap",
                settings.id(),
                mebibytes(limits.softBytes()),
                mebibytes(heapLimits.softBytes()));
        check();
        settings.timers().every(config.checkInterval(), this::check);
    }

    /** The engine asks {@link #admits} before it lets a batch in. */
    @Override
    public void consume(B batch) {
        next.consume(batch);
    }

    @Override
    public boolean admits() {
        return !closed;
    }

    /**
     * Looks at the memory. What looks like too much may be garbage, so it is collected first; where that was done a moment ago, everything
     * stays as it is.
     */
    private void check() {
        Memory.Use use = memory.use();
        if (isAbove(use, limits.softBytes(), heapLimits.softBytes())) {
            boolean hard = isAbove(use, limits.hardBytes(), heapLimits.hardBytes());
            if (!collect(hard)) {
                usedBytes = use.processBytes();
                return;
            }
            use = memory.use();
        }
        usedBytes = use.processBytes();
        decide(use);
    }

    private static boolean isAbove(Memory.Use use, long processBytes, long heapBytes) {
        return use.processBytes() > processBytes || use.heapBytes() > heapBytes;
    }

    private boolean collect(boolean hard) {
        long now = settings.clock().monotonicNanos();
        long interval =
                (hard ? config.minGcIntervalWhenHardLimited() : config.minGcIntervalWhenSoftLimited()).toNanos();
        if (collected && now - lastCollectionNanos < interval) {
            return false;
        }
        memory.collectGarbage();
        collections.add(1);
        collected = true;
        lastCollectionNanos = now;
        return true;
    }

    private void decide(Memory.Use use) {
        boolean wasClosed = closed;
        closed = isAbove(use, limits.softBytes(), heapLimits.softBytes());
        if (closed && !wasClosed) {
            settings.status().recoverable(reason(use));
        } else if (wasClosed && !closed) {
            settings.status().ok();
        }
    }

    private String reason(Memory.Use use) {
        boolean heap = use.heapBytes() > heapLimits.softBytes();
        return "refuses data: %s of memory in use, %s of them on the heap. %s"
                .formatted(
                        mebibytes(use.processBytes()),
                        mebibytes(use.heapBytes()),
                        heap && heapLimits.hardBytes() < limits.hardBytes()
                                ? "The heap can grow to %s; raise -Xmx in BORESCOPE_JAVA_OPTS, or send less."
                                        .formatted(mebibytes(heapLimits.hardBytes()))
                                : "Raise the limit, or send less.");
    }

    private static ByteSize mebibytes(long bytes) {
        return ByteSize.ofMebibytes(bytes >> 20);
    }
}
