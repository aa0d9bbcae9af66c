package io.borescope.benchmarks;

import io.borescope.api.event.EventBatch;
import io.borescope.api.event.EventType;
import io.borescope.api.event.SyscallEvent;
import io.borescope.testing.EventRecords;
import java.util.Random;

/** A batch of read events of uniformly random processes, the worst case for a hash table. */
final class RandomEvents {
    /** Events per batch. Many, so that branch predictors do not learn the sequence. */
    static final int COUNT = 65_536;

    static final long START_NANOS = 3600L * 1_000_000_000;

    private RandomEvents() {}

    static EventBatch of(int processes) {
        Random random = new Random(42);
        EventRecords records = new EventRecords((long) COUNT * SyscallEvent.BYTES);
        for (int i = 0; i < COUNT; i++) {
            int process = 1 + random.nextInt(processes);
            long latency = 100L << random.nextInt(16);
            records.syscall(EventType.SYSCALL_READ, process, process, START_NANOS + i, latency, 0);
        }
        return records.batch(START_NANOS + COUNT);
    }
}
