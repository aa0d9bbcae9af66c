package io.borescope.exporter.clickhouse.schema;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * The tables for metrics in OpenTelemetry's form. They have no versions, since the Collector writes to the same ones: those that are there stay as they
 * are, those that are missing are made.
 *
 * @param tables the statements that make them
 */
public record MetricsTables(List<Statement.Create> tables) {
    private static final String FILE = "otel/001_metrics.sql";

    /** For exporters that leave such metrics out. */
    public static final MetricsTables NONE = new MetricsTables(List.of());

    public MetricsTables {
        tables = List.copyOf(tables);
    }

    /**
     * The tables under other names.
     *
     * @param names by the names that the Collector gives them by default
     */
    public static MetricsTables named(Map<String, String> names) {
        return new MetricsTables(Statement.parse(text()).stream()
                .map(Statement.Create.class::cast)
                .map(create -> create.named(names.getOrDefault(create.table(), create.table())))
                .toList());
    }

    private static String text() {
        try (InputStream in = MetricsTables.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException("no schema file " + FILE);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Their names. */
    List<String> names() {
        return tables.stream().map(Statement.Create::table).toList();
    }
}
