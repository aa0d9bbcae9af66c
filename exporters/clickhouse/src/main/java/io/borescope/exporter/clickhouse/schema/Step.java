package io.borescope.exporter.clickhouse.schema;

import java.util.Optional;

/**
 * A statement as it is sent.
 *
 * @param condition what must be so, or the statement is left out
 */
public record Step(String sql, Optional<Condition> condition) {
    /** A table has a column. */
    record Condition(String table, String column) {
        @Override
        public String toString() {
            return "Only if " + table + " has a column " + column + ".";
        }
    }

    static Step always(String sql) {
        return new Step(sql, Optional.empty());
    }

    /** For readers and {@code clickhouse client}: the condition as a comment, the end as a semicolon. */
    public String text() {
        return condition.map(only -> "-- " + only + "\n").orElse("") + sql + ";\n";
    }
}
