package io.borescope.processor.metricstransform;

import static java.util.Objects.requireNonNullElse;

import io.borescope.api.config.ComponentConfig;
import io.borescope.api.config.Doc;
import io.borescope.api.config.Problems;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One thing that is done to metrics, as users write it. */
public record Operation(
        @Doc(
                "What is done: add_label, update_label, delete_label_value, aggregate_labels, aggregate_label_values, toggle_scalar_data_type, experimental_scale_value or convert_unit. Required.")
        @Nullable
        Action action,

        @Doc("update_label, delete_label_value, aggregate_label_values: the label.")
        String label,

        @Doc("add_label, update_label: its new name.") String newLabel,

        @Doc("add_label, aggregate_label_values: its new value.")
        String newValue,

        @Doc("delete_label_value: points with this value are left out.")
        String labelValue,

        @Doc("update_label: values to replace.") List<ValueAction> valueActions,

        @Doc("aggregate_labels: labels to keep; none if empty.")
        List<String> labelSet,

        @Doc("aggregate_label_values: values that become new_value.")
        List<String> aggregatedValues,

        @Doc("aggregate_labels, aggregate_label_values: what becomes of figures: sum, mean, min, max, count or median.")
        Aggregation aggregationType,

        @Doc("experimental_scale_value: what values are multiplied with.") @Nullable
        Double experimentalScale,

        @Doc("convert_unit: the new unit in UCUM notation, such as s, KiBy or By/s.")
        String unit)
        implements ComponentConfig {
    /** What is done. */
    public enum Action {
        ADD_LABEL,
        UPDATE_LABEL,
        DELETE_LABEL_VALUE,
        AGGREGATE_LABELS,
        AGGREGATE_LABEL_VALUES,
        TOGGLE_SCALAR_DATA_TYPE,
        EXPERIMENTAL_SCALE_VALUE,
        /** Ours; the Collector has none. */
        CONVERT_UNIT;

        boolean needsLabel() {
            return this == UPDATE_LABEL || this == DELETE_LABEL_VALUE || this == AGGREGATE_LABEL_VALUES;
        }

        boolean needsNewValue() {
            return this == ADD_LABEL || this == AGGREGATE_LABEL_VALUES;
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** A value that is replaced. */
    public record ValueAction(
            @Doc("The value to replace.") String value,
            @Doc("What it becomes.") String newValue) {
        public ValueAction {
            value = requireNonNullElse(value, "");
            newValue = requireNonNullElse(newValue, "");
        }
    }

    public Operation {
        label = requireNonNullElse(label, "");
        newLabel = requireNonNullElse(newLabel, "");
        newValue = requireNonNullElse(newValue, "");
        labelValue = requireNonNullElse(labelValue, "");
        aggregationType = requireNonNullElse(aggregationType, Aggregation.SUM);
        unit = requireNonNullElse(unit, "");
    }

    @Override
    public void validate(Problems problems) {
        if (action == null) {
            problems.add("action", "is missing. Write update_label, aggregate_labels, convert_unit or the like.");
            return;
        }
        if (action.needsLabel() && label.isEmpty()) {
            problems.add("label", "is missing. Write the label for %s.", action);
        }
        if (action == Action.ADD_LABEL && newLabel.isEmpty()) {
            problems.add("new_label", "is missing. Write the label to add.");
        }
        if (action.needsNewValue() && newValue.isEmpty()) {
            problems.add("new_value", "is missing. Write the value for %s.", action);
        }
        if (action == Action.DELETE_LABEL_VALUE && labelValue.isEmpty()) {
            problems.add("label_value", "is missing. Write the value whose points are left out.");
        }
        if (action == Action.EXPERIMENTAL_SCALE_VALUE && !isScale(experimentalScale)) {
            problems.add("experimental_scale", "is missing or no number to multiply with. Write one such as 100.");
        }
        if (action == Action.CONVERT_UNIT && Unit.parse(unit).isEmpty()) {
            problems.add(
                    "unit", "\"%s\" is not known. Use UCUM: %s, with prefixes, and one / at most.", unit, Unit.KNOWN);
        }
    }

    private static boolean isScale(@Nullable Double scale) {
        return scale != null && scale != 0 && Double.isFinite(scale);
    }

    /** What values become. */
    Map<String, String> newValues() {
        Map<String, String> values = new TreeMap<>();
        valueActions.forEach(one -> values.put(one.value(), one.newValue()));
        return values;
    }
}
