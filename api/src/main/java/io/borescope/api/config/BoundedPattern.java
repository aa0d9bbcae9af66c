package io.borescope.api.config;

import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A user's regular expression that is applied to texts which others wrote, such as the arguments of a process. It gives up where {@link
 * Pattern} would backtrack for hours or exhaust the stack. Thread-safe.
 */
public final class BoundedPattern {
    private static final int MOST_LOOKS = 1_000_000;

    /** How a search ended. */
    public enum Outcome {
        FOUND,
        NOT_FOUND,
        /** The text was looked at too often; whether the expression is in it is not known. Count it. */
        GAVE_UP
    }

    private final Pattern pattern;

    private BoundedPattern(Pattern pattern) {
        this.pattern = pattern;
    }

    /**
     * Compiles an expression in {@link Pattern}'s syntax.
     *
     * @throws PatternSyntaxException with a message for users
     */
    public static BoundedPattern compile(String expression) {
        return new BoundedPattern(Pattern.compile(expression));
    }

    /** Looks for the expression anywhere in a text. */
    public Outcome find(String text) {
        try {
            return pattern.matcher(new BoundedText(text)).find() ? Outcome.FOUND : Outcome.NOT_FOUND;
        } catch (ExhaustedException | StackOverflowError e) { // java.util.regex recurses for each repetition
            return Outcome.GAVE_UP;
        }
    }

    /** Where the expression is first found, with its groups; empty if it is not found, or if the search gave up. */
    public Optional<MatchResult> search(String text) {
        try {
            Matcher matcher = pattern.matcher(new BoundedText(text));
            return matcher.find() ? Optional.of(matcher.toMatchResult()) : Optional.empty();
        } catch (ExhaustedException | StackOverflowError e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return pattern.pattern();
    }

    private static final class BoundedText implements CharSequence {
        private final String text;
        private int looks;

        BoundedText(String text) {
            this.text = text;
        }

        @Override
        public char charAt(int index) {
            if (++looks > MOST_LOOKS) {
                throw new ExhaustedException();
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }

    private static final class ExhaustedException extends RuntimeException {
        private static final long serialVersionUID = 1;

        ExhaustedException() {
            super("the regular expression takes too long", null, false, false);
        }
    }
}
