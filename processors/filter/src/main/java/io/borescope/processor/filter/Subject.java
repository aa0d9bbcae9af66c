package io.borescope.processor.filter;

import io.borescope.api.otel.Group;
import io.borescope.api.otel.LogRecord;
import io.borescope.api.otel.Metric;
import io.borescope.api.otel.Point;
import io.borescope.api.otel.Span;

/**
 * What a condition is about. Which of the fields are there depends on the context.
 *
 * @param record a {@link Span}, {@link LogRecord} or {@link Metric} of the group
 * @param part a {@link Span.Event} or {@link Point} of it; else the record again
 */
record Subject(Group<?> group, Object record, Object part) {
    /** What conditions are written for. */
    enum Context {
        SPAN("span"),
        SPANEVENT("spanevent"),
        LOG("log"),
        METRIC("metric"),
        DATAPOINT("datapoint");

        private final String prefix;

        Context(String prefix) {
            this.prefix = prefix;
        }

        /** What paths may begin with that are about it. */
        String prefix() {
            return prefix;
        }
    }

    Span span() {
        return (Span) record;
    }

    Span.Event event() {
        return (Span.Event) part;
    }

    LogRecord log() {
        return (LogRecord) record;
    }

    Metric metric() {
        return (Metric) record;
    }

    Point<?> point() {
        return (Point<?>) part;
    }
}
