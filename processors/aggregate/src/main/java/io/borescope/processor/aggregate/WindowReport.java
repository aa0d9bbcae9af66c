package io.borescope.processor.aggregate;

import io.borescope.api.BatchConsumer;
import io.borescope.api.component.ProcessorSettings;
import io.borescope.api.event.EventBatch;
import io.borescope.api.event.EventType;
import io.borescope.api.event.Sampling;
import io.borescope.api.metric.Column;
import io.borescope.api.metric.ColumnType;
import io.borescope.api.metric.DoubleColumn;
import io.borescope.api.metric.LongColumn;
import io.borescope.api.metric.LongListColumn;
import io.borescope.api.metric.MetricBatch;
import io.borescope.api.metric.MetricDescriptor;
import io.borescope.api.metric.MetricKind;
import io.borescope.api.metric.TextColumn;
import io.borescope.api.process.ProcessIdentity;
import io.borescope.api.process.ProcessTags;
import io.borescope.api.telemetry.Counter;
import io.borescope.api.time.Window;
import io.borescope.processor.aggregate.OpenWindow.Loss;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;

/** Makes the metric batches of a window that has closed: one per metric that has rows, and one for what was lost. */
final class WindowReport {
    /** The client of the row for processes beyond the limit. */
    static final String OTHERS = "__other__";

    private static final ProcessIdentity OTHER_PROCESSES = new ProcessIdentity(0, 0, OTHERS);

    private final ProcessorSettings settings;
    private final List<MetricRule> rules;
    private final SamplingNumbers samplings;
    private final boolean reportsLoss;
    private final BatchConsumer<MetricBatch> next;
    private final Counter saturatedSums;

    private final RowTable merged = new RowTable();
    private final List<ProcessIdentity> identities = new ArrayList<>();
    private final Map<ProcessIdentity, Integer> numbers = new HashMap<>();

    WindowReport(
            ProcessorSettings settings,
            List<MetricRule> rules,
            SamplingNumbers samplings,
            boolean reportsLoss,
            BatchConsumer<MetricBatch> next,
            Counter saturatedSums) {
        this.settings = settings;
        this.rules = rules;
        this.samplings = samplings;
        this.reportsLoss = reportsLoss;
        this.next = next;
        this.saturatedSums = saturatedSums;
    }

    /**
     * Hands on the window's metrics.
     *
     * @param tags asked once more for processes that were not known when their row was made
     */
    void handOn(OpenWindow folded, ProcessTags tags) {
        mergeByIdentity(folded, tags);
        int[][] rowsByMetric = rowsByMetric();
        for (int metric = 0; metric < rules.size(); metric++) {
            if (rowsByMetric[metric].length > 0) {
                next.consume(metricBatch(folded, metric, rowsByMetric[metric]));
            }
        }
        if (reportsLoss) {
            handOnLoss(folded);
        }
        merged.clear();
        identities.clear();
        numbers.clear();
    }

    /** An exec gives a process another number, and untracked processes have none; rows of one process become one. */
    private void mergeByIdentity(OpenWindow folded, ProcessTags tags) {
        RowTable rows = folded.rows();
        for (int i = 0; i < rows.size(); i++) {
            int from = rows.position(i);
            long key = rows.key(from);
            int number = number(identity(folded, i, key, tags));
            long mergedKey = RowKey.of(RowKey.metric(key), RowKey.sampling(key), number, 0);
            int to = merged.findOrInsert(mergedKey, rows.key2(from), Integer.MAX_VALUE);
            merged.merge(to, rows, from);
        }
        saturatedSums.add(merged.takeSaturated());
    }

    private static ProcessIdentity identity(OpenWindow folded, int index, long key, ProcessTags tags) {
        if (RowKey.isOthers(key)) {
            return OTHER_PROCESSES;
        }
        ProcessIdentity known = folded.identity(index);
        if (known != null) {
            return known;
        }
        int process = RowKey.process(key);
        if (process == EventBatch.KERNEL_PROCESS) {
            return tags.find(process).orElse(ProcessIdentity.KERNEL);
        }
        ProcessIdentity stranger = new ProcessIdentity(folded.pid(index), 0, ProcessIdentity.UNKNOWN_CLIENT);
        return process == 0 ? stranger : tags.find(process).orElse(stranger);
    }

    /** Numbers identities from 1 on. */
    private int number(ProcessIdentity identity) {
        return numbers.computeIfAbsent(identity, key -> {
            identities.add(key);
            return identities.size();
        });
    }

    private int[][] rowsByMetric() {
        int[] counts = new int[rules.size()];
        for (int i = 0; i < merged.size(); i++) {
            counts[RowKey.metric(merged.key(merged.position(i)))]++;
        }
        int[][] rows = new int[counts.length][];
        Arrays.setAll(rows, metric -> new int[counts[metric]]);
        Arrays.fill(counts, 0);
        for (int i = 0; i < merged.size(); i++) {
            int position = merged.position(i);
            int metric = RowKey.metric(merged.key(position));
            rows[metric][counts[metric]++] = position;
        }
        return rows;
    }

    private MetricBatch metricBatch(OpenWindow folded, int metric, int[] rows) {
        MetricRule rule = rules.get(metric);
        MetricDescriptor descriptor = rule.descriptor();
        List<Column> columns = new ArrayList<>();
        columns.add(longs(rows, row -> identity(row).pid()));
        columns.add(longs(rows, row -> identity(row).startEpochNanos()));
        columns.add(TextColumn.of(
                IntStream.of(rows).mapToObj(row -> identity(row).client()).toList()));
        addSampling(IntStream.of(rows).map(row -> RowKey.sampling(merged.key(row))), columns);
        rule.dimensions().forEach(dimension -> columns.add(values(dimension.dimension(), rows)));
        columns.add(longs(rows, merged::sum));
        columns.add(longs(rows, merged::count));
        if (descriptor.kind() != MetricKind.SUM) {
            columns.add(longs(rows, merged::min));
            columns.add(longs(rows, merged::max));
        }
        if (descriptor.kind() == MetricKind.HISTOGRAM) {
            columns.add(histograms(rows));
        }
        long lost = rule.sources().stream()
                .mapToLong(source -> folded.lost(source.event()))
                .sum();
        return batch(folded.window(), descriptor, columns, folded.answered(metric), lost);
    }

    private ProcessIdentity identity(int mergedPosition) {
        return identities.get(RowKey.process(merged.key(mergedPosition)) - 1);
    }

    private void addSampling(IntStream numbers, List<Column> columns) {
        List<Sampling> values = numbers.mapToObj(samplings::sampling).toList();
        columns.add(TextColumn.of(
                values.stream().map(sampling -> sampling.mode().label()).toList()));
        columns.add(new DoubleColumn(values.stream().mapToDouble(Sampling::rate).toArray()));
    }

    private Column values(Dimension dimension, int[] rows) {
        return dimension.type() == ColumnType.LONG
                ? longs(rows, row -> dimension.number(merged.key2(row)))
                : TextColumn.of(IntStream.of(rows)
                        .mapToObj(row -> dimension.label(merged.key2(row)))
                        .toList());
    }

    private static LongColumn longs(int[] rows, IntToLongFunction value) {
        return new LongColumn(IntStream.of(rows).mapToLong(value).toArray());
    }

    private LongListColumn histograms(int[] rows) {
        long[] buckets = new long[rows.length * Histogram.BUCKETS];
        for (int i = 0; i < buckets.length; i++) {
            buckets[i] = merged.bucket(rows[i / Histogram.BUCKETS], i % Histogram.BUCKETS);
        }
        return new LongListColumn(Histogram.BUCKETS, buckets);
    }

    private void handOnLoss(OpenWindow folded) {
        SortedMap<Loss, Long> lost = folded.lost();
        if (lost.isEmpty()) {
            return;
        }
        List<Column> columns = new ArrayList<>();
        columns.add(TextColumn.of(lost.keySet().stream()
                .map(loss -> EventType.labelOf(loss.type()))
                .toList()));
        addSampling(lost.keySet().stream().mapToInt(Loss::sampling), columns);
        LongColumn events =
                new LongColumn(lost.values().stream().mapToLong(Long::longValue).toArray());
        columns.add(events);
        columns.add(events);
        next.consume(batch(folded.window(), MetricRules.LOST_EVENTS, columns, 0, 0));
    }

    private MetricBatch batch(
            Window window, MetricDescriptor descriptor, List<Column> columns, long eventCount, long lostEvents) {
        return new MetricBatch(
                settings.batchIds().next(),
                settings.resource(),
                descriptor,
                window,
                settings.clock().epochNanos(),
                columns,
                eventCount,
                lostEvents);
    }
}
