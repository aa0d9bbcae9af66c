package io.borescope.attributes;

import io.borescope.api.config.BoundedPattern;
import io.borescope.api.config.ComponentConfig;
import io.borescope.api.config.Doc;
import io.borescope.api.config.Problems;
import io.borescope.api.otel.Value;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which records an action is for, as users write it under {@code include} or {@code exclude}. */
public record MatchProperties(
        @Doc("How texts are compared: strict, or regexp for regular expressions that are looked for in them. Required.")
        @Nullable
        MatchType matchType,

        @Doc("Settings of the Collector's cache of results; read and ignored.")
        Map<String, String> regexp,

        @Doc("Names of services.") List<String> services,
        @Doc("Names of spans.") List<String> spanNames,
        @Doc("Kinds of spans: SPAN_KIND_SERVER or server.") List<String> spanKinds,

        @Doc("Bodies of log records that are text.") List<String> logBodies,
        @Doc("Severities as they were written.") List<String> logSeverityTexts,
        @Doc("The least severity.") @Nullable Severity logSeverityNumber,
        @Doc("Names of metrics.") List<String> metricNames,
        @Doc("Attributes, all of which must match.") List<Property> attributes,

        @Doc("Attributes of the resource, all of which must match.")
        List<Property> resources,

        @Doc("Scopes, one of which must match.") List<Library> libraries)
        implements ComponentConfig {

    /** How texts are compared. */
    public enum MatchType {
        STRICT,
        REGEXP
    }

    /** An attribute with a value; without one, its presence is enough. */
    public record Property(
            @Doc("Name of the attribute.") @Nullable String key,

            @Doc("Its value, or an expression for it; any if left out.") @Nullable
            Value value) {}

    /** A scope. */
    public record Library(
            @Doc("Name of the scope.") @Nullable String name,
            @Doc("Its version; any if left out.") @Nullable String version) {}

    /** Log records by the number of their severity. */
    public record Severity(
            @Doc("Least number, 1 to 24.") int min,
            @Doc("Whether records match that have none.") boolean matchUndefined) {}

    private static final String PREFIX = "SPAN_KIND_";
    private static final Set<String> KINDS =
            Set.of("UNSPECIFIED", "INTERNAL", "SERVER", "CLIENT", "PRODUCER", "CONSUMER");

    @Override
    public void validate(Problems problems) {
        if (matchType == null) {
            problems.add("match_type", "is missing. Write strict or regexp.");
        }
        if (isEmpty()) {
            problems.add("", "matches nothing. Name services, span_names, metric_names, attributes or the like.");
        }
        checkTexts(problems, "services", services);
        checkTexts(problems, "span_names", spanNames);
        checkTexts(problems, "log_bodies", logBodies);
        checkTexts(problems, "log_severity_texts", logSeverityTexts);
        checkTexts(problems, "metric_names", metricNames);
        checkProperties(problems, "attributes", attributes);
        checkProperties(problems, "resources", resources);
        for (int i = 0; i < libraries.size(); i++) {
            checkText(
                    problems,
                    "libraries[%d].name".formatted(i),
                    libraries.get(i).name());
        }
        for (int i = 0; i < spanKinds.size(); i++) {
            if (!KINDS.contains(kind(spanKinds.get(i)))) {
                problems.add(
                        "span_kinds[%d]".formatted(i),
                        "\"%s\" is no kind. Use internal, server, client, producer or consumer.",
                        spanKinds.get(i));
            }
        }
    }

    private boolean isEmpty() {
        return logSeverityNumber == null
                && Stream.of(
                                services,
                                spanNames,
                                spanKinds,
                                logBodies,
                                logSeverityTexts,
                                metricNames,
                                attributes,
                                resources,
                                libraries)
                        .allMatch(List::isEmpty);
    }

    /** {@code SERVER} of whatever users write for it. */
    static String kind(String written) {
        String upper = written.toUpperCase(Locale.ROOT);
        return upper.startsWith(PREFIX) ? upper.substring(PREFIX.length()) : upper;
    }

    private void checkTexts(Problems problems, String key, List<String> texts) {
        for (int i = 0; i < texts.size(); i++) {
            checkText(problems, key + "[" + i + "]", texts.get(i));
        }
    }

    private void checkProperties(Problems problems, String key, List<Property> properties) {
        for (int i = 0; i < properties.size(); i++) {
            Property property = properties.get(i);
            if (property.key() == null || property.key().isEmpty()) {
                problems.add("%s[%d].key".formatted(key, i), "is missing. Write the name of an attribute.");
            }
            if (property.value() instanceof Value.Text text) {
                checkText(problems, "%s[%d].value".formatted(key, i), text.value());
            }
        }
    }

    private void checkText(Problems problems, String key, @Nullable String text) {
        if (matchType != MatchType.REGEXP || text == null) {
            return;
        }
        try {
            BoundedPattern.compile(text);
        } catch (PatternSyntaxException e) {
            problems.add(key, "is no regular expression: %s", e.getDescription());
        }
    }

    /** Says of records whether they match. */
    public RecordMatcher matcher() {
        return new RecordMatcher(this);
    }
}
