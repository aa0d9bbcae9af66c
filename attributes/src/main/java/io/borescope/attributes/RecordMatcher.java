package io.borescope.attributes;

import io.borescope.api.otel.Attributes;
import io.borescope.api.otel.Group;
import io.borescope.api.otel.LogRecord;
import io.borescope.api.otel.Metric;
import io.borescope.api.otel.OtelResource;
import io.borescope.api.otel.Scope;
import io.borescope.api.otel.Span;
import io.borescope.api.otel.Value;
import io.borescope.attributes.MatchProperties.Library;
import io.borescope.attributes.MatchProperties.MatchType;
import io.borescope.attributes.MatchProperties.Severity;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Says of records whether they have all properties that were asked for. One that is asked for and that such a record cannot have, such as
 * the name of a span of a log record, is not there. Thread-safe.
 */
public final class RecordMatcher {
    private static final List<String> KINDS =
            List.of("UNSPECIFIED", "INTERNAL", "SERVER", "CLIENT", "PRODUCER", "CONSUMER");

    private record Scopes(TextMatcher name, @Nullable String version) {
        boolean include(Scope scope) {
            return name.allows(scope.name()) && (version == null || version.equals(scope.version()));
        }
    }

    private final TextMatcher services;
    private final TextMatcher spanNames;
    private final Set<String> spanKinds;
    private final TextMatcher bodies;
    private final TextMatcher severityTexts;
    private final @Nullable Severity severity;
    private final TextMatcher metricNames;
    private final PropertyMatcher attributes;
    private final PropertyMatcher resources;
    private final List<Scopes> scopes;

    RecordMatcher(MatchProperties properties) {
        MatchType type = Objects.requireNonNull(properties.matchType());
        services = new TextMatcher(type, properties.services());
        spanNames = new TextMatcher(type, properties.spanNames());
        spanKinds = properties.spanKinds().stream().map(MatchProperties::kind).collect(Collectors.toSet());
        bodies = new TextMatcher(type, properties.logBodies());
        severityTexts = new TextMatcher(type, properties.logSeverityTexts());
        severity = properties.logSeverityNumber();
        metricNames = new TextMatcher(type, properties.metricNames());
        attributes = new PropertyMatcher(type, properties.attributes());
        resources = new PropertyMatcher(type, properties.resources());
        scopes = properties.libraries().stream()
                .map(library -> scopes(type, library))
                .toList();
    }

    private static Scopes scopes(MatchType type, Library library) {
        String name = library.name();
        return new Scopes(new TextMatcher(type, name == null ? List.of() : List.of(name)), library.version());
    }

    /**
     * Whether a record matches.
     *
     * @param record of the group: a {@link Span}, {@link LogRecord} or {@link Metric}
     */
    public boolean matches(Group<?> group, Object record) {
        return allowsOrigin(group.resource(), group.scope())
                && switch (record) {
                    case Span span -> allows(span);
                    case LogRecord log -> allows(log);
                    case Metric metric -> allowsMetric(metric.name()) && attributes.isEmpty();
                    default -> false;
                };
    }

    /** Whether a metric with these attributes matches; what is asked of its resource is not looked at. */
    public boolean matchesRow(String metric, Attributes row) {
        return allowsMetric(metric) && attributes.allows(row);
    }

    /** Whether a resource matches of which nothing but attributes is known. */
    public boolean matchesResource(OtelResource resource) {
        return services.allows(resource.serviceName()) && resources.allows(resource.attributes()) && scopes.isEmpty();
    }

    private boolean allowsOrigin(OtelResource resource, Scope scope) {
        return services.allows(resource.serviceName())
                && resources.allows(resource.attributes())
                && (scopes.isEmpty() || scopes.stream().anyMatch(wanted -> wanted.include(scope)));
    }

    private boolean allows(Span span) {
        return spanNames.allows(span.name())
                && (spanKinds.isEmpty() || spanKinds.contains(kind(span.kind())))
                && attributes.allows(span.attributes())
                && !asksForLogs()
                && metricNames.isEmpty();
    }

    private static String kind(int number) {
        return number >= 0 && number < KINDS.size() ? KINDS.get(number) : "";
    }

    private boolean allows(LogRecord log) {
        return allowsBody(log.body())
                && severityTexts.allows(log.severityText())
                && allowsSeverity(log.severity())
                && attributes.allows(log.attributes())
                && !asksForSpans()
                && metricNames.isEmpty();
    }

    /** Others than text are not looked into. */
    private boolean allowsBody(Value body) {
        return bodies.isEmpty() || (body instanceof Value.Text text && bodies.matches(text.value()));
    }

    private boolean allowsSeverity(int number) {
        if (severity == null) {
            return true;
        }
        return number == 0 ? severity.matchUndefined() : number >= severity.min();
    }

    private boolean allowsMetric(String name) {
        return metricNames.allows(name) && !asksForSpans() && !asksForLogs();
    }

    private boolean asksForSpans() {
        return !spanNames.isEmpty() || !spanKinds.isEmpty();
    }

    private boolean asksForLogs() {
        return !bodies.isEmpty() || !severityTexts.isEmpty() || severity != null;
    }
}
