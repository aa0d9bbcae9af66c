package io.borescope.processor.metricstransform;

import static java.util.Objects.requireNonNullElse;

import io.borescope.api.config.ComponentConfig;
import io.borescope.api.config.Doc;
import io.borescope.api.config.Problems;
import io.borescope.attributes.GroupPattern;
import java.util.List;
import java.util.Map;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** One change of metrics, as users write it. */
public record Transform(
        @Doc("Name of the metrics to change, or an expression for it. Required.") @Nullable
        String include,

        @Doc("How the name is compared: strict, or regexp for a regular expression that is looked for in it.")
        MatchType matchType,

        @Doc(
                "Labels that a data point must have, with values that are compared like the name. An empty value matches a label that is not there.")
        Map<String, String> experimentalMatchLabels,

        @Doc(
                "What becomes of the metrics: update, insert (a copy is changed), combine (they become one) or group (they get a resource of their own). Required.")
        @Nullable
        Action action,

        @Doc("New name; with regexp, $1 or ${name} stands for what a group of the expression holds.")
        String newName,

        @Doc("combine: what is done with points that have become the same.")
        Aggregation aggregationType,

        @Doc("combine: whether labels made of groups of the expression are written in lower or upper case.") @Nullable
        SubmatchCase submatchCase,

        @Doc("group: attributes that the resource of these metrics gets.")
        Map<String, String> groupResourceLabels,

        @Doc("What is done to the metrics, one after the other.")
        List<Operation> operations)
        implements ComponentConfig {
    /** How names are compared. */
    public enum MatchType {
        STRICT,
        REGEXP
    }

    /** What becomes of metrics. */
    public enum Action {
        UPDATE,
        INSERT,
        COMBINE,
        GROUP
    }

    /** How labels are written. */
    public enum SubmatchCase {
        LOWER,
        UPPER
    }

    public Transform {
        matchType = requireNonNullElse(matchType, MatchType.STRICT);
        newName = requireNonNullElse(newName, "");
        aggregationType = requireNonNullElse(aggregationType, Aggregation.SUM);
    }

    @Override
    public void validate(Problems problems) {
        if (include == null || include.isEmpty()) {
            problems.add("include", "is missing. Write the name of a metric.");
        } else if (matchType == MatchType.REGEXP) {
            checkPattern(problems, "include", include);
            experimentalMatchLabels.forEach(
                    (label, value) -> checkPattern(problems, "experimental_match_labels." + label, value));
        }
        if (action == null) {
            problems.add("action", "is missing. Write update, insert, combine or group.");
        } else {
            checkAction(problems, action);
        }
        for (int i = 0; i < operations.size(); i++) {
            operations.get(i).validate(problems.within("operations[" + i + "]"));
        }
    }

    private void checkAction(Problems problems, Action wanted) {
        if (newName.isEmpty() && (wanted == Action.INSERT || wanted == Action.COMBINE)) {
            problems.add("new_name", "is missing. Write the name of the new metric.");
        }
        if (wanted == Action.GROUP && groupResourceLabels.isEmpty()) {
            problems.add("group_resource_labels", "is empty. Write the attributes of the new resource.");
        }
        if (wanted != Action.GROUP && !groupResourceLabels.isEmpty()) {
            problems.add("group_resource_labels", "belongs to the action group. Leave it out.");
        }
        if (wanted == Action.GROUP && !operations.isEmpty()) {
            problems.add("operations", "are not done by the action group. Write a transform of their own for them.");
        }
    }

    private static void checkPattern(Problems problems, String key, String expression) {
        try {
            GroupPattern.compile(expression);
        } catch (PatternSyntaxException e) {
            problems.add(key, "is no regular expression: %s", e.getDescription());
        }
    }
}
