package io.borescope.processor.filter;

import io.borescope.api.otel.Group;
import io.borescope.api.otel.LogRecord;
import io.borescope.api.otel.Metric;
import io.borescope.api.otel.Point;
import io.borescope.api.otel.Span;
import io.borescope.attributes.MatchProperties;
import io.borescope.attributes.RecordMatcher;
import io.borescope.processor.filter.FilterConfig.LogMatch;
import io.borescope.processor.filter.FilterConfig.MetricMatch;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What is kept of records. Thread-safe. */
final class Rules {
    /** What is asked for, or null where nothing is. */
    private record Match(
            @Nullable RecordMatcher include, @Nullable RecordMatcher exclude) {
        static Match of(@Nullable MatchProperties include, @Nullable MatchProperties exclude) {
            return new Match(include == null ? null : include.matcher(), exclude == null ? null : exclude.matcher());
        }

        boolean keeps(Group<?> group, Object record) {
            return (include == null || include.matches(group, record))
                    && (exclude == null || !exclude.matches(group, record));
        }
    }

    private final Match metrics;
    private final Match logs;
    private final Match spans;
    private final Predicate<Subject> dropMetric;
    private final Predicate<Subject> dropPoint;
    private final Predicate<Subject> dropLog;
    private final Predicate<Subject> dropSpan;
    private final Predicate<Subject> dropEvent;
    private final boolean looksAtEvents;

    Rules(FilterConfig config) {
        metrics = Match.of(
                properties(config.metrics().include()),
                properties(config.metrics().exclude()));
        logs = Match.of(
                properties(config.logs().include()), properties(config.logs().exclude()));
        spans = Match.of(config.spans().include(), config.spans().exclude());
        dropMetric = any(config.metrics().metric(), Subject.Context.METRIC);
        dropPoint = any(config.metrics().datapoint(), Subject.Context.DATAPOINT);
        dropLog = any(config.logs().logRecord(), Subject.Context.LOG);
        dropSpan = any(config.traces().span(), Subject.Context.SPAN);
        dropEvent = any(config.traces().spanevent(), Subject.Context.SPANEVENT);
        looksAtEvents = !config.traces().spanevent().isEmpty();
    }

    private static @Nullable MatchProperties properties(@Nullable MetricMatch match) {
        return match == null ? null : match.properties();
    }

    private static @Nullable MatchProperties properties(@Nullable LogMatch match) {
        return match == null ? null : match.properties();
    }

    private static Predicate<Subject> any(List<String> conditions, Subject.Context context) {
        return conditions.stream()
                .map(condition -> ConditionParser.parse(condition, context))
                .reduce(_ -> false, Predicate::or);
    }

    /** What is left of a span. */
    Optional<Span> ofSpan(Group<Span> group, Span span) {
        if (!spans.keeps(group, span) || dropSpan.test(new Subject(group, span, span))) {
            return Optional.empty();
        }
        return Optional.of(looksAtEvents ? withoutEvents(group, span) : span);
    }

    private Span withoutEvents(Group<Span> group, Span span) {
        List<Span.Event> kept = span.events().stream()
                .filter(event -> !dropEvent.test(new Subject(group, span, event)))
                .toList();
        return kept.size() == span.events().size() ? span : span.with(kept);
    }

    /** What is left of a log record. */
    Optional<LogRecord> ofLog(Group<LogRecord> group, LogRecord log) {
        boolean kept = logs.keeps(group, log) && !dropLog.test(new Subject(group, log, log));
        return kept ? Optional.of(log) : Optional.empty();
    }

    /** What is left of a metric; nothing of one whose data points are all left out. */
    Optional<Metric> ofMetric(Group<Metric> group, Metric metric) {
        if (!keepsMetric(group, metric)) {
            return Optional.empty();
        }
        Metric.Data<?> data = metric.data().filter(point -> keepsPoint(group, metric, point));
        if (data.size() == metric.data().size()) {
            return Optional.of(metric);
        }
        return data.size() == 0 ? Optional.empty() : Optional.of(metric.with(data));
    }

    boolean keepsMetric(Group<?> group, Metric metric) {
        return metrics.keeps(group, metric) && !dropMetric.test(new Subject(group, metric, metric));
    }

    boolean keepsPoint(Group<?> group, Metric metric, Point<?> point) {
        return !dropPoint.test(new Subject(group, metric, point));
    }
}
