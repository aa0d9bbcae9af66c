package io.borescope.benchmarks.clickhouse;

import io.borescope.api.Resource;
import io.borescope.api.metric.LongColumn;
import io.borescope.api.metric.LongListColumn;
import io.borescope.api.metric.MetricBatch;
import io.borescope.api.metric.TextColumn;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.UUID;

/** A row of {@code syscall_read} as an object, the way programs have them that do not keep columns. */
public record LatencyRow(
        ZonedDateTime updatedDateTime,
        ZonedDateTime windowStart,
        int intervalMs,
        long wallclockSlot,
        ZonedDateTime wallclockSlotStartDateTime,
        long pid,
        String clientType,
        String samplingMode,
        float samplingRate,
        float sum,
        long count,
        float min,
        float max,
        List<Long> histogram,
        String metaClientName,
        String metaNetworkName,
        ZonedDateTime processStartTime,
        UUID batchAgent,
        UUID batchRun,
        long batchSequence,
        long batchRow,
        ZonedDateTime windowEnd,
        long wallclockEpoch,
        long lostEvents,
        long sumExact,
        long countExact,
        long minExact,
        long maxExact) {
    /** The table's columns, in this order. */
    static final List<String> COLUMNS = List.of(
            "updated_date_time",
            "window_start",
            "interval_ms",
            "wallclock_slot",
            "wallclock_slot_start_date_time",
            "pid",
            "client_type",
            "sampling_mode",
            "sampling_rate",
            "sum",
            "count",
            "min",
            "max",
            "histogram",
            "meta_client_name",
            "meta_network_name",
            "process_start_time",
            "batch_agent",
            "batch_run",
            "batch_sequence",
            "batch_row",
            "window_end",
            "wallclock_epoch",
            "lost_events",
            "sum_exact",
            "count_exact",
            "min_exact",
            "max_exact");

    /** Makes the rows of a batch. */
    static final class Reader {
        private final MetricBatch batch;
        private final LongColumn pids;
        private final LongColumn starts;
        private final TextColumn clients;
        private final LongColumn sums;
        private final LongColumn counts;
        private final LongColumn least;
        private final LongColumn most;
        private final LongListColumn histograms;
        private final ZonedDateTime made;
        private final ZonedDateTime windowStart;
        private final ZonedDateTime windowEnd;

        Reader(MetricBatch batch) {
            this.batch = batch;
            pids = batch.require("pid", LongColumn.class);
            starts = batch.require("process_start_time", LongColumn.class);
            clients = batch.require("client_type", TextColumn.class);
            sums = batch.require("sum", LongColumn.class);
            counts = batch.require("count", LongColumn.class);
            least = batch.require("min", LongColumn.class);
            most = batch.require("max", LongColumn.class);
            histograms = batch.require("histogram", LongListColumn.class);
            made = moment(batch.madeEpochNanos());
            windowStart = moment(batch.window().startEpochNanos());
            windowEnd = moment(batch.window().endEpochNanos());
        }

        LatencyRow row(int row) {
            return new LatencyRow(
                    made,
                    windowStart,
                    (int) (batch.window().durationNanos() / 1_000_000),
                    batch.window().slot(),
                    windowStart,
                    pids.get(row),
                    clients.get(row),
                    "none",
                    1,
                    (float) sums.get(row),
                    counts.get(row),
                    (float) least.get(row),
                    (float) most.get(row),
                    List.of(
                            histograms.get(row, 0),
                            histograms.get(row, 1),
                            histograms.get(row, 2),
                            histograms.get(row, 3),
                            histograms.get(row, 4),
                            histograms.get(row, 5),
                            histograms.get(row, 6),
                            histograms.get(row, 7),
                            histograms.get(row, 8),
                            histograms.get(row, 9)),
                    batch.resource().attributes().getOrDefault(Resource.INSTANCE_NAME, ""),
                    batch.resource().attributes().getOrDefault(Resource.NETWORK_NAME, ""),
                    moment(starts.get(row)),
                    batch.id().agent(),
                    batch.id().run(),
                    batch.id().sequence(),
                    row,
                    windowEnd,
                    batch.window().epoch(),
                    batch.lostEvents(),
                    sums.get(row),
                    counts.get(row),
                    least.get(row),
                    most.get(row));
        }

        private static ZonedDateTime moment(long epochNanos) {
            return Instant.ofEpochMilli(epochNanos / 1_000_000).atZone(ZoneOffset.UTC);
        }
    }

    /** Takes the values of a row, by number of column from 1 on. */
    @FunctionalInterface
    interface Setter<E extends Exception> {
        void set(int column, Object value) throws E;
    }

    /** Hands each value over, the histogram in the form that a peer wants it in. */
    <E extends Exception> void put(Object buckets, Setter<E> to) throws E {
        to.set(1, updatedDateTime);
        to.set(2, windowStart);
        to.set(3, intervalMs);
        to.set(4, wallclockSlot);
        to.set(5, wallclockSlotStartDateTime);
        to.set(6, pid);
        to.set(7, clientType);
        to.set(8, samplingMode);
        to.set(9, samplingRate);
        to.set(10, sum);
        to.set(11, count);
        to.set(12, min);
        to.set(13, max);
        to.set(14, buckets);
        to.set(15, metaClientName);
        to.set(16, metaNetworkName);
        to.set(17, processStartTime);
        to.set(18, batchAgent);
        to.set(19, batchRun);
        to.set(20, batchSequence);
        to.set(21, batchRow);
        to.set(22, windowEnd);
        to.set(23, wallclockEpoch);
        to.set(24, lostEvents);
        to.set(25, sumExact);
        to.set(26, countExact);
        to.set(27, minExact);
        to.set(28, maxExact);
    }
}
