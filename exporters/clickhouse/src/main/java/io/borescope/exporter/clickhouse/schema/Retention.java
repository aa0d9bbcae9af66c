package io.borescope.exporter.clickhouse.schema;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long rows are kept in our tables, and in no others.
 *
 * @param ttl empty to leave everything as it is, zero to keep rows for ever
 */
record Retention(Optional<Duration> ttl, SchemaForm form) {
    private static final Pattern TTL = Pattern.compile(" TTL (.*?)(?= SETTINGS |$)");

    /** One time after which rows are deleted: what we write, and what somebody may have written by hand. */
    private static final Pattern PLAIN = Pattern.compile("[\\w().]+ \\+ toInterval\\w+\\(\\d+\\)(?: DELETE)?");

    private static final long SECONDS_PER_DAY = Duration.ofDays(1).toSeconds();

    /** The TTL in what {@code system.tables} calls the full engine; empty if there is none. */
    static String ttlOf(String fullEngine) {
        Matcher matcher = TTL.matcher(fullEngine);
        return matcher.find() ? matcher.group(1) : "";
    }

    /**
     * What there is to change.
     *
     * @param present the TTL of a table that holds rows; empty if it has none, or is still to be made
     */
    List<Step> steps(Function<String, String> present) {
        List<Step> steps = new ArrayList<>();
        ttl.ifPresent(duration -> timeColumnByDataTable().forEach((table, column) -> {
            String has = present.apply(table);
            String wanted = duration.isZero() ? "" : expression(column, duration);
            if (!has.equals(wanted) && !isOfItsOwn(has)) {
                String change = wanted.isEmpty() ? "REMOVE TTL" : "MODIFY TTL " + wanted;
                steps.add(Step.always("ALTER TABLE " + table + form.onCluster() + " " + change));
            }
        }));
        return steps;
    }

    /** A table that is about to be made, with the TTL in it. */
    Statement.Create applied(Statement.Create create) {
        return ttl.filter(duration -> !duration.isZero())
                .map(duration -> create.withTtl(expression(create.timeColumn(), duration)))
                .orElse(create);
    }

    /** Tables whose rows move or are summed up as they grow older, which is left to whoever arranged it. */
    List<String> leftAlone(Function<String, String> present) {
        return ttl.isEmpty()
                ? List.of()
                : timeColumnByDataTable().sequencedKeySet().stream()
                        .filter(table -> isOfItsOwn(present.apply(table)))
                        .map(table -> "%s keeps its own TTL: %s".formatted(table, present.apply(table)))
                        .toList();
    }

    private static boolean isOfItsOwn(String ttl) {
        return !ttl.isEmpty() && !PLAIN.matcher(ttl).matches();
    }

    private SequencedMap<String, String> timeColumnByDataTable() {
        SequencedMap<String, String> columns = new LinkedHashMap<>();
        Migration.timeColumnByTable().forEach((table, column) -> columns.put(form.dataTable(table), column));
        return columns;
    }

    /** As the server writes it, so that it can be compared. */
    private static String expression(String column, Duration duration) {
        long seconds = duration.toSeconds();
        String interval = seconds % SECONDS_PER_DAY == 0
                ? "toIntervalDay(" + seconds / SECONDS_PER_DAY + ")"
                : "toIntervalSecond(" + seconds + ")";
        return "toDateTime(" + column + ") + " + interval;
    }
}
