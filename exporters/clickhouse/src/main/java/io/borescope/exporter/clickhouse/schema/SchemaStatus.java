package io.borescope.exporter.clickhouse.schema;

import java.util.List;
import java.util.Optional;

/**
 * How a database is.
 *
 * @param version that it is at; 0 if it has none of our tables
 * @param dirty whether that version was begun and not finished
 * @param pending versions that are missing, the unfinished one included
 * @param missingTables tables for metrics in OpenTelemetry's form that are not there
 * @param retentionChanges tables whose TTL differs from what is configured
 * @param holder who is changing the schema now, and until when
 * @param problem what somebody has to decide before anything can be changed
 * @param notes what is worth knowing and needs nothing to be done
 */
public record SchemaStatus(
        long version,
        boolean dirty,
        List<Long> pending,
        List<String> missingTables,
        int retentionChanges,
        Optional<String> holder,
        Optional<String> problem,
        List<String> notes) {
    public boolean isUpToDate() {
        return pending.isEmpty() && missingTables.isEmpty() && retentionChanges == 0 && problem.isEmpty();
    }
}
