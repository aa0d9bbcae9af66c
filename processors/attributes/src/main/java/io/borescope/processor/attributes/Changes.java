package io.borescope.processor.attributes;

import io.borescope.api.otel.Attributes;
import io.borescope.api.otel.Group;
import io.borescope.api.otel.LogRecord;
import io.borescope.api.otel.Metric;
import io.borescope.api.otel.OtelResource;
import io.borescope.api.otel.Span;
import io.borescope.attributes.AttributeActions;
import io.borescope.attributes.MatchProperties;
import io.borescope.attributes.RecordMatcher;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What is to be changed, and of which records. Thread-safe. */
final class Changes {
    private final AttributeActions actions;
    private final @Nullable RecordMatcher include;
    private final @Nullable RecordMatcher exclude;

    Changes(AttributesConfig config) {
        this.actions = new AttributeActions(config.actions());
        this.include = matcher(config.include());
        this.exclude = matcher(config.exclude());
    }

    private static @Nullable RecordMatcher matcher(@Nullable MatchProperties properties) {
        return properties == null ? null : properties.matcher();
    }

    Group<Span> ofSpans(Group<Span> group) {
        return changed(group, span -> span.with(actions.apply(span.attributes())));
    }

    Group<LogRecord> ofLogs(Group<LogRecord> group) {
        return changed(group, log -> log.with(actions.apply(log.attributes())));
    }

    Group<Metric> ofMetrics(Group<Metric> group) {
        return changed(group, metric -> metric.with(metric.data().withAttributes(actions)));
    }

    private <R> Group<R> changed(Group<R> group, UnaryOperator<R> change) {
        return group.flatMap(record -> List.of(areFor(group, record) ? change.apply(record) : record));
    }

    /** The attributes of a row in columns. */
    Attributes ofRow(OtelResource resource, String metric, Attributes row) {
        boolean chosen = chosen(matcher -> matcher.matchesResource(resource) && matcher.matchesRow(metric, row));
        return chosen ? actions.apply(row) : row;
    }

    private boolean areFor(Group<?> group, Object record) {
        return chosen(matcher -> matcher.matches(group, record));
    }

    private boolean chosen(Predicate<RecordMatcher> matches) {
        return (include == null || matches.test(include)) && (exclude == null || !matches.test(exclude));
    }
}
