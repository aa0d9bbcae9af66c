package io.borescope.processor.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words of a condition, one after the other. */
final class Tokens {
    private static final int LONGEST = 4_096;
    private static final Pattern TOKEN = Pattern.compile(
            "\\s*+(\"(?:[^\"\\\\]|\\\\.)*+\"|[0-9]++(?:\\.[0-9]++)?|[A-Za-z_][A-Za-z0-9_]*+|==|!=|<=|>=|[-+<>().,\\[\\]])");

    private final String text;
    private final List<String> tokens = new ArrayList<>();
    private int at;

    Tokens(String text) {
        this.text = text;
        if (text.length() > LONGEST) {
            throw problem("is longer than " + LONGEST + " characters");
        }
        Matcher matcher = TOKEN.matcher(text);
        int end = 0;
        while (matcher.find(end) && matcher.start() == end) {
            tokens.add(matcher.group(1));
            end = matcher.end();
        }
        if (!text.substring(end).isBlank()) {
            throw problem("has \"" + text.substring(end).strip() + "\", which is not understood");
        }
    }

    /** The next word; empty at the end. */
    String peek() {
        return at < tokens.size() ? tokens.get(at) : "";
    }

    String next() {
        String token = peek();
        if (token.isEmpty()) {
            throw problem("ends too early");
        }
        at++;
        return token;
    }

    /** Takes the next word if it is this one. */
    boolean take(String token) {
        boolean there = peek().equals(token);
        at += there ? 1 : 0;
        return there;
    }

    void expect(String token) {
        if (!take(token)) {
            throw problem("wants " + token + " " + (peek().isEmpty() ? "at its end" : "before " + peek()));
        }
    }

    /** For users: the condition, and what is wrong with it. */
    IllegalArgumentException problem(String what) {
        String shown = text.length() > 80 ? text.substring(0, 80) + "..." : text;
        return new IllegalArgumentException("\"" + shown + "\" " + what
                + ". Here conditions compare paths with values (==, !=, <, <=, >, >=), or use IsMatch(path, \"expression\"), HasPrefix, HasSuffix and IsRootSpan(),"
                + " joined with and, or, not; use metric_names, span_names, attributes and the like for others.");
    }
}
