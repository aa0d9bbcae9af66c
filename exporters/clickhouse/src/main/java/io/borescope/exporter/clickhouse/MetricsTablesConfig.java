package io.borescope.exporter.clickhouse;

import static java.util.Objects.requireNonNullElse;

import io.borescope.api.config.Doc;
import io.borescope.exporter.clickhouse.schema.MetricsTables;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where metrics go that Observoor has no table for: the tables of the OpenTelemetry Collector's exporter, and keys as its users write them. */
public record MetricsTablesConfig(
        @Doc("Whether such metrics are written. Off: they are left out and counted.")
        Boolean enabled,

        @Doc("Table for levels and readings.") TableName gauge,

        @Doc("Table for what adds up.") TableName sum,

        @Doc("Table for distributions.") TableName histogram) {

    private static final TableName GAUGE = new TableName("otel_metrics_gauge");
    private static final TableName SUM = new TableName("otel_metrics_sum");
    private static final TableName HISTOGRAM = new TableName("otel_metrics_histogram");

    /** On, under the Collector's names. */
    public static final MetricsTablesConfig DEFAULT = new MetricsTablesConfig(true, GAUGE, SUM, HISTOGRAM);

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
        histogram = orElse(histogram, HISTOGRAM);
    }

    /** A group of keys that is left out is there without its values. */
    private static TableName orElse(@Nullable TableName configured, TableName byDefault) {
        return configured == null || configured.name().isEmpty() ? byDefault : configured;
    }

    /** What the schema needs for them. */
    MetricsTables tables() {
        return enabled
                ? MetricsTables.named(
                        Map.of(GAUGE.name, gauge.name, SUM.name, sum.name, HISTOGRAM.name, histogram.name))
                : MetricsTables.NONE;
    }
}
