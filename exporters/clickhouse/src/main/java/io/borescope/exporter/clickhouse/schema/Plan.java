package io.borescope.exporter.clickhouse.schema;

import java.util.List;

/**
 * What there is to do.
 *
 * @param preparation what the record of versions needs first
 * @param versions the migrations that are missing, oldest first
 * @param otelTables what makes those tables of OpenTelemetry that are missing
 * @param retention changes of TTLs
 */
public record Plan(List<Step> preparation, List<Version> versions, List<Step> otelTables, List<Step> retention) {
    /**
     * A migration in the form of the database.
     *
     * @param begin records that it was begun
     * @param end records that it is done
     */
    public record Version(Migration migration, Step begin, List<Step> steps, Step end) {}

    public Plan {
        preparation = List.copyOf(preparation);
        versions = List.copyOf(versions);
        otelTables = List.copyOf(otelTables);
        retention = List.copyOf(retention);
    }

    public boolean isEmpty() {
        return preparation.isEmpty() && versions.isEmpty() && otelTables.isEmpty() && retention.isEmpty();
    }

    /** As SQL that {@code clickhouse client --multiquery} could run. */
    public String text() {
        StringBuilder text = new StringBuilder();
        preparation.forEach(step -> text.append(step.text()).append('\n'));
        for (Version version : versions) {
            Migration migration = version.migration();
            text.append("-- version %d: %s\n\n".formatted(migration.version(), migration.name()));
            text.append(version.begin().text()).append('\n');
            version.steps().forEach(step -> text.append(step.text()).append('\n'));
            text.append(version.end().text()).append('\n');
        }
        if (!otelTables.isEmpty()) {
            text.append("-- tables of OpenTelemetry\n\n");
            otelTables.forEach(step -> text.append(step.text()).append('\n'));
        }
        if (!retention.isEmpty()) {
            text.append("-- how long rows are kept\n\n");
            retention.forEach(step -> text.append(step.text()).append('\n'));
        }
        return text.toString();
    }
}
