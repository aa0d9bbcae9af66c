package io.borescope.exporter.clickhouse;

import io.borescope.api.Resource;
import io.borescope.api.metric.Column;
import io.borescope.api.metric.ColumnSpec;
import io.borescope.api.metric.ColumnType;
import io.borescope.api.metric.LongListColumn;
import io.borescope.api.metric.MetricBatch;
import io.borescope.api.metric.MetricDescriptor;
import io.borescope.api.metric.MetricKind;
import io.borescope.api.metric.Temporality;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The tables of the OpenTelemetry Collector's exporter, for metrics that Observoor has no table for. {@code schema/otel} holds SQL that makes
 * them; a database that the Collector writes to has them already. Columns for what metrics of ours do not have, such as exemplars, are not sent
 * and get their defaults, as the Collector would leave them.
 *
 * @see <a
 *     href="https://github.com/open-telemetry/opentelemetry-collector-contrib/tree/main/exporter/clickhouseexporter">ClickHouse exporter of
 *     the Collector</a>
 */
final class OtelTables {
    /** Name of the column that a figure of {@link #points} is in; one that no metric has. */
    private static final String VALUE = "the row's figure";

    private static final String SERVICE_NAME = "service.name";
    private static final String INSTANCE_ID = "service.instance.id";
    private static final String OWN_NAME = "borescope";

    private final Table gauge;
    private final Table sum;
    private final Table histogram;

    OtelTables(MetricsTablesConfig config) {
        gauge = table(config.gauge().name(), List.of(column("Value", NativeType.FLOAT64, new Source.Level(VALUE))));
        sum = table(
                config.sum().name(),
                List.of(
                        column("Value", NativeType.FLOAT64, new Source.Figure(MetricDescriptor.SUM)),
                        temporality(),
                        column("IsMonotonic", NativeType.BOOL, new Source.Shared(batch -> 1))));
        histogram = table(
                config.histogram().name(),
                List.of(
                        column("Count", NativeType.UINT64, new Source.Figure(MetricDescriptor.COUNT)),
                        column("Sum", NativeType.FLOAT64, new Source.Figure(MetricDescriptor.SUM)),
                        column(
                                "BucketCounts",
                                NativeType.array(NativeType.UINT64),
                                new Source.Figure(MetricDescriptor.HISTOGRAM)),
                        column("ExplicitBounds", NativeType.array(NativeType.FLOAT64), new Source.Bounds()),
                        column("Min", NativeType.FLOAT64, new Source.Figure(MetricDescriptor.MIN)),
                        column("Max", NativeType.FLOAT64, new Source.Figure(MetricDescriptor.MAX)),
                        temporality()));
    }

    List<Table> all() {
        return List.of(gauge, sum, histogram);
    }

    /** The table for a metric, if its shape fits one. */
    Optional<Table> of(MetricBatch batch) {
        MetricKind kind = batch.descriptor().kind();
        return switch (kind) {
            case SUM -> Optional.of(sum).filter(table -> table.misfit(batch).isEmpty());
            case HISTOGRAM -> Optional.of(histogram).filter(table -> fitsHistogram(batch));
            case GAUGE -> Optional.of(gauge).filter(table -> isLevel(batch));
            case SNAPSHOT ->
                Optional.of(gauge).filter(table -> figures(batch).findAny().isPresent());
        };
    }

    private boolean fitsHistogram(MetricBatch batch) {
        int buckets = batch.descriptor().bounds().size() + 1;
        return histogram.misfit(batch).isEmpty()
                && batch.find(MetricDescriptor.HISTOGRAM, LongListColumn.class)
                        .filter(counts -> counts.width() == buckets)
                        .isPresent();
    }

    private static boolean isLevel(MetricBatch batch) {
        return Stream.of(MetricDescriptor.SUM, MetricDescriptor.COUNT, MetricDescriptor.MIN, MetricDescriptor.MAX)
                .allMatch(name -> figures(batch).anyMatch(spec -> spec.name().equals(name)));
    }

    private static Stream<ColumnSpec> figures(MetricBatch batch) {
        return batch.descriptor().values().stream()
                .filter(spec -> spec.type() == ColumnType.LONG || spec.type() == ColumnType.DOUBLE);
    }

    /**
     * A batch as the tables want it, one figure per row: a gauge becomes its mean under its own name and its extremes under names that end in
     * {@code .min} and {@code .max}, figures side by side become a metric each, {@code memory.used}. Columns are shared, nothing is copied.
     */
    static List<MetricBatch> points(MetricBatch batch) {
        return switch (batch.descriptor().kind()) {
            case SUM, HISTOGRAM -> List.of(batch);
            case GAUGE -> List.of(batch, figure(batch, MetricDescriptor.MIN), figure(batch, MetricDescriptor.MAX));
            case SNAPSHOT ->
                figures(batch).map(spec -> figure(batch, spec.name())).toList();
        };
    }

    /** One figure of a batch, with all that its rows are keyed by; texts among the figures tell rows apart as well. */
    private static MetricBatch figure(MetricBatch batch, String name) {
        MetricDescriptor whole = batch.descriptor();
        List<ColumnSpec> specs = whole.columns();
        List<ColumnSpec> attributes = new ArrayList<>();
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < specs.size(); i++) {
            if (i < whole.attributes().size() || specs.get(i).type() == ColumnType.TEXT) {
                attributes.add(specs.get(i));
                columns.add(batch.columns().get(i));
            }
        }
        int index = whole.indexOf(name).orElseThrow();
        ColumnSpec figure = specs.get(index);
        columns.add(batch.columns().get(index));
        MetricDescriptor descriptor = new MetricDescriptor(
                whole.name() + "." + name,
                whole.description(),
                MetricKind.SNAPSHOT,
                figure.unit(),
                whole.temporality(),
                attributes,
                List.of(new ColumnSpec(VALUE, figure.type(), figure.unit())),
                List.of());
        return batch.with(descriptor, columns);
    }

    private static Table table(String name, List<Table.Column> values) {
        List<Table.Column> columns = new ArrayList<>();
        columns.add(column("ResourceAttributes", NativeType.ATTRIBUTES, new Source.SharedMap(OtelTables::resource)));
        columns.add(text("ScopeName", new Source.SharedText(batch -> OWN_NAME)));
        columns.add(text("ServiceName", new Source.SharedText(batch -> serviceName(batch.resource()))));
        columns.add(text(
                "MetricName", new Source.SharedText(batch -> batch.descriptor().name())));
        columns.add(text(
                "MetricDescription",
                new Source.SharedText(batch -> batch.descriptor().description())));
        columns.add(text(
                "MetricUnit", new Source.SharedText(batch -> batch.descriptor().unit())));
        columns.add(column("Attributes", NativeType.ATTRIBUTES, new Source.Keys()));
        columns.add(column("StartTimeUnix", NativeType.DATE_TIME_NANOS, new Source.Shared(OtelTables::start)));
        columns.add(column(
                "TimeUnix",
                NativeType.DATE_TIME_NANOS,
                new Source.Shared(batch -> batch.window().endEpochNanos())));
        columns.addAll(values);
        return new Table(name, Content.Columns.FIGURES, 0, columns);
    }

    private static Table.Column column(String name, NativeType type, Source source) {
        return new Table.Column(name, type, source, 0);
    }

    /** Sent with a dictionary, because all rows of a batch have the same; the server keeps it as it wants to. */
    private static Table.Column text(String name, Source source) {
        return column(name, NativeType.LOW_CARDINALITY, source);
    }

    private static Table.Column temporality() {
        return column("AggregationTemporality", NativeType.INT32, new Source.Shared(batch -> switch (batch.descriptor()
                .temporality()) {
            case DELTA -> 1;
            case CUMULATIVE -> 2;
            case INSTANT -> 0;
        }));
    }

    /** What adds up since the start of something started at a time that the batch does not know. */
    private static long start(MetricBatch batch) {
        return batch.descriptor().temporality() == Temporality.CUMULATIVE
                ? 0
                : batch.window().startEpochNanos();
    }

    private static String serviceName(Resource resource) {
        return resource.find(SERVICE_NAME).orElse(OWN_NAME);
    }

    private static Map<String, String> resource(MetricBatch batch) {
        SortedMap<String, String> attributes = new TreeMap<>(batch.resource().attributes());
        attributes.putIfAbsent(SERVICE_NAME, OWN_NAME);
        batch.resource().find(Resource.INSTANCE_NAME).ifPresent(name -> attributes.putIfAbsent(INSTANCE_ID, name));
        return attributes;
    }
}
