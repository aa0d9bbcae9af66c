package io.borescope.otlp;

import io.borescope.api.otel.Group;
import io.borescope.api.otel.Span;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Status;
import java.util.List;

/** Writes spans. */
final class SpanWriter {
    private final CommonWriter common;

    SpanWriter(CommonWriter common) {
        this.common = common;
    }

    ExportTraceServiceRequest write(List<Group<Span>> groups) {
        ExportTraceServiceRequest.Builder request = ExportTraceServiceRequest.newBuilder();
        SameResource.runs(groups)
                .forEach(run -> request.addResourceSpans(ResourceSpans.newBuilder()
                        .setResource(common.resource(run.resource()))
                        .setSchemaUrl(run.resource().schemaUrl())
                        .addAllScopeSpans(run.groups().stream().map(this::scope).toList())));
        return request.build();
    }

    private ScopeSpans scope(Group<Span> group) {
        return ScopeSpans.newBuilder()
                .setScope(common.scope(group.scope()))
                .setSchemaUrl(group.scope().schemaUrl())
                .addAllSpans(group.records().stream().map(this::span).toList())
                .build();
    }

    private io.opentelemetry.proto.trace.v1.Span span(Span span) {
        io.opentelemetry.proto.trace.v1.Span.Builder message = io.opentelemetry.proto.trace.v1.Span.newBuilder()
                .setTraceId(common.id(span.trace()))
                .setSpanId(common.id(span.id()))
                .setParentSpanId(common.id(span.parent()))
                .setTraceState(span.traceState())
                .setFlags(span.flags())
                .setName(span.name())
                .setKindValue(span.kind())
                .setStartTimeUnixNano(span.startEpochNanos())
                .setEndTimeUnixNano(span.endEpochNanos())
                .addAllAttributes(common.attributes(span.attributes()))
                .setDroppedAttributesCount(span.dropped().attributes())
                .setDroppedEventsCount(span.dropped().events())
                .setDroppedLinksCount(span.dropped().links());
        span.events().forEach(event -> message.addEvents(event(event)));
        span.links().forEach(link -> message.addLinks(link(link)));
        if (!span.status().equals(Span.Status.UNSET)) {
            message.setStatus(Status.newBuilder()
                    .setCodeValue(span.status().code())
                    .setMessage(span.status().message()));
        }
        return message.build();
    }

    private io.opentelemetry.proto.trace.v1.Span.Event event(Span.Event event) {
        return io.opentelemetry.proto.trace.v1.Span.Event.newBuilder()
                .setTimeUnixNano(event.epochNanos())
                .setName(event.name())
                .addAllAttributes(common.attributes(event.attributes()))
                .setDroppedAttributesCount(event.dropped())
                .build();
    }

    private io.opentelemetry.proto.trace.v1.Span.Link link(Span.Link link) {
        return io.opentelemetry.proto.trace.v1.Span.Link.newBuilder()
                .setTraceId(common.id(link.trace()))
                .setSpanId(common.id(link.id()))
                .setTraceState(link.traceState())
                .setFlags(link.flags())
                .addAllAttributes(common.attributes(link.attributes()))
                .setDroppedAttributesCount(link.dropped())
                .build();
    }
}
