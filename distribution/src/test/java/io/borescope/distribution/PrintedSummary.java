package io.borescope.distribution;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the agent says became of its events when it ends, for an agent with one pipeline and one exporter. */
record PrintedSummary(long seen, long exported, long held, long lost) {
    private static final Pattern TEXT = Pattern.compile(
            "Seen: ([0-9,]+) events\\s+\\S+ -> \\S+: exported ([0-9,]+), held ([0-9,]+), lost ([0-9,]+)");

    static PrintedSummary of(String output) {
        Matcher matcher = TEXT.matcher(output);
        if (!matcher.find()) {
            throw new AssertionError("no summary in:\n" + output);
        }
        return new PrintedSummary(number(matcher, 1), number(matcher, 2), number(matcher, 3), number(matcher, 4));
    }

    private static long number(Matcher matcher, int group) {
        return Long.parseLong(matcher.group(group).replace(",", ""));
    }
}
