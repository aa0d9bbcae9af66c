package io.borescope.api.otel;

import java.util.List;

/**
 * Work that somebody did, from start to end.
 *
 * @param traceState of W3C trace context
 * @param parent {@link SpanId#NONE} for the first of a trace
 * @param flags of OTLP: the lower eight bits are those of W3C trace context
 * @param kind {@code SpanKind} of OTLP: 0 unspecified, 1 internal, 2 server, 3 client, 4 producer, 5 consumer; others are handed on
 * @param startEpochNanos wall time; unsigned, like all times of OTLP
 * @param endEpochNanos wall time
 * @param dropped what was left out on the way
 * @param status what came of it
 */
public record Span(
        TraceId trace,
        SpanId id,
        SpanId parent,
        String traceState,
        int flags,
        String name,
        int kind,
        long startEpochNanos,
        long endEpochNanos,
        Attributes attributes,
        List<Event> events,
        List<Link> links,
        Dropped dropped,
        Status status) {
    public Span {
        events = List.copyOf(events);
        links = List.copyOf(links);
    }

    /** The same with another trace state. */
    public Span withTraceState(String changed) {
        return new Span(
                trace,
                id,
                parent,
                changed,
                flags,
                name,
                kind,
                startEpochNanos,
                endEpochNanos,
                attributes,
                events,
                links,
                dropped,
                status);
    }

    /** The same with other attributes. */
    public Span with(Attributes changed) {
        return new Span(
                trace,
                id,
                parent,
                traceState,
                flags,
                name,
                kind,
                startEpochNanos,
                endEpochNanos,
                changed,
                events,
                links,
                dropped,
                status);
    }

    /** The same with other events. */
    public Span with(List<Event> changed) {
        return new Span(
                trace,
                id,
                parent,
                traceState,
                flags,
                name,
                kind,
                startEpochNanos,
                endEpochNanos,
                attributes,
                changed,
                links,
                dropped,
                status);
    }

    /**
     * Something that happened meanwhile.
     *
     * @param dropped attributes that were left out on the way
     */
    public record Event(long epochNanos, String name, Attributes attributes, int dropped) {}

    /**
     * Another span that it has to do with.
     *
     * @param dropped attributes that were left out on the way
     */
    public record Link(TraceId trace, SpanId id, String traceState, int flags, Attributes attributes, int dropped) {}

    /** How much was left out of a span. */
    public record Dropped(int attributes, int events, int links) {
        /** Nothing. */
        public static final Dropped NOTHING = new Dropped(0, 0, 0);
    }

    /**
     * What came of it.
     *
     * @param code 0 unset, 1 ok, 2 error
     */
    public record Status(int code, String message) {
        /** Nobody says. */
        public static final Status UNSET = new Status(0, "");
    }
}
