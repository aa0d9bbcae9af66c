package io.borescope.processor.metricstransform;

import io.borescope.api.otel.Attributes;
import io.borescope.api.otel.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Changes of the attributes of one point. */
final class LabelChange {
    private LabelChange() {}

    /** Adds a label to each. */
    static UnaryOperator<Attributes> adding(String label, String value) {
        return attributes -> attributes.with(label, Value.of(value));
    }

    /** Adds labels to each. */
    static UnaryOperator<Attributes> adding(Map<String, String> labels) {
        return attributes -> {
            Map<String, Value> changed = attributes.toMap();
            labels.forEach((label, value) -> changed.put(label, Value.of(value)));
            return Attributes.of(changed);
        };
    }

    /**
     * Renames a label, where its new name is free, and its values.
     *
     * @param newLabel empty to keep the name
     */
    static UnaryOperator<Attributes> renaming(String label, String newLabel, Map<String, String> values) {
        return attributes -> {
            Value value = attributes.get(label);
            if (value == null) {
                return attributes;
            }
            boolean renames = !newLabel.isEmpty() && attributes.get(newLabel) == null;
            Map<String, Value> changed = new LinkedHashMap<>();
            attributes.forEach((name, old) -> {
                boolean isIt = name.equals(label);
                changed.put(isIt && renames ? newLabel : name, isIt ? renamed(old, values) : old);
            });
            return Attributes.of(changed);
        };
    }

    private static Value renamed(Value value, Map<String, String> values) {
        String changed = values.get(value.asText());
        return changed == null ? value : Value.of(changed);
    }

    /** Leaves out all labels but these. */
    static UnaryOperator<Attributes> keeping(List<String> labels) {
        Set<String> kept = Set.copyOf(labels);
        return attributes -> attributes.filter((name, _) -> kept.contains(name));
    }

    /** Gives several values of a label the same new one. */
    static UnaryOperator<Attributes> replacing(String label, List<String> values, String newValue) {
        Set<String> replaced = Set.copyOf(values);
        return attributes -> attributes.text(label).filter(replaced::contains).isPresent()
                ? attributes.with(label, Value.of(newValue))
                : attributes;
    }
}
