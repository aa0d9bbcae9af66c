package io.borescope.otlp;

import io.borescope.api.otel.Group;
import io.borescope.api.otel.OtelResource;
import io.borescope.api.otel.Span;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Status;
import java.util.ArrayList;
import java.util.List;

/** Reads spans. */
final class SpanReader {
    private final CommonReader common;

    SpanReader(CommonReader common) {
        this.common = common;
    }

    List<Group<Span>> read(ExportTraceServiceRequest request) {
        List<Group<Span>> groups = new ArrayList<>();
        for (ResourceSpans spans : request.getResourceSpansList()) {
            OtelResource resource = common.resource(spans.getResource(), spans.getSchemaUrl());
            for (ScopeSpans scope : spans.getScopeSpansList()) {
                if (scope.getSpansCount() > 0) {
                    groups.add(new Group<>(
                            resource,
                            common.scope(scope.getScope(), scope.getSchemaUrl()),
                            scope.getSpansList().stream().map(this::span).toList()));
                }
            }
        }
        return groups;
    }

    private Span span(io.opentelemetry.proto.trace.v1.Span span) {
        return new Span(
                common.traceId(span.getTraceId()),
                common.spanId(span.getSpanId()),
                common.spanId(span.getParentSpanId()),
                span.getTraceState(),
                span.getFlags(),
                span.getName(),
                span.getKindValue(),
                span.getStartTimeUnixNano(),
                span.getEndTimeUnixNano(),
                common.attributes(span.getAttributesList()),
                span.getEventsList().stream().map(this::event).toList(),
                span.getLinksList().stream().map(this::link).toList(),
                dropped(span),
                span.hasStatus() ? status(span.getStatus()) : Span.Status.UNSET);
    }

    private static Span.Dropped dropped(io.opentelemetry.proto.trace.v1.Span span) {
        int attributes = span.getDroppedAttributesCount();
        int events = span.getDroppedEventsCount();
        int links = span.getDroppedLinksCount();
        return (attributes | events | links) == 0 ? Span.Dropped.NOTHING : new Span.Dropped(attributes, events, links);
    }

    private static Span.Status status(Status status) {
        return new Span.Status(status.getCodeValue(), status.getMessage());
    }

    private Span.Event event(io.opentelemetry.proto.trace.v1.Span.Event event) {
        return new Span.Event(
                event.getTimeUnixNano(),
                event.getName(),
                common.attributes(event.getAttributesList()),
                event.getDroppedAttributesCount());
    }

    private Span.Link link(io.opentelemetry.proto.trace.v1.Span.Link link) {
        return new Span.Link(
                common.traceId(link.getTraceId()),
                common.spanId(link.getSpanId()),
                link.getTraceState(),
                link.getFlags(),
                common.attributes(link.getAttributesList()),
                link.getDroppedAttributesCount());
    }
}
