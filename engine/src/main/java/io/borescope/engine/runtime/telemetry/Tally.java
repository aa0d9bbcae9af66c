package io.borescope.engine.runtime.telemetry;

import io.borescope.api.Batch;
import java.util.concurrent.atomic.LongAdder;

/** A {@link Count} that is counted up. Thread-safe. */
public final class Tally {
    private final LongAdder events = new LongAdder();
    private final LongAdder records = new LongAdder();

    /** Adds what a batch answers for. */
    public void add(Batch batch) {
        add(batch.eventCount(), batch.size());
    }

    /** Adds an amount. */
    public void add(long moreEvents, long moreRecords) {
        events.add(moreEvents);
        records.add(moreRecords);
    }

    /** Takes back what turned out not to belong here. */
    public void takeBack(long fewerEvents, long fewerRecords) {
        add(-fewerEvents, -fewerRecords);
    }

    /** What has been counted so far. */
    public Count count() {
        return new Count(events.sum(), records.sum());
    }
}
