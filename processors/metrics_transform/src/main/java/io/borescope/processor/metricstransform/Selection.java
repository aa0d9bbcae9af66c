package io.borescope.processor.metricstransform;

import io.borescope.api.otel.Attributes;
import io.borescope.attributes.GroupPattern;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.MatchResult;
import org.jspecify.annotations.Nullable;

/** Which metrics, and which of their points, a transform is about, and what they are called then. Thread-safe. */
final class Selection {
    private final Transform transform;
    private final @Nullable GroupPattern name;
    private final Map<String, GroupPattern> labels = new LinkedHashMap<>();

    /**
     * @param transform valid
     */
    Selection(Transform transform) {
        this.transform = transform;
        boolean regexp = transform.matchType() == Transform.MatchType.REGEXP;
        this.name = regexp ? GroupPattern.compile(Objects.requireNonNull(transform.include())) : null;
        if (regexp) {
            transform
                    .experimentalMatchLabels()
                    .forEach((label, value) -> labels.put(label, GroupPattern.compile(value)));
        }
    }

    boolean includes(String metric) {
        return name == null
                ? metric.equals(transform.include())
                : name.search(metric).isPresent();
    }

    /** Whether all points of a metric are meant. */
    boolean includesAllPoints() {
        return transform.experimentalMatchLabels().isEmpty();
    }

    /** Whether a point of an included metric is meant. A label that is not there counts as empty. */
    boolean includes(Attributes point) {
        return transform.experimentalMatchLabels().entrySet().stream().allMatch(wanted -> {
            String value = point.text(wanted.getKey()).orElse("");
            GroupPattern pattern = labels.get(wanted.getKey());
            return pattern == null
                    ? value.equals(wanted.getValue())
                    : pattern.search(value).isPresent();
        });
    }

    /** What an included metric is called from now on. */
    String newName(String metric) {
        if (transform.newName().isEmpty() || name == null) {
            return transform.newName().isEmpty() ? metric : transform.newName();
        }
        String expanded = name.search(metric)
                .map(match -> NameTemplate.expand(transform.newName(), group -> group(name, group, match)))
                .orElse("");
        return expanded.isEmpty() ? transform.newName() : expanded;
    }

    private static @Nullable String group(GroupPattern pattern, String group, MatchResult match) {
        boolean isNumber = group.chars().allMatch(Character::isDigit);
        if (!isNumber) {
            return pattern.group(group, match);
        }
        boolean isThere = group.length() <= 3 && Integer.parseInt(group) <= match.groupCount();
        return isThere ? match.group(Integer.parseInt(group)) : null;
    }

    /** What the groups of the expression hold, as labels; one without a name is called {@code $1}. Empty ones are left out. */
    Map<String, String> labelsOf(String metric) {
        Optional<MatchResult> found = name == null ? Optional.empty() : name.search(metric);
        Map<String, String> values = new LinkedHashMap<>();
        found.ifPresent(match -> {
            for (int number = 1; number <= match.groupCount(); number++) {
                String value = match.group(number);
                if (value != null && !value.isEmpty()) {
                    values.put(Objects.requireNonNull(name).name(number, match), written(value));
                }
            }
        });
        return values;
    }

    private String written(String value) {
        return switch (transform.submatchCase()) {
            case LOWER -> value.toLowerCase(Locale.ROOT);
            case UPPER -> value.toUpperCase(Locale.ROOT);
            case null -> value;
        };
    }
}
