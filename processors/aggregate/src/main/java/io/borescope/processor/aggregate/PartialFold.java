package io.borescope.processor.aggregate;

import io.borescope.api.event.EventBatch;
import io.borescope.api.event.EventType;
import io.borescope.api.event.PartialEvents;
import io.borescope.api.event.WindowedEvents;
import io.borescope.api.process.PortTable;
import io.borescope.api.process.ProcessTags;
import io.borescope.processor.aggregate.Folds.Fold;
import io.borescope.processor.aggregate.MetricRule.Measure;
import org.jspecify.annotations.Nullable;

/**
 * Adds what the kernel has added up to the rows that its events would have been added to. Partials come some times a second and not with
 * every event, so this is written to be read.
 */
final class PartialFold {
    private final @Nullable Folds[] foldsByType;
    private long unselected;
    private long unknown;

    PartialFold(@Nullable Folds[] foldsByType) {
        this.foldsByType = foldsByType;
    }

    /**
     * Adds the partials of a batch.
     *
     * @param samplingByKind numbers of the source's samplings, by type and level
     * @return events that metrics answer for
     */
    long fold(OpenWindow window, WindowedEvents batch, int[] samplingByKind) {
        EventBatch partials = batch.events();
        long answered = 0;
        for (int i = 0; i < partials.size(); i++) {
            answered += add(window, partials, i, samplingByKind);
        }
        return answered;
    }

    private long add(OpenWindow window, EventBatch partials, int index, int[] samplingByKind) {
        int type = partials.type(index);
        int kind = partials.kind(index);
        Folds folds = type < EventType.ID_LIMIT && kind < EventBatch.KIND_LIMIT ? foldsByType[type] : null;
        if (folds == null) {
            unknown += partials.events(index);
            return 0;
        }
        ProcessTags tags = partials.tags();
        PortFields ports = folds.ports();
        int portLabel = ports == null ? PortTable.UNKNOWN : ports.label(tags.ports(), partials, index);
        long answered = 0;
        for (Fold fold : folds.folds()) {
            long values = add(window, fold, partials, index, samplingByKind[kind], portLabel);
            if (values
                    > answered) { // a metric that takes more of the events answers for those that no metric before it
                // took
                if (folds.latency() == Folds.NONE) { // what latencies answer for is known from their rows
                    window.answer(fold.metric(), values - answered);
                }
                answered = values;
            }
        }
        unselected += partials.events(index) - answered;
        return answered;
    }

    /** Adds a partial to one metric. Returns how many of its events the metric takes. */
    private static long add(OpenWindow window, Fold fold, EventBatch partials, int index, int sampling, int portLabel) {
        MetricRule.Source source = fold.source();
        if (!source.condition().holds(partials, index)) {
            return 0;
        }
        long events = partials.events(index);
        if (source.measure() == Measure.EVENT) {
            if (events > 0) {
                KeyedRows rows = window.rows();
                int row = rowOf(rows, fold, partials, index, sampling, fold.key2(partials, index, portLabel), events);
                rows.table().addToSum(row, events, events);
            }
            return events;
        }
        long part = PartialEvents.part(fold.part());
        long count = partials.u64(index, part + PartialEvents.COUNT);
        if (count == 0) {
            return 0;
        }
        boolean isSpan = source.measure() == Measure.SPAN_IN_WINDOW;
        KeyedRows rows = isSpan ? window.charges() : window.rows();
        long key2 = isSpan ? Dimension.CPU.place(partials.cpu(index)) : fold.key2(partials, index, portLabel);
        addFigures(
                rows.table(),
                rowOf(rows, fold, partials, index, sampling, key2, count),
                fold,
                partials,
                index,
                part,
                count);
        return Math.min(count, events);
    }

    private static int rowOf(
            KeyedRows rows, Fold fold, EventBatch partials, int index, int sampling, long key2, long count) {
        int process = partials.process(index);
        int pid = partials.pid(index);
        long key = process == EventBatch.OTHER_PROCESSES
                ? RowKey.ofOthers(fold.metric(), sampling)
                : RowKey.of(fold.metric(), sampling, process, pid);
        int row = rows.table().find(key, key2);
        return row == RowTable.NONE
                ? rows.makeRow(key, key2, fold.dimensions(), process, pid, partials.tags(), count)
                : row;
    }

    private static void addFigures(
            RowTable table, int row, Fold fold, EventBatch partials, int index, long part, long count) {
        table.addToSum(row, count, partials.u64(index, part + PartialEvents.SUM));
        switch (fold.kind()) {
            case HISTOGRAM -> {
                addRange(table, row, partials, index, part);
                for (int bucket = 0; bucket < PartialEvents.BUCKET_COUNT; bucket++) {
                    long values = partials.u64(index, part + PartialEvents.BUCKETS + (long) bucket * Long.BYTES);
                    table.addToBucket(row, bucket, values);
                }
            }
            case GAUGE -> addRange(table, row, partials, index, part);
            default -> {
                // a sum has no more than that
            }
        }
    }

    private static void addRange(RowTable table, int row, EventBatch partials, int index, long part) {
        long min = partials.u64(index, part + PartialEvents.MIN);
        long max = partials.u64(index, part + PartialEvents.MAX);
        table.addRange(row, min, max);
    }

    /** Events since the last call that no selected metric takes. */
    long takeUnselected() {
        long taken = unselected;
        unselected = 0;
        return taken;
    }

    /** Events since the last call of types that no metric is made from. */
    long takeUnknown() {
        long taken = unknown;
        unknown = 0;
        return taken;
    }
}
