package io.borescope.processor.metricstransform;

import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Names with {@code $1}, {@code ${1}}, {@code $name} or {@code ${name}} in them, as Go expands them; {@code $$} is a dollar sign. */
final class NameTemplate {
    private static final Pattern REFERENCE = Pattern.compile("\\$(?:(\\$)|(\\w+)|\\{(\\w+)})");

    private NameTemplate() {}

    /**
     * Puts in what groups hold.
     *
     * @param groups by number or name; null for what is not there, which becomes nothing
     */
    static String expand(String template, Function<String, @Nullable String> groups) {
        return REFERENCE.matcher(template).replaceAll(reference -> {
            if (reference.group(1) != null) {
                return Matcher.quoteReplacement("$");
            }
            String group = reference.group(2) == null ? reference.group(3) : reference.group(2);
            String held = groups.apply(group);
            return held == null ? "" : Matcher.quoteReplacement(held);
        });
    }
}
