package io.borescope.exporter.clickhouse.schema;

import java.util.List;

/**
 * Which version a database is at, in the table of golang-migrate, which Observoor has too: a row is added before and after each migration, the one
 * with the largest sequence counts. On a cluster it may be on any server: Observoor writes to the one it is connected to, and so do we.
 */
final class VersionTable {
    static final String NAME = "schema_migrations";

    /**
     * What the table says.
     *
     * @param version 0 if there is none
     * @param dirty whether its migration was begun and not finished
     */
    record Recorded(long version, boolean dirty) {}

    private final Database database;
    private final SchemaForm form;

    VersionTable(Database database, SchemaForm form) {
        this.database = database;
        this.form = form;
    }

    Recorded read() throws SchemaException, InterruptedException {
        try {
            List<List<String>> rows = database.query("SELECT version, dirty FROM " + form.anywhere(NAME)
                    + " ORDER BY sequence DESC LIMIT 1" + form.readSettings());
            return rows.isEmpty() ? new Recorded(0, false) : recorded(rows.getFirst());
        } catch (DatabaseException e) {
            if (e.isTableMissing()) {
                return new Recorded(0, false);
            }
            throw e;
        }
    }

    private static Recorded recorded(List<String> row) throws SchemaException {
        try {
            // golang-migrate writes -1 when it has undone everything.
            return new Recorded(
                    Math.max(0, Long.parseLong(row.get(0))), row.get(1).equals("1"));
        } catch (NumberFormatException e) {
            throw SchemaException.undecided(
                    NAME + " is not golang-migrate's: its version is " + row.get(0) + ". Configure another database.");
        }
    }

    /** Makes it, if it is not there, as golang-migrate would. */
    Step creation() {
        return Step.always("CREATE TABLE IF NOT EXISTS " + NAME + form.onCluster()
                + " (version Int64, dirty UInt8, sequence UInt64) ENGINE = TinyLog");
    }

    /** Records a version. The sequence is the server's time, as golang-migrate's is, and never goes back. */
    Step record(Recorded recorded) {
        return Step.always(
                "INSERT INTO %s (version, dirty, sequence) SELECT %d, %d, greatest(toUInt64(toUnixTimestamp64Nano(now64(9))), max(sequence) + 1) FROM %s"
                        .formatted(NAME, recorded.version(), recorded.dirty() ? 1 : 0, form.anywhere(NAME)));
    }
}
