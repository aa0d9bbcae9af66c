package io.borescope.benchmarks;

import io.borescope.api.event.DiskEvent;
import io.borescope.api.event.EventBatch;
import io.borescope.api.event.EventType;
import io.borescope.api.event.NetEvent;
import io.borescope.api.event.SyscallEvent;
import io.borescope.testing.EventRecords;
import java.util.Random;

/** Batches of events of uniformly random processes, the worst case for a hash table. */
final class RandomEvents {
    /** Events per batch. Many, so that branch predictors do not learn the sequence. */
    static final int COUNT = 65_536;

    static final long START_NANOS = 3600L * 1_000_000_000;

    private RandomEvents() {}

    /** Reads. */
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

    /** Half of them disk requests, which feed four metrics, half received bytes, which feed one; all with dimensions. */
    static EventBatch inputAndOutput(int processes) {
        Random random = new Random(42);
        EventRecords records = new EventRecords((long) COUNT * DiskEvent.BYTES);
        for (int i = 0; i < COUNT; i++) {
            int process = 2 + random.nextInt(processes);
            if (random.nextBoolean()) {
                records.event(EventType.DISK_IO, DiskEvent.BYTES, process, process, START_NANOS + i)
                        .u64(DiskEvent.LATENCY_NANOS, 100L << random.nextInt(16))
                        .u32(DiskEvent.DATA_BYTES, 4096)
                        .u8(DiskEvent.OPERATION, random.nextInt(2));
            } else {
                records.event(EventType.NET_RX, NetEvent.BYTES, process, process, START_NANOS + i)
                        .u32(NetEvent.DATA_BYTES, random.nextInt(1500))
                        .u8(NetEvent.RECEIVE, 1);
            }
        }
        return records.batch(START_NANOS + COUNT);
    }
}
