package io.borescope.extension.clickhouseembedded;

import io.borescope.api.command.CommandException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Says why a query showed nothing, which a table without rows does not.
 *
 * @param query that was asked
 * @param database that it was asked of
 */
record Explanation(NamedQuery query, String database) {
    /** Codes of the engine: no such table, no such database, no table that fits a pattern. */
    private static final Pattern NOT_THERE = Pattern.compile("Code: (60|81|636)\\..*", Pattern.DOTALL);

    /** The engine's code for a column that is not there. */
    private static final String NO_SUCH_COLUMN = "Code: 47.";

    private static final String MAKING = "The exporter clickhouse makes them with create_schema: true, and so does"
            + " 'borescope clickhouse apply'. --database names another database.";

    /** When the latest row of any of the tables was written, or is of; milliseconds. */
    private static final String LATEST = """
            SELECT toUnixTimestamp64Milli(max({time:Identifier})), count()
            FROM merge(currentDatabase(), concat('^(', {tables:String}, ')$'))
            """;

    /** Why there is no row. */
    String ofNothing(QueryParameters asked, Instant now, Answers answers) throws InterruptedException {
        StringWriter answer = new StringWriter();
        try {
            answers.write(
                    new Query(LATEST, "TSV", database, Map.of("tables", query.tables(), "time", query.time())),
                    new PrintWriter(answer));
        } catch (CommandException e) { // no pattern of tables, or of others than the exporter's
            return "No rows.";
        }
        String[] fields = answer.toString().strip().split("\t", 2);
        if (fields[1].equals("0")) {
            return "No rows: nothing has been written to %s yet.%s".formatted(tableNames(), filling());
        }
        Instant latest = Instant.ofEpochMilli(Long.parseLong(fields[0]));
        if (latest.isBefore(asked.from())) {
            return "No rows of this time. The latest in %s is of %s: try --since %s."
                    .formatted(
                            tableNames(),
                            latest,
                            QueryTime.format(Duration.between(latest, now).plusMinutes(1)));
        }
        return query.nothing().isEmpty()
                ? "No rows: there are some in " + tableNames() + ", but none that fits."
                : query.nothing();
    }

    /** What to tell instead of the engine's message. */
    CommandException ofFailure(CommandException failure) {
        String message = String.valueOf(failure.getMessage());
        if (!query.tables().isEmpty() && message.startsWith(NO_SUCH_COLUMN)) {
            return new CommandException(
                    message
                            + "\nTables of an older version lack columns: an agent with create_schema: true adds them while it starts.",
                    failure);
        }
        if (query.tables().isEmpty() || !NOT_THERE.matcher(message).matches()) {
            return failure;
        }
        return new CommandException(
                "%s reads %s, and there is none in the database \"%s\". %s"
                        .formatted(query.name(), tableNames(), database, MAKING),
                failure);
    }

    private String filling() {
        return query.filledBy().isEmpty() ? "" : " That is what " + query.filledBy() + " does.";
    }

    /** For people: {@code syscall_fsync, syscall_fdatasync}, {@code syscall_*}. */
    private String tableNames() {
        return query.tables().replace(".*", "*").replace("|", ", ");
    }
}
