package io.borescope.exporter.clickhouse;

import io.borescope.api.command.JsonText;
import io.borescope.exporter.clickhouse.schema.Migration;
import io.borescope.exporter.clickhouse.schema.SchemaException;
import io.borescope.exporter.clickhouse.schema.SchemaStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How a database is, for people and programs.
 *
 * @param misfits tables that are not as the exporter needs them, though the version says so
 */
record TargetStatus(String name, SchemaStatus schema, List<String> misfits) {
    private static final String COLUMNS =
            "SELECT table, name, type FROM system.columns WHERE database = currentDatabase() AND default_kind NOT IN ('ALIAS', 'MATERIALIZED')";

    /**
     * Looks at a database.
     *
     * @param otelTables those of OpenTelemetry that an exporter writes to
     */
    static TargetStatus of(SchemaTarget target, List<Table> otelTables) throws SchemaException, InterruptedException {
        SchemaStatus schema = target.migrator().status();
        boolean isDone = schema.pending().isEmpty() && schema.problem().isEmpty();
        Map<String, Map<String, String>> held = columns(target);
        List<String> misfits = new ArrayList<>();
        if (isDone) {
            ObservoorTables.all().forEach(table -> misfits.addAll(TableCheck.problems(table, held.get(table.name()))));
        }
        for (Table table : otelTables) {
            if (held.containsKey(table.name())) { // those that are missing are told by the schema
                misfits.addAll(TableCheck.problems(table, held.get(table.name())));
            }
        }
        return new TargetStatus(target.name(), schema, misfits);
    }

    private static Map<String, Map<String, String>> columns(SchemaTarget target)
            throws SchemaException, InterruptedException {
        Map<String, Map<String, String>> held = new HashMap<>();
        for (List<String> row : target.database().query(COLUMNS)) {
            held.computeIfAbsent(row.get(0), table -> new HashMap<>()).put(row.get(1), row.get(2));
        }
        return held;
    }

    boolean isUpToDate() {
        return schema.isUpToDate() && misfits.isEmpty();
    }

    String text() {
        StringBuilder text = new StringBuilder(name).append('\n');
        line(text, "version", schema.version() + " of " + Migration.LATEST + (schema.dirty() ? ", unfinished" : ""));
        if (!schema.pending().isEmpty()) {
            line(text, "missing", schema.pending().stream().map(String::valueOf).collect(Collectors.joining(", ")));
        }
        if (!schema.missingTables().isEmpty()) {
            line(text, "missing", String.join(", ", schema.missingTables()));
        }
        if (schema.retentionChanges() > 0) {
            line(text, "TTL", "differs in %d tables".formatted(schema.retentionChanges()));
        }
        schema.holder().ifPresent(holder -> line(text, "lease", holder));
        schema.problem().ifPresent(problem -> line(text, "problem", problem));
        misfits.forEach(misfit -> line(text, "problem", misfit));
        schema.notes().forEach(note -> line(text, "note", note));
        return text.toString();
    }

    private static void line(StringBuilder text, String key, String value) {
        text.append("  %-8s %s\n".formatted(key, value));
    }

    String json() {
        List<String> problems = new ArrayList<>(misfits);
        schema.problem().ifPresent(problems::addFirst);
        return "{\"database\":%s,\"up_to_date\":%s,\"version\":%d,\"latest\":%d,\"dirty\":%s,\"pending\":%s,\"missing_tables\":%s,\"ttl_changes\":%d,\"lease\":%s,\"problems\":%s,\"notes\":%s}"
                .formatted(
                        JsonText.of(name),
                        isUpToDate(),
                        schema.version(),
                        Migration.LATEST,
                        schema.dirty(),
                        schema.pending(),
                        list(schema.missingTables()),
                        schema.retentionChanges(),
                        schema.holder().map(JsonText::of).orElse("null"),
                        list(problems),
                        list(schema.notes()));
    }

    private static String list(List<String> texts) {
        return texts.stream().map(JsonText::of).collect(Collectors.joining(",", "[", "]"));
    }
}
