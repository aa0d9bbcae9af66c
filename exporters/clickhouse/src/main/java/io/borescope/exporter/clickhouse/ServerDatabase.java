package io.borescope.exporter.clickhouse;

import io.borescope.exporter.clickhouse.schema.Database;
import io.borescope.exporter.clickhouse.schema.DatabaseException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The configured database on one server, for migrations.
 *
 * @param server made for answers that take as long as {@link #LONGEST_STATEMENT}
 */
record ServerDatabase(Server server) implements Database {
    /** Changing the type of a column rewrites it. */
    static final Duration LONGEST_STATEMENT = Duration.ofMinutes(30);

    /** A statement for a cluster is done when every server has done it. */
    private static final Map<String, String> SETTINGS = Map.of(
            "distributed_ddl_task_timeout",
            Long.toString(LONGEST_STATEMENT.toSeconds()),
            "distributed_ddl_output_mode",
            "throw");

    @Override
    public List<List<String>> query(String sql) throws DatabaseException, InterruptedException {
        return send(sql, Map.of());
    }

    @Override
    public void execute(String sql) throws DatabaseException, InterruptedException {
        send(sql, SETTINGS);
    }

    private List<List<String>> send(String sql, Map<String, String> settings)
            throws DatabaseException, InterruptedException {
        try {
            return server.query(sql, Map.of(), settings, LONGEST_STATEMENT);
        } catch (RequestException e) {
            throw new DatabaseException(e.text(), e.code(), e.isPassing(), e);
        }
    }
}
