package io.borescope.exporter.clickhouse;

import io.borescope.exporter.clickhouse.schema.Migration;
import io.borescope.exporter.clickhouse.schema.OtelSchema;
import io.borescope.exporter.clickhouse.schema.Statement;
import java.util.Arrays;
import java.util.List;

/** The statements of the schema, as a migration of a single node would run them. */
final class TestSchema {
    private TestSchema() {}

    /** Statements of these versions, in order. */
    static List<String> statements(int from, int to) {
        return Migration.all().subList(from - 1, to).stream()
                .flatMap(migration -> migration.statements().stream())
                .map(Statement::sql)
                .toList();
    }

    /** All that concerns these tables. */
    static List<String> statementsFor(String... tables) {
        return statements(1, ObservoorTables.SCHEMA_VERSION).stream()
                .filter(statement -> Arrays.stream(tables).anyMatch(statement::contains))
                .toList();
    }

    /** Statements that make the tables of OpenTelemetry. */
    static List<String> otelStatements() {
        return OtelSchema.DEFAULT.statements().stream().map(Statement::sql).toList();
    }
}
