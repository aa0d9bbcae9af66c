package io.borescope.receiver.process.classes;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A text in which {@code *} stands for any characters, none included. */
final class Glob {
    private final String text;
    private final boolean literal;
    private final Pattern pattern;

    Glob(String text) {
        this.text = text;
        this.literal = text.indexOf('*') < 0;
        this.pattern = Pattern.compile(
                Arrays.stream(text.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*?")),
                Pattern.DOTALL);
    }

    /** Whether it is about whole paths rather than about names. */
    boolean isPath() {
        return text.indexOf('/') >= 0;
    }

    boolean matches(String name) {
        return literal ? name.equals(text) : pattern.matcher(name).matches();
    }
}
