package io.borescope.api;

import io.borescope.api.event.EventBatch;
import io.borescope.api.event.WindowedEvents;
import io.borescope.api.metric.MetricBatch;
import io.borescope.api.metric.MetricBatchFormat;
import io.borescope.api.otel.LogBatch;
import io.borescope.api.otel.OtelFormat;
import io.borescope.api.otel.PointBatch;
import io.borescope.api.otel.SpanBatch;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A kind of telemetry. Chains are type-checked by it when the configuration is read.
 *
 * <p>A class with constants rather than an enum: profiles join as a further constant without breaking anyone.
 *
 * @param <B> the batches of this signal
 */
public final class Signal<B extends Batch> {
    /** Kernel events, one record each, read in place. */
    public static final Signal<EventBatch> EVENTS = new Signal<>("events", EventBatch.class, "events", "events", null);

    /** Kernel events that have found their window; what a windowing processor makes and an aggregating one takes. */
    public static final Signal<WindowedEvents> WINDOWED_EVENTS =
            new Signal<>("windowed_events", WindowedEvents.class, "events", "windowed_events", null);

    /** Metrics, in columns. */
    public static final Signal<MetricBatch> METRICS =
            new Signal<>("metrics", MetricBatch.class, "rows", "metric_rows", MetricBatchFormat.INSTANCE);

    /** Data points of metrics, as OpenTelemetry models them; what gateways get. A pipeline of them is called metrics, too. */
    public static final Signal<PointBatch> DATA_POINTS =
            new Signal<>("data_points", PointBatch.class, "data points", "metric_points", OtelFormat.DATA_POINTS);

    /** Log records. */
    public static final Signal<LogBatch> LOGS =
            new Signal<>("logs", LogBatch.class, "log records", "log_records", OtelFormat.LOG_RECORDS);

    /** Spans. */
    public static final Signal<SpanBatch> TRACES =
            new Signal<>("traces", SpanBatch.class, "spans", "spans", OtelFormat.SPANS);

    private final String name;
    private final Class<B> batchType;
    private final String unit;
    private final String items;
    private final @Nullable BatchFormat<B> format;

    private Signal(String name, Class<B> batchType, String unit, String items, @Nullable BatchFormat<B> format) {
        this.name = name;
        this.batchType = batchType;
        this.unit = unit;
        this.items = items;
        this.format = format;
    }

    /** All signals of this version, in the order in which a pipeline usually meets them. */
    public static List<Signal<?>> all() {
        return List.of(EVENTS, WINDOWED_EVENTS, METRICS, DATA_POINTS, LOGS, TRACES);
    }

    /** What the id of a pipeline begins with that carries it: that of the Collector, where it has such a signal. */
    public String pipelineName() {
        return this == DATA_POINTS ? METRICS.name : name;
    }

    /** As written in messages and documentation, in snake_case. */
    public String name() {
        return name;
    }

    /** The type of its batches. */
    public Class<B> batchType() {
        return batchType;
    }

    /** What one record is called in the ledger: events, rows. */
    public String unit() {
        return unit;
    }

    /** What its records are called in names of the agent's own metrics: as the Collector calls them, where it has the signal. */
    public String items() {
        return items;
    }

    /** How its batches are written down, for queues on disk; empty where they never are, as kernel events are too many for it. */
    public Optional<BatchFormat<B>> format() {
        return Optional.ofNullable(format);
    }

    @Override
    public String toString() {
        return name;
    }
}
