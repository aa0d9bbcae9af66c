package io.borescope.extension.admin.tap;

import io.borescope.api.Batch;
import io.borescope.api.telemetry.PipelineTaps.Watcher;
import io.borescope.api.time.EngineClock;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Takes records out of the batches that it is shown. What that costs the thread that carries them is bounded: records are taken apart as often as they
 * may be shown, or with filters so many times a second; never waits for a lock or for whoever reads. All that passed is counted, shown or not.
 */
public final class RecordWatcher implements Watcher {
    /** Most records per second that are taken apart only to find that a filter does not want them, and most of them at once. */
    private static final int LOOKS_PER_SECOND = 10_000;

    private static final int LOOKS_AT_ONCE = 1_000;
    private static final int QUEUE_SIZE = 128;

    private final EngineClock clock;
    private final List<FieldFilter> filters;
    private final Allowance shows;
    private final Allowance looks;
    private final ReentrantLock lock = new ReentrantLock();
    private final BlockingQueue<Fields> queue = new ArrayBlockingQueue<>(QUEUE_SIZE);
    private final LongAdder passed = new LongAdder();
    private final LongAdder handed = new LongAdder();
    private final LongAdder unwanted = new LongAdder();

    /**
     * What became of the records that passed; those that were neither shown nor unwanted were left out.
     *
     * @param passed all
     * @param shown were handed to whoever reads
     * @param unwanted did not pass a filter
     */
    public record Counts(long passed, long shown, long unwanted) {
        /** For the rate, or because whoever reads is too slow. */
        public long leftOut() {
            return passed - shown - unwanted;
        }
    }

    /**
     * @param filters all have to be passed
     * @param rate most records per second that are shown
     */
    public RecordWatcher(EngineClock clock, List<FieldFilter> filters, int rate) {
        this.clock = clock;
        this.filters = List.copyOf(filters);
        long now = clock.monotonicNanos();
        this.shows = new Allowance(rate, rate, now);
        this.looks = new Allowance(LOOKS_PER_SECOND, LOOKS_AT_ONCE, now);
    }

    @Override
    public void see(Batch batch) {
        passed.add(batch.size());
        if (lock.tryLock()) {
            try {
                long now = clock.monotonicNanos();
                shows.fill(now);
                looks.fill(now);
                RecordReader.read(batch, clock.mapping(), sink);
            } finally {
                lock.unlock();
            }
        }
    }

    private final RecordReader.Sink sink = new RecordReader.Sink() {
        @Override
        public boolean wantsMore() {
            return shows.hasOne() && looks.hasOne() && queue.remainingCapacity() > 0;
        }

        @Override
        public void take(Fields record) {
            looks.take();
            if (!filters.stream().allMatch(filter -> filter.passes(record))) {
                unwanted.increment();
            } else if (queue.offer(record)) {
                shows.take();
            }
        }
    };

    /** The next record to be shown, or null if none comes in time. */
    @Nullable
    Fields poll(long timeout, TimeUnit unit) throws InterruptedException {
        Fields next = queue.poll(timeout, unit);
        if (next != null) {
            handed.increment();
        }
        return next;
    }

    /** Whether nothing waits to be shown. */
    boolean isEmpty() {
        return queue.isEmpty();
    }

    /** Counts now; those of one batch may be a moment apart. What waits to be read is not shown yet. */
    public Counts counts() {
        long shown = handed.sum();
        long notWanted = unwanted.sum();
        return new Counts(Math.max(passed.sum(), shown + notWanted), shown, notWanted);
    }
}
