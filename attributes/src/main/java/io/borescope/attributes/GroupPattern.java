package io.borescope.attributes;

import io.borescope.api.config.BoundedPattern;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * A regular expression with groups. Named ones may be written as in Go, {@code (?P<user_id>...)}, and be called what Java would not call
 * them.
 */
public final class GroupPattern {
    private static final String[] OPENINGS = {"(?P<", "(?<"};

    private final BoundedPattern pattern;
    private final List<String> groups;

    private GroupPattern(BoundedPattern pattern, List<String> groups) {
        this.pattern = pattern;
        this.groups = groups;
    }

    /**
     * Compiles an expression.
     *
     * @throws PatternSyntaxException with a message for users
     */
    public static GroupPattern compile(String expression) {
        StringBuilder translated = new StringBuilder();
        List<String> groups = new ArrayList<>();
        for (int at = 0; at < expression.length(); ) {
            if (expression.charAt(at) == '\\' && at + 1 < expression.length()) {
                translated.append(expression, at, at + 2);
                at += 2;
                continue;
            }
            int nameAt = nameAt(expression, at);
            int end = nameAt < 0 ? -1 : expression.indexOf('>', nameAt);
            if (end > nameAt) {
                translated.append("(?<").append(name(groups.size())).append('>');
                groups.add(expression.substring(nameAt, end));
                at = end + 1;
            } else {
                translated.append(expression.charAt(at++));
            }
        }
        return new GroupPattern(BoundedPattern.compile(translated.toString()), List.copyOf(groups));
    }

    /** Where the name of a group begins that opens here, or -1; {@code (?<=} and {@code (?<!} only look behind. */
    private static int nameAt(String expression, int at) {
        for (String opening : OPENINGS) {
            if (expression.startsWith(opening, at)) {
                int name = at + opening.length();
                boolean looksBehind = name < expression.length() && "=!".indexOf(expression.charAt(name)) >= 0;
                return looksBehind ? -1 : name;
            }
        }
        return -1;
    }

    /** Java's names of groups have no underscores. */
    private static String name(int group) {
        return "g" + group;
    }

    /** The names of those that have one, in their order. */
    List<String> groups() {
        return groups;
    }

    /** What the named groups hold, where the expression is first found; empty if it is not, or takes too long. */
    Map<String, String> find(String text) {
        Map<String, String> named = new LinkedHashMap<>();
        search(text).ifPresent(match -> {
            for (int i = 0; i < groups.size(); i++) {
                String value = match.group(name(i));
                if (value != null) {
                    named.put(groups.get(i), value);
                }
            }
        });
        return named;
    }

    /** Where the expression is first found, its groups by number; empty if it is not, or takes too long. */
    public Optional<MatchResult> search(String text) {
        return pattern.search(text);
    }

    /** What a group holds, by its name as it is written; null if it holds nothing, or there is none. */
    public @Nullable String group(String group, MatchResult match) {
        int index = groups.indexOf(group);
        return index < 0 ? null : match.group(name(index));
    }

    /** The name of a group, as the names are written; {@code $1} for the first one if that has none. */
    public String name(int number, MatchResult match) {
        for (int i = 0; i < groups.size(); i++) {
            if (Integer.valueOf(number).equals(match.namedGroups().get(name(i)))) {
                return groups.get(i);
            }
        }
        return "$" + number;
    }

    @Override
    public String toString() {
        return pattern.toString();
    }
}
