package io.borescope.exporter.clickhouse;

import io.borescope.api.Batch;
import io.borescope.api.otel.LogBatch;
import io.borescope.api.otel.LogRecord;
import io.borescope.api.otel.Metric;
import io.borescope.api.otel.Point;
import io.borescope.api.otel.PointBatch;
import io.borescope.api.otel.Span;
import io.borescope.api.otel.SpanBatch;
import io.borescope.api.otel.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * The tables of the OpenTelemetry Collector's exporter, for log records, spans and data points. {@link OtelTables} are some of the same tables, for metrics in
 * columns. {@code schema/otel} holds SQL that makes them.
 *
 * @see <a
 *     href="https://github.com/open-telemetry/opentelemetry-collector-contrib/tree/main/exporter/clickhouseexporter">ClickHouse exporter of
 *     the Collector</a>
 */
final class RecordTables {
    /** By number. */
    private static final List<String> SPAN_KINDS =
            List.of("Unspecified", "Internal", "Server", "Client", "Producer", "Consumer");

    /** By number. */
    private static final List<String> STATUS_CODES = List.of("Unset", "Ok", "Error");

    /** Of W3C trace context, in the flags of OTLP. */
    private static final int TRACE_FLAGS = 0xFF;

    private final boolean withMetrics;
    private final Table logs;
    private final Table spans;
    private final List<Table> points;

    RecordTables(ClickHouseExporterConfig config) {
        MetricsTablesConfig names = config.metricsTables();
        this.withMetrics = names.enabled();
        this.logs = logs(config.logsTableName());
        this.spans = spans(config.tracesTableName());
        this.points = List.of(
                gauge(names.gauge().name()),
                sum(names.sum().name()),
                summary(names.summary().name()),
                histogram(names.histogram().name()),
                exponentialHistogram(names.exponentialHistogram().name()));
    }

    /** Those that anything is written to. */
    List<Table> written() {
        return withMetrics ? all() : List.of(logs, spans);
    }

    List<Table> all() {
        List<Table> all = new ArrayList<>(List.of(logs, spans));
        all.addAll(points);
        return all;
    }

    /** The tables that a batch may have rows for; none if it is to be left out. */
    List<Table> of(Batch batch) {
        return switch (batch) {
            case LogBatch _ -> List.of(logs);
            case SpanBatch _ -> List.of(spans);
            case PointBatch _ when withMetrics -> points;
            default -> List.of();
        };
    }

    private static Table logs(String name) {
        Columns<LogRecord> columns = new Columns<>();
        columns.add("Timestamp", new Cells.Time<>(row -> time(row.record())));
        columns.add(
                "TraceId",
                new Cells.LongId<>(
                        row -> row.record().trace().high(),
                        row -> row.record().trace().low()));
        columns.add("SpanId", new Cells.ShortId<>(row -> row.record().span().value()));
        columns.add("TraceFlags", whole(NativeType.UINT8, log -> log.flags() & TRACE_FLAGS));
        columns.add("SeverityText", new Cells.Coded<>(row -> row.record().severityText()));
        columns.add("SeverityNumber", whole(NativeType.UINT8, LogRecord::severity));
        columns.add("ServiceName", new Cells.Coded<>(RecordRow::serviceName));
        columns.add("Body", new Cells.Told<>(row -> row.record().body()));
        columns.add("ResourceSchemaUrl", new Cells.Coded<>(row -> row.resource().schemaUrl()));
        columns.add("ResourceAttributes", new Cells.Maps<>(RecordRow::resourceAttributes));
        columns.add("ScopeSchemaUrl", new Cells.Coded<>(row -> row.scope().schemaUrl()));
        columns.add("ScopeName", new Cells.Coded<>(row -> row.scope().name()));
        columns.add("ScopeVersion", new Cells.Coded<>(row -> row.scope().version()));
        columns.add("ScopeAttributes", new Cells.Maps<>(row -> row.scope().attributes()));
        columns.add("LogAttributes", new Cells.Maps<>(row -> row.record().attributes()));
        columns.addOptional("EventName", new Cells.Coded<>(row -> row.record().eventName()));
        return columns.table(name, new Content.Flat<>(LogBatch.class, RowBytes::of));
    }

    /** When it happened, or was read if nobody knows. */
    private static long time(LogRecord log) {
        return log.epochNanos() == 0 ? log.observedEpochNanos() : log.epochNanos();
    }

    private static Table spans(String name) {
        Columns<Span> columns = new Columns<>();
        columns.add("Timestamp", new Cells.Time<>(row -> row.record().startEpochNanos()));
        columns.add(
                "TraceId",
                new Cells.LongId<>(
                        row -> row.record().trace().high(),
                        row -> row.record().trace().low()));
        columns.add("SpanId", new Cells.ShortId<>(row -> row.record().id().value()));
        columns.add(
                "ParentSpanId", new Cells.ShortId<>(row -> row.record().parent().value()));
        columns.add("TraceState", new Cells.Coded<>(row -> row.record().traceState()));
        columns.add("SpanName", new Cells.Coded<>(row -> row.record().name()));
        columns.add(
                "SpanKind",
                new Cells.Coded<>(row -> named(SPAN_KINDS, row.record().kind())));
        columns.add("ServiceName", new Cells.Coded<>(RecordRow::serviceName));
        columns.add("ResourceAttributes", new Cells.Maps<>(RecordRow::resourceAttributes));
        columns.add("ScopeName", new Cells.Coded<>(row -> row.scope().name()));
        columns.add("ScopeVersion", new Cells.Coded<>(row -> row.scope().version()));
        columns.add("SpanAttributes", new Cells.Maps<>(row -> row.record().attributes()));
        columns.add("Duration", whole(NativeType.DURATION, RecordTables::duration));
        columns.add(
                "StatusCode",
                new Cells.Coded<>(
                        row -> named(STATUS_CODES, row.record().status().code())));
        columns.add(
                "StatusMessage", new Cells.Text<>(row -> row.record().status().message()));
        columns.addLists("Events.Timestamp", Span::events, new Cells.Time<>(Span.Event::epochNanos));
        columns.addLists("Events.Name", Span::events, new Cells.Coded<>(Span.Event::name));
        columns.addLists("Events.Attributes", Span::events, new Cells.Maps<>(Span.Event::attributes));
        columns.addLists(
                "Links.TraceId",
                Span::links,
                new Cells.LongId<>(
                        link -> link.trace().high(), link -> link.trace().low()));
        columns.addLists(
                "Links.SpanId",
                Span::links,
                new Cells.ShortId<>(link -> link.id().value()));
        columns.addLists("Links.TraceState", Span::links, new Cells.Text<>(Span.Link::traceState));
        columns.addLists("Links.Attributes", Span::links, new Cells.Maps<>(Span.Link::attributes));
        return columns.table(name, new Content.Flat<>(SpanBatch.class, RowBytes::of));
    }

    /** Less than 0, which does not fit, if it ended before it began. */
    private static long duration(Span span) {
        long start = span.startEpochNanos();
        long end = span.endEpochNanos();
        if (Long.compareUnsigned(end, start) < 0) {
            return -1;
        }
        return end - start < 0 ? Long.MAX_VALUE : end - start;
    }

    private static String named(List<String> names, int number) {
        return number >= 0 && number < names.size() ? names.get(number) : "";
    }

    private static Table gauge(String name) {
        Columns<Point.Figure> columns = figures();
        return columns.table(name, new Content.Points<>(Metric.Gauge.class));
    }

    private static Table sum(String name) {
        Columns<Point.Figure> columns = figures();
        columns.add(
                "AggregationTemporality",
                new Cells.Whole<>(NativeType.INT32, row -> temporality(((Metric.Sum) data(row)).temporality())));
        columns.add(
                "IsMonotonic", new Cells.Whole<>(NativeType.BOOL, row -> ((Metric.Sum) data(row)).monotonic() ? 1 : 0));
        return columns.table(name, new Content.Points<>(Metric.Sum.class));
    }

    private static Columns<Point.Figure> figures() {
        Columns<Point.Figure> columns = points();
        columns.add("Value", new Cells.Real<>(row -> number(row.record().value())));
        addFlags(columns);
        addExemplars(columns, Point.Figure::exemplars);
        return columns;
    }

    private static Table summary(String name) {
        Columns<Point.Quantiles> columns = points();
        columns.add("Count", whole(NativeType.UINT64, Point.Quantiles::count));
        columns.add("Sum", new Cells.Real<>(row -> row.record().sum()));
        columns.addLists(
                "ValueAtQuantiles.Quantile",
                Point.Quantiles::quantiles,
                new Cells.Real<>(Point.Quantiles.Quantile::quantile));
        columns.addLists(
                "ValueAtQuantiles.Value",
                Point.Quantiles::quantiles,
                new Cells.Real<>(Point.Quantiles.Quantile::value));
        addFlags(columns);
        return columns.table(name, new Content.Points<>(Metric.Summary.class));
    }

    private static Table histogram(String name) {
        Columns<Point.Buckets> columns = points();
        columns.add("Count", whole(NativeType.UINT64, Point.Buckets::count));
        columns.add("Sum", figure(Point.Buckets::sum));
        columns.addLists("BucketCounts", Point.Buckets::counts, counts());
        columns.addLists("ExplicitBounds", Point.Buckets::bounds, new Cells.Real<>(Double::doubleValue));
        addExemplars(columns, Point.Buckets::exemplars);
        addFlags(columns);
        columns.add("Min", figure(Point.Buckets::min));
        columns.add("Max", figure(Point.Buckets::max));
        columns.add(
                "AggregationTemporality",
                new Cells.Whole<>(NativeType.INT32, row -> temporality(((Metric.Histogram) data(row)).temporality())));
        return columns.table(name, new Content.Points<>(Metric.Histogram.class));
    }

    private static Table exponentialHistogram(String name) {
        Columns<Point.Exponential> columns = points();
        columns.add("Count", whole(NativeType.UINT64, Point.Exponential::count));
        columns.add("Sum", figure(Point.Exponential::sum));
        columns.add("Scale", whole(NativeType.INT32, Point.Exponential::scale));
        columns.add("ZeroCount", whole(NativeType.UINT64, Point.Exponential::zeroCount));
        columns.add(
                "PositiveOffset",
                whole(NativeType.INT32, point -> point.positive().offset()));
        columns.addLists("PositiveBucketCounts", point -> point.positive().counts(), counts());
        columns.add(
                "NegativeOffset",
                whole(NativeType.INT32, point -> point.negative().offset()));
        columns.addLists("NegativeBucketCounts", point -> point.negative().counts(), counts());
        addExemplars(columns, Point.Exponential::exemplars);
        addFlags(columns);
        columns.add("Min", figure(Point.Exponential::min));
        columns.add("Max", figure(Point.Exponential::max));
        columns.add(
                "AggregationTemporality",
                new Cells.Whole<>(
                        NativeType.INT32, row -> temporality(((Metric.ExponentialHistogram) data(row)).temporality())));
        return columns.table(name, new Content.Points<>(Metric.ExponentialHistogram.class));
    }

    /** What all kinds of data points begin with. */
    private static <P extends Point<P>> Columns<P> points() {
        Columns<P> columns = new Columns<>();
        columns.add("ResourceAttributes", new Cells.Maps<>(RecordRow::resourceAttributes));
        columns.add("ResourceSchemaUrl", new Cells.Coded<>(row -> row.resource().schemaUrl()));
        columns.add("ScopeName", new Cells.Coded<>(row -> row.scope().name()));
        columns.add("ScopeVersion", new Cells.Coded<>(row -> row.scope().version()));
        columns.add("ScopeAttributes", new Cells.Maps<>(row -> row.scope().attributes()));
        columns.add(
                "ScopeDroppedAttrCount",
                new Cells.Whole<>(
                        NativeType.UINT32,
                        row -> Integer.toUnsignedLong(row.scope().dropped())));
        columns.add("ScopeSchemaUrl", new Cells.Coded<>(row -> row.scope().schemaUrl()));
        columns.add("ServiceName", new Cells.Coded<>(RecordRow::serviceName));
        columns.add("MetricName", new Cells.Coded<>(row -> row.metric().name()));
        columns.add("MetricDescription", new Cells.Coded<>(row -> row.metric().description()));
        columns.add("MetricUnit", new Cells.Coded<>(row -> row.metric().unit()));
        columns.add("Attributes", new Cells.Maps<>(row -> row.record().attributes()));
        columns.add("StartTimeUnix", new Cells.Time<>(row -> row.record().head().startEpochNanos()));
        columns.add("TimeUnix", new Cells.Time<>(row -> row.record().head().epochNanos()));
        return columns;
    }

    private static <P extends Point<P>> void addFlags(Columns<P> columns) {
        columns.add(
                "Flags",
                whole(
                        NativeType.UINT32,
                        point -> Integer.toUnsignedLong(point.head().flags())));
    }

    private static <P extends Point<P>> void addExemplars(
            Columns<P> columns, Function<P, List<Point.Exemplar>> exemplars) {
        columns.addLists("Exemplars.FilteredAttributes", exemplars, new Cells.Maps<>(Point.Exemplar::attributes));
        columns.addLists("Exemplars.TimeUnix", exemplars, new Cells.Time<>(Point.Exemplar::epochNanos));
        columns.addLists("Exemplars.Value", exemplars, new Cells.Real<>(exemplar -> number(exemplar.value())));
        columns.addLists(
                "Exemplars.SpanId",
                exemplars,
                new Cells.ShortId<>(exemplar -> exemplar.span().value()));
        columns.addLists(
                "Exemplars.TraceId",
                exemplars,
                new Cells.LongId<>(
                        exemplar -> exemplar.trace().high(),
                        exemplar -> exemplar.trace().low()));
    }

    private static Metric.Data<?> data(RecordRow<?> row) {
        return row.metric().data();
    }

    /** Its number in OTLP. */
    private static long temporality(Metric.Temporality temporality) {
        return switch (temporality) {
            case UNSPECIFIED -> 0;
            case DELTA -> 1;
            case CUMULATIVE -> 2;
        };
    }

    /** The tables have no place for "none": it is 0, as the Collector writes it. */
    private static double number(Value value) {
        return switch (value) {
            case Value.Int integer -> integer.value();
            case Value.Real real -> real.value();
            default -> 0;
        };
    }

    private static Cells<Long> counts() {
        return new Cells.Whole<>(NativeType.UINT64, Long::longValue);
    }

    private static <R> Cells<RecordRow<R>> whole(NativeType type, ToLongFunction<R> value) {
        return new Cells.Whole<>(type, row -> value.applyAsLong(row.record()));
    }

    private static <R> Cells<RecordRow<R>> figure(Function<R, OptionalDouble> value) {
        return new Cells.Real<>(row -> value.apply(row.record()).orElse(0));
    }

    /**
     * The columns of a table.
     *
     * @param <R> its records
     */
    private static final class Columns<R> {
        private final List<Table.Column> columns = new ArrayList<>();

        void add(String name, Cells<RecordRow<R>> cells) {
            columns.add(new Table.Column(name, cells.type(), new Source.OfRecord(cells), 0));
        }

        /** One that the Collector does without, too, where a table has none. */
        void addOptional(String name, Cells<RecordRow<R>> cells) {
            columns.add(new Table.Column(name, cells.type(), new Source.OfRecord(cells), 0, true));
        }

        <F> void addLists(String name, Function<R, List<F>> list, Cells<F> element) {
            add(name, new Cells.Lists<>(row -> list.apply(row.record()), element));
        }

        Table table(String name, Content.Records<R> content) {
            return new Table(name, content, 0, columns);
        }
    }
}
