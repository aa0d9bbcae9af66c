package io.borescope.attributes;

import io.borescope.api.otel.Attributes;
import io.borescope.api.otel.Value;
import io.borescope.attributes.MatchProperties.MatchType;
import io.borescope.attributes.MatchProperties.Property;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Says of attributes whether they have all values that were asked for. Thread-safe. */
final class PropertyMatcher {
    private record Wanted(
            String name, @Nullable Value value, @Nullable TextMatcher pattern) {
        boolean isIn(Attributes attributes) {
            Value found = attributes.get(name);
            if (found == null || value == null) {
                return found != null;
            }
            return pattern == null ? found.equals(value) : pattern.matches(found.asText());
        }
    }

    private final List<Wanted> wanted;

    PropertyMatcher(MatchType type, List<Property> properties) {
        this.wanted =
                properties.stream().map(property -> wanted(type, property)).toList();
    }

    private static Wanted wanted(MatchType type, Property property) {
        Value value = property.value();
        TextMatcher pattern = type == MatchType.REGEXP && value instanceof Value.Text text
                ? new TextMatcher(type, List.of(text.value()))
                : null;
        return new Wanted(Objects.requireNonNull(property.key()), value, pattern);
    }

    /** Whether nothing was asked for, or everything that was is there. */
    boolean allows(Attributes attributes) {
        return wanted.stream().allMatch(one -> one.isIn(attributes));
    }

    boolean isEmpty() {
        return wanted.isEmpty();
    }
}
