package io.borescope.extension.clickhouseembedded;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A query that has a name, read from a file of SQL. Its first lines are comments: what it shows, then what helps when it shows nothing:
 *
 * <pre>
 * -- Memory of processes
 * -- tables: memory_usage
 * -- filled by: the receiver process_snapshots
 * </pre>
 *
 * @param title what it shows; may be empty
 * @param tables pattern of the names of the tables that it reads; may be empty
 * @param filledBy what writes them, if that is not the usual pipeline; may be empty
 * @param time the column that says when a row was written, or what time it is of
 * @param nothing what it means if there are rows but none to show; may be empty
 * @param since how far it looks back unless told otherwise
 */
record NamedQuery(
        String name,
        String title,
        String tables,
        String filledBy,
        String time,
        String nothing,
        Duration since,
        String sql) {
    /** The column of Observoor's tables. */
    private static final String WRITTEN = "updated_date_time";

    private static final Duration DEFAULT_SINCE = Duration.ofHours(1);
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,62}");
    private static final Pattern COMMENT = Pattern.compile("--(?: (tables|filled by|time|nothing|since):)?(.*)");
    private static final Pattern PARAMETER = Pattern.compile("\\{ *([a-z_]{1,63}) *:");

    /** Whether a text can only be a name: no statement is one word in small letters. */
    static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    /** A query that somebody wrote on the command line. */
    static NamedQuery unnamed(String sql) {
        return new NamedQuery("this query", "", "", "", WRITTEN, "", DEFAULT_SINCE, sql);
    }

    static NamedQuery parse(String name, String text) {
        Map<String, String> comments = new LinkedHashMap<>();
        text.lines().takeWhile(line -> line.startsWith("--")).forEach(line -> {
            Matcher comment = COMMENT.matcher(line);
            if (comment.matches()) {
                String key = comment.group(1) == null ? "" : comment.group(1);
                comments.putIfAbsent(key, comment.group(2).strip());
            }
        });
        String since = comments.getOrDefault("since", "");
        return new NamedQuery(
                name,
                comments.getOrDefault("", ""),
                comments.getOrDefault("tables", ""),
                comments.getOrDefault("filled by", ""),
                comments.getOrDefault("time", WRITTEN),
                comments.getOrDefault("nothing", ""),
                since.isEmpty() ? DEFAULT_SINCE : QueryTime.parseDuration(since),
                text);
    }

    /** Names of the parameters that its text has. */
    Set<String> parameters() {
        Set<String> names = new TreeSet<>();
        PARAMETER.matcher(sql).results().forEach(found -> names.add(found.group(1)));
        return names;
    }
}
