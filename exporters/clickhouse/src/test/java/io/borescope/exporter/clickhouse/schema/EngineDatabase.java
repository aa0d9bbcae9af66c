package io.borescope.exporter.clickhouse.schema;

import io.borescope.exporter.clickhouse.TestEngine;
import java.io.IOException;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A database of the real engine, whose connection a test can cut. */
final class EngineDatabase implements Database {
    private static final Pattern CODE = Pattern.compile("^Code: (\\d+)\\.", Pattern.MULTILINE);

    private final TestEngine engine;
    private final String name;
    private final UnaryOperator<String> rewrite;
    private int statementsLeft = Integer.MAX_VALUE;
    private int statements;

    EngineDatabase(TestEngine engine, String name) {
        this(engine, name, UnaryOperator.identity());
    }

    /**
     * @param rewrite turns statements into what the engine takes
     */
    EngineDatabase(TestEngine engine, String name, UnaryOperator<String> rewrite) {
        this.engine = engine;
        this.name = name;
        this.rewrite = rewrite;
    }

    /** Cuts the connection for good after so many statements that change something. */
    EngineDatabase dyingAfter(int count) {
        EngineDatabase mortal = new EngineDatabase(engine, name, rewrite);
        mortal.statementsLeft = count;
        return mortal;
    }

    /** Statements that changed something. */
    synchronized int statements() {
        return statements;
    }

    @Override
    public synchronized List<List<String>> query(String sql) throws DatabaseException, InterruptedException {
        failIfCut();
        return send(sql);
    }

    private void failIfCut() throws DatabaseException {
        if (statementsLeft == 0) {
            throw new DatabaseException("cut", 0, true, new IOException("cut"));
        }
    }

    @Override
    public synchronized void execute(String sql) throws DatabaseException, InterruptedException {
        failIfCut();
        send(sql);
        statements++;
        statementsLeft--;
    }

    private List<List<String>> send(String sql) throws DatabaseException, InterruptedException {
        try {
            return engine.query(name, rewrite.apply(sql)).stream()
                    .map(line -> List.of(line.split("\t", -1)))
                    .toList();
        } catch (IllegalStateException e) {
            Matcher code = CODE.matcher(String.valueOf(e.getMessage()));
            throw new DatabaseException(
                    String.valueOf(e.getMessage()), code.find() ? Integer.parseInt(code.group(1)) : 0, false, e);
        } catch (IOException e) {
            throw new DatabaseException(e.toString(), 0, true, e);
        }
    }

    /** What the engine says of all tables that hold rows or show them, a line for each table and column. */
    List<String> description() throws Exception {
        List<String> lines = engine.query(name, """
                SELECT arrayStringConcat([table, column, type, default, codec, comment], ' | ') AS line FROM (
                    SELECT name AS table, 0 AS position, '' AS column, engine_full AS type, '' AS default, '' AS codec, comment
                    FROM system.tables WHERE database = currentDatabase()
                    UNION ALL
                    SELECT table, position, name, type, default_expression, compression_codec, comment
                    FROM system.columns WHERE database = currentDatabase())
                WHERE NOT startsWith(table, 'schema_migrations') ORDER BY table, position""");
        return lines.stream().map(String::strip).toList();
    }
}
