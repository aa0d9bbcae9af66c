package io.borescope.engine.runtime;

import io.borescope.api.event.EventBatch;
import io.borescope.api.event.EventType;
import io.borescope.testing.EventRecords;

/** Batches for tests. */
final class Batches {
    private Batches() {}

    /** Borrowed events, all at the watermark. */
    static EventBatch events(int count, long watermarkNanos) {
        EventRecords records = new EventRecords(Math.max(1, count) * 64L);
        for (int i = 0; i < count; i++) {
            records.syscall(EventType.SYSCALL_READ, 1, 1, watermarkNanos, 10, 0);
        }
        return records.batch(watermarkNanos);
    }
}
