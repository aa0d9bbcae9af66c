package io.borescope.exporter.clickhouse.schema;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The tables of OpenTelemetry. They have no versions, since the Collector writes to the same ones: those that are there stay as they are, those that are missing
 * are made.
 *
 * @param statements what makes them, each before what needs it
 */
public record OtelSchema(List<Statement> statements) {
    /** What the name of a table of spans is followed by in the name of the table that says when each trace was. */
    public static final String TRACE_TIMES = "_trace_id_ts";

    /** What the latter's name is followed by in the name of the view that fills it. */
    public static final String VIEW = "_mv";

    private static final List<String> FILES =
            List.of("otel/001_metrics.sql", "otel/002_logs.sql", "otel/003_traces.sql");

    /** For exporters that write none. */
    public static final OtelSchema NONE = new OtelSchema(List.of());

    /** All of them, under the names that the Collector gives them. */
    public static final OtelSchema DEFAULT =
            new OtelSchema(FILES.stream().flatMap(file -> read(file).stream()).toList());

    public OtelSchema {
        statements = List.copyOf(statements);
    }

    /**
     * Some of the tables under other names.
     *
     * @param names of those that are wanted, by the names that the Collector gives them
     */
    public static OtelSchema named(Map<String, String> names) {
        Stream<Statement> wanted =
                DEFAULT.statements.stream().filter(statement -> names.containsKey(statement.table()));
        return new OtelSchema(wanted.map(statement -> renamed(statement, names)).toList());
    }

    private static Statement renamed(Statement statement, Map<String, String> names) {
        return switch (statement) {
            case Statement.Create create -> create.named(names.getOrDefault(create.table(), create.table()));
            case Statement.View view -> view.named(names);
            case Statement.Drop _, Statement.Alter _ ->
                throw new IllegalStateException("there is nothing to change: " + statement.sql());
        };
    }

    private static List<Statement> read(String file) {
        try (InputStream in = OtelSchema.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("no schema file " + file);
            }
            return Statement.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What they make. */
    List<String> names() {
        return statements.stream().map(Statement::table).toList();
    }
}
