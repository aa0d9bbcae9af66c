package io.borescope.attributes;

import io.borescope.api.config.BoundedPattern;
import io.borescope.api.config.BoundedPattern.Outcome;
import io.borescope.attributes.MatchProperties.MatchType;
import java.util.List;
import java.util.Set;

/** Says of a text whether it is among others, or whether an expression is found in it. Thread-safe. */
public final class TextMatcher {
    private final Set<String> texts;
    private final List<BoundedPattern> patterns;

    /**
     * @param type how texts are compared
     * @param texts expressions that can be compiled, if they are such
     */
    public TextMatcher(MatchType type, List<String> texts) {
        boolean strict = type == MatchType.STRICT;
        this.texts = strict ? Set.copyOf(texts) : Set.of();
        this.patterns =
                strict ? List.of() : texts.stream().map(BoundedPattern::compile).toList();
    }

    /** Whether nothing was asked for. */
    public boolean isEmpty() {
        return texts.isEmpty() && patterns.isEmpty();
    }

    /** An expression that takes too long counts as not found. */
    public boolean matches(String text) {
        return texts.contains(text) || patterns.stream().anyMatch(pattern -> pattern.find(text) == Outcome.FOUND);
    }

    /** Whether nothing was asked for, or this is what was. */
    public boolean allows(String text) {
        return isEmpty() || matches(text);
    }
}
