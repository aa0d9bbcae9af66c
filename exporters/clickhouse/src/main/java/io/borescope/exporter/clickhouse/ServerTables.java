package io.borescope.exporter.clickhouse;

import io.borescope.api.time.EngineClock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the server's tables look like: read once, and again where one of them did not fit. Thread-safe. */
final class ServerTables {
    /** So that a migration is noticed soon, and a missing table does not cost a query per delivery. */
    private static final Duration READ_AGAIN_AFTER = Duration.ofSeconds(10);

    private final Servers servers;
    private final String database;
    private final String query;
    private final EngineClock clock;
    private @Nullable Map<String, Map<String, String>> columnsByTable;
    private long readNanos;

    /**
     * @param tables all that may be asked about
     */
    ServerTables(Servers servers, String database, Collection<Table> tables, EngineClock clock) {
        this.servers = servers;
        this.database = database;
        this.query = """
                SELECT table, name, type FROM system.columns
                WHERE database = {database:String} AND default_kind NOT IN ('ALIAS', 'MATERIALIZED') AND table IN (%s)
                """.formatted(
                        tables.stream().map(table -> "'" + table.name() + "'").collect(Collectors.joining(", ")));
        this.clock = clock;
    }

    /**
     * What is wrong with the server's form of a table; empty if nothing is.
     *
     * @param deadlineNanos until when the server may be asked, monotonic time
     */
    synchronized Optional<String> problem(Table table, long deadlineNanos)
            throws RequestException, InterruptedException {
        Map<String, Map<String, String>> known = columnsByTable;
        if (known == null) {
            known = read(deadlineNanos);
        }
        Optional<String> problem = TableCheck.problem(table, known.get(table.name()));
        boolean old = clock.monotonicNanos() - readNanos >= READ_AGAIN_AFTER.toNanos();
        if (problem.isPresent() && old) {
            problem = TableCheck.problem(table, read(deadlineNanos).get(table.name()));
        }
        return problem;
    }

    /** A table without the optional columns that the server's form of it does not have. */
    synchronized Table present(Table table) {
        Map<String, Map<String, String>> known = columnsByTable;
        Map<String, String> held = known == null ? null : known.get(table.name());
        return held == null ? table : table.of(held.keySet());
    }

    private Map<String, Map<String, String>> read(long deadlineNanos) throws RequestException, InterruptedException {
        Map<String, Map<String, String>> columns = new HashMap<>();
        for (List<String> row : servers.query(query, Map.of("database", database), deadlineNanos)) {
            columns.computeIfAbsent(row.get(0), name -> new HashMap<>()).put(row.get(1), row.get(2));
        }
        columnsByTable = columns;
        readNanos = clock.monotonicNanos();
        return columns;
    }

    /** The server refused rows: somebody may have changed a table. */
    synchronized void forget() {
        columnsByTable = null;
    }
}
