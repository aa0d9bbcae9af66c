package io.borescope.exporter.clickhouse.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A statement of a schema file, which is in single-node form. There are four kinds, each written in one way, so that the cluster form can be derived
 * and a statement that was interrupted can be run again.
 */
public sealed interface Statement {
    /** As it is written, without comments. */
    String sql();

    /** The table, or view, that it is about. */
    String table();

    /**
     * {@code CREATE TABLE IF NOT EXISTS}.
     *
     * @param columns between the parentheses
     * @param engine such as {@code ReplacingMergeTree}
     * @param engineArguments may be empty
     * @param keys from {@code PARTITION BY} on
     */
    record Create(String sql, String table, String columns, String engine, String engineArguments, String keys)
            implements Statement {
        private static final Pattern FORM = Pattern.compile(
                "CREATE TABLE IF NOT EXISTS (\\w+) \\((.*)\\) ENGINE = (\\w*MergeTree)\\(([^)]*)\\)\\s+(PARTITION BY .*)",
                Pattern.DOTALL);
        private static final Pattern TIME_COLUMN = Pattern.compile("PARTITION BY \\w+\\((\\w+)\\)");

        /** The same table under another name. */
        Create named(String name) {
            String begin = "CREATE TABLE IF NOT EXISTS ";
            return new Create(
                    begin + name + sql.substring(begin.length() + table.length()),
                    name,
                    columns,
                    engine,
                    engineArguments,
                    keys);
        }

        /** The same table whose rows are deleted when they are older. */
        Create withTtl(String expression) {
            String settings = "\nSETTINGS ";
            String withTtl = "\nTTL " + expression + settings;
            return new Create(
                    sql.replace(settings, withTtl),
                    table,
                    columns,
                    engine,
                    engineArguments,
                    keys.replace(settings, withTtl));
        }

        /** The column that says how old a row is. */
        String timeColumn() {
            Matcher matcher = TIME_COLUMN.matcher(keys);
            if (!matcher.lookingAt()) {
                throw new IllegalStateException("table " + table + " is not partitioned by time");
            }
            return matcher.group(1);
        }
    }

    /**
     * {@code CREATE MATERIALIZED VIEW IF NOT EXISTS}, which fills a table from what is inserted into another.
     *
     * @param target the table that is filled
     * @param selection up to the name of the source
     * @param source the table that is inserted into
     * @param rest of the query
     */
    record View(String table, String target, String selection, String source, String rest) implements Statement {
        private static final Pattern FORM = Pattern.compile(
                "CREATE MATERIALIZED VIEW IF NOT EXISTS (\\w+) TO (\\w+) AS\\s+(SELECT .*\\sFROM )(\\w+)(\\s.*)",
                Pattern.DOTALL);

        @Override
        public String sql() {
            return sql("", target, source);
        }

        /**
         * The same between other tables.
         *
         * @param onCluster what follows the view's name
         */
        String sql(String onCluster, String to, String from) {
            return "CREATE MATERIALIZED VIEW IF NOT EXISTS " + table + onCluster + " TO " + to + " AS\n" + selection
                    + from + rest;
        }

        /** The same with other names, by those that they have. */
        View named(Map<String, String> names) {
            return new View(
                    names.getOrDefault(table, table),
                    names.getOrDefault(target, target),
                    selection,
                    names.getOrDefault(source, source),
                    rest);
        }
    }

    /**
     * {@code DROP TABLE IF EXISTS}, of a table that has a certain column: what has been replaced already, or is somebody else's, stays.
     *
     * @param column that the table must have
     */
    record Drop(String sql, String table, String column) implements Statement {
        private static final Pattern FORM = Pattern.compile("DROP TABLE IF EXISTS (\\w+) SYNC");
        private static final Pattern CONDITION = Pattern.compile("-- Only if (\\w+) has a column (\\w+)\\.");
    }

    /**
     * {@code ALTER TABLE}.
     *
     * @param commands one per line in the file
     */
    record Alter(String sql, String table, List<String> commands) implements Statement {
        private static final Pattern FORM = Pattern.compile("ALTER TABLE (\\w+)\\s+(.*)", Pattern.DOTALL);
        private static final Pattern BETWEEN_COMMANDS = Pattern.compile(",\\n\\s*(?=ADD |MODIFY )");
        private static final Pattern REPEATABLE =
                Pattern.compile("(ADD COLUMN IF NOT EXISTS|MODIFY (COLUMN|ORDER BY|SETTING)) .*", Pattern.DOTALL);
    }

    /**
     * Reads the statements of a file. Comments are lines of their own; a statement ends with the line that ends with a semicolon.
     *
     * @throws IllegalArgumentException if one is written in another way
     */
    static List<Statement> parse(String text) {
        List<Statement> statements = new ArrayList<>();
        StringBuilder sql = new StringBuilder();
        StringBuilder comments = new StringBuilder();
        for (String line : text.lines().toList()) {
            (line.startsWith("--") ? comments : sql).append(line).append('\n');
            if (line.endsWith(";") && !line.startsWith("--")) {
                statements.add(parse(sql.substring(0, sql.length() - 2).strip(), comments.toString()));
                sql.setLength(0);
                comments.setLength(0);
            }
        }
        if (!sql.toString().isBlank()) {
            throw new IllegalArgumentException("does not end with a semicolon: " + sql);
        }
        return statements;
    }

    private static Statement parse(String sql, String comments) {
        Matcher create = Create.FORM.matcher(sql);
        if (create.matches()) {
            return new Create(sql, create.group(1), create.group(2), create.group(3), create.group(4), create.group(5));
        }
        Matcher view = View.FORM.matcher(sql);
        if (view.matches()) {
            return new View(view.group(1), view.group(2), view.group(3), view.group(4), view.group(5));
        }
        Matcher drop = Drop.FORM.matcher(sql);
        Matcher condition = Drop.CONDITION.matcher(comments);
        if (drop.matches() && condition.find() && condition.group(1).equals(drop.group(1))) {
            return new Drop(sql, drop.group(1), condition.group(2));
        }
        Matcher alter = Alter.FORM.matcher(sql);
        if (alter.matches()) {
            List<String> commands = List.of(Alter.BETWEEN_COMMANDS.split(alter.group(2)));
            if (commands.stream()
                    .allMatch(command -> Alter.REPEATABLE.matcher(command).matches())) {
                return new Alter(sql, alter.group(1), commands);
            }
        }
        throw new IllegalArgumentException("cannot be run again, or not be derived for a cluster: " + sql);
    }
}
