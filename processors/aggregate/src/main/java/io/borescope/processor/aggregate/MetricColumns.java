package io.borescope.processor.aggregate;

import io.borescope.api.event.Sampling;
import io.borescope.api.metric.Column;
import io.borescope.api.metric.ColumnType;
import io.borescope.api.metric.DoubleColumn;
import io.borescope.api.metric.LongColumn;
import io.borescope.api.metric.LongListColumn;
import io.borescope.api.metric.MapColumn;
import io.borescope.api.metric.MetricKind;
import io.borescope.api.metric.TextColumn;
import io.borescope.api.process.PortTable;
import io.borescope.api.process.ProcessIdentity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;

/** Turns rows of one metric into columns, in the order of its descriptor. */
final class MetricColumns {
    private final SamplingNumbers samplings;
    private final List<Column> columns = new ArrayList<>();

    MetricColumns(SamplingNumbers samplings) {
        this.samplings = samplings;
    }

    List<Column> columns() {
        return columns;
    }

    /** Those of a metric that is kept as it is reported. */
    static List<Column> of(
            MetricRule rule, IdentifiedRows from, int[] rows, SamplingNumbers samplings, PortTable ports) {
        MetricColumns columns = new MetricColumns(samplings);
        RowTable table = from.table();
        List<ProcessIdentity> who = IntStream.of(rows).mapToObj(from::identity).toList();
        columns.addProcesses(who);
        columns.addSamplings(IntStream.of(rows).map(row -> RowKey.sampling(table.key(row))));
        rule.dimensions().forEach(in -> columns.addDimension(in.dimension(), table, rows, ports));
        columns.addAttributes(who);
        columns.addFigures(rule.descriptor().kind(), table, rows);
        return columns.columns;
    }

    /** Those of CPU utilization. */
    static List<Column> of(
            List<CpuUtilization> utilizations, List<ProcessIdentity> who, int onlineCores, SamplingNumbers samplings) {
        MetricColumns columns = new MetricColumns(samplings);
        columns.addProcesses(who);
        columns.addSamplings(utilizations.stream().mapToInt(row -> RowKey.sampling(row.key())));
        columns.addAttributes(who);
        List<long[]> integers =
                utilizations.stream().map(row -> row.integers(onlineCores)).toList();
        List<double[]> percentages =
                utilizations.stream().map(row -> row.percentages(onlineCores)).toList();
        for (int i = 0; i < CpuUtilization.VALUES.size(); i++) {
            int at = i < CpuUtilization.INTEGERS ? i : i - CpuUtilization.INTEGERS;
            columns.columns.add(
                    i < CpuUtilization.INTEGERS
                            ? new LongColumn(
                                    integers.stream().mapToLong(row -> row[at]).toArray())
                            : new DoubleColumn(percentages.stream()
                                    .mapToDouble(row -> row[at])
                                    .toArray()));
        }
        return columns.columns;
    }

    private void addProcesses(List<ProcessIdentity> who) {
        columns.add(new LongColumn(who.stream().mapToLong(ProcessIdentity::pid).toArray()));
        columns.add(new LongColumn(
                who.stream().mapToLong(ProcessIdentity::startEpochNanos).toArray()));
        columns.add(TextColumn.of(who.stream().map(ProcessIdentity::client).toList()));
    }

    /** Adds how the events of each row are sampled. */
    void addSamplings(IntStream numbers) {
        List<Sampling> values = numbers.mapToObj(samplings::sampling).toList();
        columns.add(TextColumn.of(
                values.stream().map(sampling -> sampling.mode().label()).toList()));
        columns.add(new DoubleColumn(values.stream().mapToDouble(Sampling::rate).toArray()));
    }

    private void addDimension(Dimension dimension, RowTable table, int[] rows, PortTable ports) {
        columns.add(
                dimension.type() == ColumnType.LONG
                        ? longs(rows, row -> dimension.number(table.key2(row)))
                        : TextColumn.of(IntStream.of(rows)
                                .mapToObj(row -> dimension.label(table.key2(row), ports))
                                .toList()));
    }

    private void addAttributes(List<ProcessIdentity> who) {
        columns.add(new MapColumn(who.stream().map(ProcessIdentity::attributes).toList()));
    }

    private void addFigures(MetricKind kind, RowTable table, int[] rows) {
        columns.add(longs(rows, table::sum));
        columns.add(longs(rows, table::count));
        if (kind != MetricKind.SUM) {
            columns.add(longs(rows, table::min));
            columns.add(longs(rows, table::max));
        }
        if (kind == MetricKind.HISTOGRAM) {
            columns.add(histograms(table, rows));
        }
    }

    private static LongColumn longs(int[] rows, IntToLongFunction value) {
        long[] values = new long[rows.length];
        Arrays.setAll(values, i -> value.applyAsLong(rows[i]));
        return new LongColumn(values);
    }

    private static LongListColumn histograms(RowTable table, int[] rows) {
        long[] buckets = new long[rows.length * Histogram.BUCKETS];
        for (int i = 0; i < buckets.length; i++) {
            buckets[i] = table.bucket(rows[i / Histogram.BUCKETS], i % Histogram.BUCKETS);
        }
        return new LongListColumn(Histogram.BUCKETS, buckets);
    }
}
