package io.borescope.otlp;

import io.borescope.api.metric.Column;
import io.borescope.api.metric.ColumnSpec;
import io.borescope.api.metric.DoubleColumn;
import io.borescope.api.metric.LongColumn;
import io.borescope.api.metric.LongListColumn;
import io.borescope.api.metric.MetricBatch;
import io.borescope.api.metric.MetricDescriptor;
import io.borescope.api.metric.MetricKind;
import io.borescope.api.metric.TextColumn;
import io.borescope.api.metric.TextListColumn;
import io.borescope.api.otel.Attributes;
import io.borescope.api.otel.Metric;
import io.borescope.api.otel.Metric.Data;
import io.borescope.api.otel.Metric.Temporality;
import io.borescope.api.otel.Point;
import io.borescope.api.otel.Point.Head;
import io.borescope.api.otel.Value;
import io.borescope.attributes.RowNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Turns the rows of one batch into data points. */
final class PointWriter {
    /** The unit of sums that are themselves a number of events. */
    private static final String EVENTS = "{event}";

    /** Columns beside totals in a metric that counts from the start of a process on, which rise and fall. */
    private static final Set<String> LEVELS = Set.of("threads");

    private static final String NO_UNIT = "1";

    private final MetricBatch batch;
    private final MetricDescriptor descriptor;
    private final List<Attributes> attributes;
    private final @Nullable LongColumn startTimes;

    PointWriter(MetricBatch batch) {
        this.batch = batch;
        this.descriptor = batch.descriptor();
        this.attributes = RowAttributes.of(batch);
        boolean isTotal = descriptor.temporality() == io.borescope.api.metric.Temporality.CUMULATIVE
                && descriptor.kind() != MetricKind.SNAPSHOT;
        this.startTimes = isTotal
                ? batch.find(MetricDescriptor.START_TIME, LongColumn.class).orElse(null)
                : null;
    }

    /** One metric or more, each with a data point per row. */
    List<Metric> metrics() {
        return switch (descriptor.kind()) {
            case SUM -> sums();
            case GAUGE -> List.of(metric("", descriptor.description(), descriptor.unit(), histogram(List.of())));
            case HISTOGRAM ->
                List.of(metric("", descriptor.description(), descriptor.unit(), histogram(inclusiveBounds())));
            case SNAPSHOT -> snapshot();
            default ->
                throw new IllegalArgumentException(descriptor.name() + " is a " + descriptor.kind() + ", unknown here");
        };
    }

    private List<Metric> sums() {
        Metric sum = metric("", descriptor.description(), descriptor.unit(), sum(longs(MetricDescriptor.SUM)));
        if (descriptor.unit().equals(EVENTS)) {
            return List.of(sum);
        }
        return List.of(
                sum,
                metric(
                        MetricDescriptor.COUNT,
                        "Events of " + descriptor.name() + ".",
                        EVENTS,
                        sum(longs(MetricDescriptor.COUNT))));
    }

    private Data<?> sum(LongColumn values) {
        return new Metric.Sum(figures(row -> Value.of(values.get(row)), this::windowHead), temporality(), true);
    }

    /** The largest integer in each bucket but the last. */
    private List<Double> inclusiveBounds() {
        return descriptor.bounds().stream().map(bound -> bound - 1.0).toList();
    }

    private Data<?> histogram(List<Double> bounds) {
        LongColumn sum = longs(MetricDescriptor.SUM);
        LongColumn count = longs(MetricDescriptor.COUNT);
        LongColumn min = longs(MetricDescriptor.MIN);
        LongColumn max = longs(MetricDescriptor.MAX);
        LongListColumn buckets =
                batch.find(MetricDescriptor.HISTOGRAM, LongListColumn.class).orElse(null);
        List<Point.Buckets> points = new ArrayList<>(batch.size());
        for (int row = 0; row < batch.size(); row++) {
            boolean observed = count.get(row) > 0;
            points.add(new Point.Buckets(
                    windowHead(row),
                    count.get(row),
                    OptionalDouble.of((double) sum.get(row)),
                    observed ? OptionalDouble.of((double) min.get(row)) : OptionalDouble.empty(),
                    observed ? OptionalDouble.of((double) max.get(row)) : OptionalDouble.empty(),
                    counts(buckets, row),
                    bounds,
                    List.of()));
        }
        return new Metric.Histogram(points, temporality());
    }

    private static List<Long> counts(@Nullable LongListColumn buckets, int row) {
        return buckets == null
                ? List.of()
                : IntStream.range(0, buckets.width())
                        .mapToObj(i -> buckets.get(row, i))
                        .toList();
    }

    private List<Metric> snapshot() {
        List<Metric> metrics = new ArrayList<>();
        Map<String, Column> words = new TreeMap<>();
        int column = descriptor.attributes().size();
        for (ColumnSpec spec : descriptor.values()) {
            switch (batch.columns().get(column++)) {
                case LongColumn longs -> metrics.add(figures(spec, row -> Value.of(longs.get(row))));
                case DoubleColumn doubles -> metrics.add(figures(spec, row -> Value.of(doubles.get(row))));
                case Column other -> words.put(spec.name(), other);
            }
        }
        if (!words.isEmpty()) {
            metrics.add(metric("", descriptor.description(), NO_UNIT, always1(words)));
        }
        return metrics;
    }

    private Metric figures(ColumnSpec spec, IntFunction<Value> value) {
        return metric(spec.name(), descriptor.description(), spec.unit(), figuresOfAMoment(spec, value));
    }

    private Data<?> figuresOfAMoment(ColumnSpec spec, IntFunction<Value> value) {
        if (LEVELS.contains(spec.name())) {
            return new Metric.Gauge(figures(value, this::momentHead));
        }
        return switch (descriptor.temporality()) {
            case INSTANT -> new Metric.Gauge(figures(value, this::momentHead));
            case DELTA -> new Metric.Gauge(figures(value, this::windowHead));
            case CUMULATIVE -> new Metric.Sum(figures(value, this::processHead), Temporality.CUMULATIVE, true);
        };
    }

    private Data<?> always1(Map<String, Column> words) {
        List<Point.Figure> points = new ArrayList<>(batch.size());
        for (int row = 0; row < batch.size(); row++) {
            Map<String, Value> all = attributes.get(row).toMap();
            for (Map.Entry<String, Column> word : words.entrySet()) {
                all.put(word.getKey(), word(word.getValue(), row));
            }
            points.add(new Point.Figure(momentHead(row).with(Attributes.of(all)), Value.of(1), List.of()));
        }
        return new Metric.Gauge(points);
    }

    private static Value word(Column column, int row) {
        return switch (column) {
            case TextColumn text -> Value.of(text.get(row));
            case TextListColumn texts ->
                new Value.Items(texts.get(row).stream().map(Value::of).toList());
            case LongListColumn longs ->
                new Value.Items(IntStream.range(0, longs.width())
                        .mapToObj(i -> Value.of(longs.get(row, i)))
                        .toList());
            default -> throw new IllegalArgumentException("no figure and no word: " + column.type());
        };
    }

    private List<Point.Figure> figures(IntFunction<Value> value, IntFunction<Head> head) {
        return IntStream.range(0, batch.size())
                .mapToObj(row -> new Point.Figure(head.apply(row), value.apply(row), List.of()))
                .toList();
    }

    private Temporality temporality() {
        return startTimes == null ? Temporality.DELTA : Temporality.CUMULATIVE;
    }

    /** Since the window began, or since the row's figures count. */
    private Head windowHead(int row) {
        return head(row, startTimes == null ? batch.window().startEpochNanos() : startTimes.get(row));
    }

    private Head momentHead(int row) {
        return head(row, 0);
    }

    /** Since the process started, or nobody knows. */
    private Head processHead(int row) {
        return head(
                row,
                batch.find(RowNames.PROCESS_START_TIME, LongColumn.class)
                        .map(column -> column.get(row))
                        .orElse(0L));
    }

    private Head head(int row, long startEpochNanos) {
        return new Head(attributes.get(row), startEpochNanos, batch.window().endEpochNanos(), 0);
    }

    private LongColumn longs(String column) {
        return batch.require(column, LongColumn.class);
    }

    private Metric metric(String suffix, String description, String unit, Data<?> data) {
        String name = suffix.isEmpty() ? descriptor.name() : descriptor.name() + "." + suffix;
        return new Metric(name, description, unit, Attributes.EMPTY, data);
    }
}
