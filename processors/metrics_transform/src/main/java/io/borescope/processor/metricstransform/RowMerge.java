package io.borescope.processor.metricstransform;

import io.borescope.api.metric.Column;
import io.borescope.api.metric.ColumnSpec;
import io.borescope.api.metric.DoubleColumn;
import io.borescope.api.metric.LongColumn;
import io.borescope.api.metric.LongListColumn;
import io.borescope.api.metric.MetricBatch;
import io.borescope.api.metric.MetricDescriptor;
import io.borescope.api.metric.MetricKind;
import io.borescope.api.otel.Value;
import io.borescope.attributes.RowAttributes;
import io.borescope.attributes.RowSelection;
import io.borescope.points.PointSums;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes one row of those with the same attributes. What windows counted is added up, the least and the most of them stay the least and the most;
 * figures of snapshots become what is asked for.
 */
final class RowMerge {
    private final MetricBatch batch;
    private final Aggregation aggregation;
    private final List<List<Integer>> same;

    private RowMerge(MetricBatch batch, Aggregation aggregation) {
        this.batch = batch;
        this.aggregation = aggregation;
        RowAttributes attributes = new RowAttributes(batch);
        Map<List<Object>, List<Integer>> rows = new LinkedHashMap<>();
        for (int row = 0; row < batch.size(); row++) {
            rows.computeIfAbsent(attributes.key(row), _ -> new ArrayList<>()).add(row);
        }
        this.same = List.copyOf(rows.values());
    }

    /** The merged rows; empty if there are words or lists beside the figures, which have no sum. */
    static Optional<MetricBatch> merged(MetricBatch batch, Aggregation aggregation) {
        MetricDescriptor descriptor = batch.descriptor();
        boolean adds = descriptor.values().stream().allMatch(RowMerge::isFigure);
        return adds ? Optional.of(new RowMerge(batch, aggregation).merged()) : Optional.empty();
    }

    private static boolean isFigure(ColumnSpec spec) {
        return switch (spec.type()) {
            case LONG, DOUBLE -> true;
            case LONG_LIST -> spec.name().equals(MetricDescriptor.HISTOGRAM);
            default -> false;
        };
    }

    private MetricBatch merged() {
        if (same.size() == batch.size()) {
            return batch;
        }
        int[] firsts = same.stream().mapToInt(List::getFirst).toArray();
        MetricDescriptor descriptor = batch.descriptor();
        int attributes = descriptor.attributes().size();
        List<Column> columns = new ArrayList<>(
                RowSelection.of(batch, batch.id(), firsts).columns().subList(0, attributes));
        List<ColumnSpec> specs = new ArrayList<>();
        for (int i = 0; i < descriptor.values().size(); i++) {
            ColumnSpec spec = descriptor.values().get(i);
            Column column = values(spec, batch.columns().get(attributes + i));
            columns.add(column);
            specs.add(new ColumnSpec(spec.name(), column.type(), spec.unit()));
        }
        return batch.with(descriptor.with(descriptor.attributes(), specs), columns);
    }

    private Column values(ColumnSpec spec, Column column) {
        if (column instanceof LongListColumn buckets) {
            return buckets(buckets);
        }
        List<Value> values = same.stream()
                .map(rows -> PointMerge.number(
                        observed(spec.name(), rows).stream()
                                .map(row -> value(column, row))
                                .toList(),
                        aggregationOf(spec.name())))
                .toList();
        if (values.stream().allMatch(Value.Int.class::isInstance)) {
            return new LongColumn(values.stream()
                    .mapToLong(value -> ((Value.Int) value).value())
                    .toArray());
        }
        return column instanceof LongColumn && !isSnapshot()
                ? new LongColumn(values.stream()
                        .mapToLong(value -> (long) PointSums.number(value)) // a sum beyond a long saturates
                        .toArray())
                : new DoubleColumn(
                        values.stream().mapToDouble(PointSums::number).toArray());
    }

    private static Value value(Column column, int row) {
        return column instanceof LongColumn longs
                ? Value.of(longs.get(row))
                : Value.of(((DoubleColumn) column).get(row));
    }

    private boolean isSnapshot() {
        return batch.descriptor().kind() == MetricKind.SNAPSHOT;
    }

    private Aggregation aggregationOf(String column) {
        if (isSnapshot()) {
            return aggregation;
        }
        return switch (column) {
            case MetricDescriptor.MIN -> Aggregation.MIN;
            case MetricDescriptor.MAX -> Aggregation.MAX;
            default -> Aggregation.SUM;
        };
    }

    /** Rows that observed anything: others have 0 for the least and the most, which says nothing. All, if none did. */
    private List<Integer> observed(String column, List<Integer> rows) {
        boolean isExtreme = column.equals(MetricDescriptor.MIN) || column.equals(MetricDescriptor.MAX);
        Optional<LongColumn> counts = batch.find(MetricDescriptor.COUNT, LongColumn.class);
        if (!isExtreme || isSnapshot() || counts.isEmpty()) {
            return rows;
        }
        List<Integer> observed =
                rows.stream().filter(row -> counts.get().get(row) > 0).toList();
        return observed.isEmpty() ? rows : observed;
    }

    private Column buckets(LongListColumn column) {
        int width = column.width();
        if (width == 0) {
            return LongListColumn.empty(same.size());
        }
        long[] sums = new long[same.size() * width];
        for (int group = 0; group < same.size(); group++) {
            for (int row : same.get(group)) {
                for (int i = 0; i < width; i++) {
                    sums[group * width + i] += column.get(row, i);
                }
            }
        }
        return new LongListColumn(width, sums);
    }
}
