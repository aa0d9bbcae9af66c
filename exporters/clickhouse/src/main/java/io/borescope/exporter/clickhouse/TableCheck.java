package io.borescope.exporter.clickhouse;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Compares what we send with what a table holds. The server itself would drop columns that it does not have and wrap numbers that are too
 * large for theirs.
 */
final class TableCheck {
    private static final Pattern NULLABLE = Pattern.compile("Nullable\\((.*)\\)");
    private static final Pattern CODED = Pattern.compile("LowCardinality\\((.*)\\)");
    private static final Pattern ARRAY = Pattern.compile("Array\\((.*)\\)");
    private static final Pattern DATE_TIME = Pattern.compile("DateTime64\\((\\d)(?:, '[^']*')?\\)");
    private static final Pattern NUMBER = Pattern.compile("(U?Int|Float)(\\d+)");

    /** Sent to tables of the Collector's exporter alone, which has made some of them with whole seconds: its users' choice. */
    private static final String NANOSECONDS = NativeType.DATE_TIME_NANOS.sql();

    private TableCheck() {}

    /**
     * What is wrong with a table, and what helps; empty if nothing is.
     *
     * @param held types of the server's columns by name; null if there is no such table
     */
    static Optional<String> problem(Table table, @Nullable Map<String, String> held) {
        List<String> problems = problems(table, held);
        return problems.isEmpty() ? Optional.empty() : Optional.of(problems.getFirst());
    }

    /** All that is wrong with a table, each with what helps. */
    static List<String> problems(Table table, @Nullable Map<String, String> held) {
        if (held == null) {
            return List.of(missing(table));
        }
        List<String> problems = new ArrayList<>();
        List<Table.Column> missing = table.columns().stream()
                .filter(column -> !column.optional() && !held.containsKey(column.name()))
                .toList();
        if (!missing.isEmpty()) {
            problems.add(missing(table, missing));
        }
        for (Table.Column column : table.columns()) {
            String type = held.get(column.name());
            if (type != null && !holds(type, column.type())) {
                problems.add(misfit(table, column, type));
            }
        }
        return problems;
    }

    private static boolean isNumbered(Table table) {
        return table.migration() > 0;
    }

    private static String missing(Table table) {
        return isNumbered(table)
                ? "table %s is missing: migration %d of the schema makes it".formatted(table.name(), table.migration())
                : "table %s is missing: 'borescope clickhouse apply' makes it, and so does the agent with create_schema: true"
                        .formatted(table.name());
    }

    private static String missing(Table table, List<Table.Column> columns) {
        String names = columns.stream().map(TableCheck::told).collect(Collectors.joining(", "));
        if (isNumbered(table)) {
            return "table %s has no column %s. Apply the schema up to migration %d"
                    .formatted(table.name(), names, ObservoorTables.SCHEMA_VERSION);
        }
        String added = columns.stream()
                .map(column -> "ADD COLUMN `%s` %s"
                        .formatted(column.name(), column.type().sql()))
                .collect(Collectors.joining(", "));
        return "table %s has no column %s. Add it: ALTER TABLE %s %s"
                .formatted(table.name(), names, table.name(), added);
    }

    private static String misfit(Table table, Table.Column column, String held) {
        String misfit = "column %s of table %s is %s, which cannot hold the %s that is sent"
                .formatted(told(column), table.name(), held, column.type().sql());
        if (isNumbered(table)) {
            return misfit;
        }
        return held.startsWith("JSON")
                ? misfit + ". Have the exporter write to another table"
                : "%s. Change it: ALTER TABLE %s MODIFY COLUMN `%s` %s"
                        .formatted(
                                misfit,
                                table.name(),
                                column.name(),
                                column.type().sql());
    }

    private static String told(Table.Column column) {
        return column.migration() == 0 ? column.name() : column.name() + " (migration " + column.migration() + ")";
    }

    /** Whether a column of a type can hold every value that is sent. */
    private static boolean holds(String held, NativeType sent) {
        boolean isHalf = sent.equals(NativeType.DURATION) && held.equals("Int64");
        return isHalf || holds(held, sent.sql());
    }

    /** Whether a column of one type can hold every value of another. */
    static boolean holds(String held, String sent) {
        String inner = unwrap(NULLABLE, held);
        if (inner.equals(sent) || (inner.equals("DateTime") && sent.equals(NANOSECONDS))) {
            return true;
        }
        Matcher heldArray = ARRAY.matcher(inner);
        Matcher sentArray = ARRAY.matcher(sent);
        if (heldArray.matches() && sentArray.matches()) {
            return holds(heldArray.group(1), sentArray.group(1));
        }
        String plain = unwrap(NULLABLE, unwrap(CODED, inner));
        String plainSent = unwrap(CODED, sent);
        return plain.equals(plainSent) || isAsPrecise(plain, plainSent) || isAsWide(plain, plainSent);
    }

    private static String unwrap(Pattern wrapper, String type) {
        Matcher matcher = wrapper.matcher(type);
        return matcher.matches() ? matcher.group(1) : type;
    }

    private static boolean isAsPrecise(String held, String sent) {
        Matcher heldTime = DATE_TIME.matcher(held);
        Matcher sentTime = DATE_TIME.matcher(sent);
        return heldTime.matches()
                && sentTime.matches()
                && Integer.parseInt(heldTime.group(1)) >= Integer.parseInt(sentTime.group(1));
    }

    private static boolean isAsWide(String held, String sent) {
        Matcher heldNumber = NUMBER.matcher(held);
        Matcher sentNumber = NUMBER.matcher(sent);
        if (!heldNumber.matches() || !sentNumber.matches()) {
            return false;
        }
        int heldBits = Integer.parseInt(heldNumber.group(2));
        int sentBits = Integer.parseInt(sentNumber.group(2));
        boolean sameKind = heldNumber.group(1).equals(sentNumber.group(1));
        boolean signedForUnsigned =
                heldNumber.group(1).equals("Int") && sentNumber.group(1).equals("UInt");
        return (sameKind && heldBits >= sentBits) || (signedForUnsigned && heldBits > sentBits);
    }
}
