package io.borescope.exporter.clickhouse;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The statements of the schema, read the way a migration would run them. */
final class TestSchema {
    private static final List<String> FILES = List.of(
            "001_metrics",
            "002_no_raw_events",
            "003_float_figures",
            "004_cpu_utilization",
            "005_port_labels",
            "006_sampling",
            "007_snapshots",
            "008_exact_figures");

    private TestSchema() {}

    /** Statements of these versions, in order. */
    static List<String> statements(int from, int to) throws IOException {
        return statements(FILES.subList(from - 1, to));
    }

    /** All that concerns these tables. */
    static List<String> statementsFor(String... tables) throws IOException {
        return statements(FILES).stream()
                .filter(statement -> Arrays.stream(tables).anyMatch(statement::contains))
                .toList();
    }

    /** Statements that make the tables of OpenTelemetry. */
    static List<String> otelStatements() throws IOException {
        return statements(List.of("otel/001_metrics"));
    }

    private static List<String> statements(List<String> files) throws IOException {
        List<String> statements = new ArrayList<>();
        for (String file : files) {
            try (InputStream in = ObservoorTables.class.getResourceAsStream("schema/" + file + ".sql")) {
                if (in == null) {
                    throw new IllegalStateException("no " + file);
                }
                String text = new String(in.readAllBytes(), StandardCharsets.UTF_8).replaceAll("(?m)^--.*$", "");
                Arrays.stream(text.split(";"))
                        .map(String::strip)
                        .filter(statement -> !statement.isEmpty())
                        .forEach(statements::add);
            }
        }
        return statements;
    }
}
