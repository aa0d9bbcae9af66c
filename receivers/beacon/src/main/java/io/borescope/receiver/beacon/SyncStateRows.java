package io.borescope.receiver.beacon;

import io.borescope.api.BatchConsumer;
import io.borescope.api.BatchId;
import io.borescope.api.component.ReceiverSettings;
import io.borescope.api.metric.Column;
import io.borescope.api.metric.ColumnSpec;
import io.borescope.api.metric.LongColumn;
import io.borescope.api.metric.MetricBatch;
import io.borescope.api.metric.MetricDescriptor;
import io.borescope.api.metric.MetricKind;
import io.borescope.api.metric.Temporality;
import io.borescope.api.time.ClockMapping;
import io.borescope.api.time.SlotClock;
import io.borescope.api.time.Window;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes a row of the sync state at an interval, as long as it is known. Used by one thread. */
final class SyncStateRows {
    static final MetricDescriptor SYNC_STATE = new MetricDescriptor(
            "sync_state",
            "How far the beacon node is. Flags are 0 or 1.",
            MetricKind.SNAPSHOT,
            "1",
            Temporality.INSTANT,
            List.of(),
            List.of(
                    ColumnSpec.integer("cl_syncing", "1"),
                    ColumnSpec.integer("el_optimistic", "1"),
                    ColumnSpec.integer("el_offline", "1"),
                    ColumnSpec.integer("head_slot", "{slot}"),
                    ColumnSpec.integer("sync_distance", "{slot}")),
            List.of());

    private final ReceiverSettings settings;
    private final long intervalNanos;
    private final BatchConsumer<MetricBatch> next;
    private @Nullable SyncState state;
    private long dueNanos;

    SyncStateRows(ReceiverSettings settings, long intervalNanos, BatchConsumer<MetricBatch> next) {
        this.settings = settings;
        this.intervalNanos = intervalNanos;
        this.next = next;
        this.dueNanos = settings.clock().monotonicNanos();
    }

    /** A node has said how far it is. */
    void known(SyncState newState) {
        state = newState;
    }

    /** No node answers: what was known is no longer so. */
    void unknown() {
        state = null;
    }

    /** Hands on a row if it is time for one, and returns how many. */
    int handOnIfDue(Optional<SlotClock> slots) {
        long now = settings.clock().monotonicNanos();
        SyncState known = state;
        if (known == null || now - dueNanos < 0) {
            return 0;
        }
        dueNanos = now - dueNanos < intervalNanos ? dueNanos + intervalNanos : now + intervalNanos;
        next.consume(batch(known, now, slots));
        return 1;
    }

    private MetricBatch batch(SyncState known, long now, Optional<SlotClock> slots) {
        ClockMapping mapping = settings.clock().mapping();
        long epochNanos = mapping.toEpochNanos(now);
        BatchId id = settings.batchIds().next();
        List<Column> columns = List.of(
                column(known.clSyncing() ? 1 : 0),
                column(known.elOptimistic() ? 1 : 0),
                column(known.elOffline() ? 1 : 0),
                column(known.headSlot()),
                column(known.syncDistance()));
        return new MetricBatch(
                id,
                settings.resource(),
                SYNC_STATE,
                moment(id.sequence(), mapping, epochNanos, slots),
                epochNanos,
                columns,
                0,
                0);
    }

    private static Window moment(long sequence, ClockMapping mapping, long epochNanos, Optional<SlotClock> slots) {
        long slot = slots.map(clock -> clock.slotAt(epochNanos)).orElse(Window.NO_SLOT);
        if (slots.isEmpty() || slot < 0) { // before genesis there is no slot
            return new Window(sequence, mapping, epochNanos, epochNanos, Window.NO_SLOT, epochNanos, Window.NO_EPOCH);
        }
        SlotClock clock = slots.get();
        return new Window(sequence, mapping, epochNanos, epochNanos, slot, clock.startOf(slot), clock.epochOf(slot));
    }

    private static Column column(long value) {
        return new LongColumn(new long[] {value});
    }
}
