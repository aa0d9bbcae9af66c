package io.borescope.exporter.clickhouse;

import static java.util.Objects.requireNonNullElse;

import io.borescope.api.config.Doc;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where data points go, and metrics that Observoor has no table for: the tables of the OpenTelemetry Collector's exporter, and keys as its users write them. */
public record MetricsTablesConfig(
        @Doc("Whether such metrics are written. Off: they are left out and counted.")
        Boolean enabled,

        @Doc("Table for levels and readings.") TableName gauge,

        @Doc("Table for what adds up.") TableName sum,

        @Doc("Table for quantiles.") TableName summary,

        @Doc("Table for distributions.") TableName histogram,

        @Doc("Table for distributions over buckets whose bounds are powers.")
        TableName exponentialHistogram) {

    private static final TableName GAUGE = new TableName("otel_metrics_gauge");
    private static final TableName SUM = new TableName("otel_metrics_sum");
    private static final TableName SUMMARY = new TableName("otel_metrics_summary");
    private static final TableName HISTOGRAM = new TableName("otel_metrics_histogram");

    private static final TableName EXPONENTIAL_HISTOGRAM = new TableName("otel_metrics_exponential_histogram");

    /** On, under the Collector's names. */
    public static final MetricsTablesConfig DEFAULT =
            new MetricsTablesConfig(true, GAUGE, SUM, SUMMARY, HISTOGRAM, EXPONENTIAL_HISTOGRAM);

    /** A table. */
    public record TableName(@Doc("Its name.") String name) {
        public TableName {
            name = requireNonNullElse(name, "");
        }
    }

    public MetricsTablesConfig {
        enabled = requireNonNullElse(enabled, true);
        gauge = orElse(gauge, GAUGE);
        sum = orElse(sum, SUM);
        summary = orElse(summary, SUMMARY);
        histogram = orElse(histogram, HISTOGRAM);
        exponentialHistogram = orElse(exponentialHistogram, EXPONENTIAL_HISTOGRAM);
    }

    /** A group of keys that is left out is there without its values. */
    private static TableName orElse(@Nullable TableName configured, TableName byDefault) {
        return configured == null || configured.name().isEmpty() ? byDefault : configured;
    }

    /** By the names that the Collector gives them, what they are called; none if they are not wanted. */
    Map<String, String> names() {
        return enabled
                ? Map.of(
                        GAUGE.name,
                        gauge.name,
                        SUM.name,
                        sum.name,
                        SUMMARY.name,
                        summary.name,
                        HISTOGRAM.name,
                        histogram.name,
                        EXPONENTIAL_HISTOGRAM.name,
                        exponentialHistogram.name)
                : Map.of();
    }
}
