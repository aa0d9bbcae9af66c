package io.borescope.attributes;

import io.borescope.api.config.BoundedPattern;
import io.borescope.api.config.BoundedPattern.Outcome;
import io.borescope.attributes.MatchProperties.MatchType;
import java.util.List;
import java.util.Set;

/** Says of a text whether it is among others, or whether an expression is found in it. Thread-safe. */
final class TextMatcher {
    private final Set<String> texts;
    private final List<BoundedPattern> patterns;

    TextMatcher(MatchType type, List<String> texts) {
        boolean strict = type == MatchType.STRICT;
        this.texts = strict ? Set.copyOf(texts) : Set.of();
        this.patterns =
                strict ? List.of() : texts.stream().map(BoundedPattern::compile).toList();
    }

    /** Whether nothing was asked for. */
    boolean isEmpty() {
        return texts.isEmpty() && patterns.isEmpty();
    }

    /** An expression that takes too long counts as not found. */
    boolean matches(String text) {
        return texts.contains(text) || patterns.stream().anyMatch(pattern -> pattern.find(text) == Outcome.FOUND);
    }

    /** Whether nothing was asked for, or this is what was. */
    boolean allows(String text) {
        return isEmpty() || matches(text);
    }
}
