package io.borescope.exporter.debug;

import io.borescope.api.otel.OtelResource;
import io.borescope.api.otel.Span;
import java.util.List;

/** Spans: who did what for how long, and with what result. */
final class SpanLayout implements RecordLayout<Span> {
    private static final int MOST_PARTS = 10;
    private static final List<String> KINDS = List.of("", "internal", "server", "client", "producer", "consumer");
    private static final List<String> CODES = List.of("", "ok", "error");

    private final Values values;

    SpanLayout(Values values) {
        this.values = values;
    }

    @Override
    public TextTable table() {
        return new TextTable()
                .left("time")
                .left("service")
                .left("span")
                .left("kind")
                .right("duration")
                .left("status")
                .left("trace")
                .left("id")
                .left("attributes");
    }

    @Override
    public List<String> cells(OtelResource resource, Span span) {
        return List.of(
                Values.time(span.startEpochNanos()),
                resource.serviceName(),
                span.name(),
                named(KINDS, span.kind()),
                duration(span),
                status(span.status()),
                span.trace().hex(),
                span.id().hex(),
                RecordLayout.text(span.attributes()));
    }

    private String duration(Span span) {
        return values.quantity((double) (span.endEpochNanos() - span.startEpochNanos()), "ns");
    }

    private static String status(Span.Status status) {
        String code = named(CODES, status.code());
        return status.message().isEmpty() ? code : code + ": " + status.message();
    }

    /** What newer versions of OTLP add is shown by its number. */
    private static String named(List<String> names, int number) {
        return number >= 0 && number < names.size() ? names.get(number) : Integer.toString(number);
    }

    @Override
    public void describe(Span span, TextTable lines) {
        lines.row(List.of("span", span.name()));
        lines.row(List.of("trace", span.trace().hex()));
        lines.row(List.of("id", span.id().hex()));
        lines.row(List.of("parent", span.parent().isValid() ? span.parent().hex() : "none"));
        lines.row(List.of("kind", named(KINDS, span.kind())));
        lines.row(List.of("start", Values.dateTime(span.startEpochNanos()) + " UTC"));
        lines.row(List.of("duration", duration(span)));
        lines.row(List.of("status", status(span.status())));
        lines.row(List.of("trace state", span.traceState()));
        span.attributes().forEach((name, value) -> lines.row(List.of("  " + name, RecordLayout.cut(value))));
        for (Span.Event event : first(span.events())) {
            String what = event.name() + " " + RecordLayout.text(event.attributes());
            lines.row(List.of("event", Values.time(event.epochNanos()) + " " + what));
        }
        addRest("events", span.events(), lines);
        for (Span.Link link : first(span.links())) {
            String what = link.trace().hex() + " " + link.id().hex();
            lines.row(List.of("link", what + " " + RecordLayout.text(link.attributes())));
        }
        addRest("links", span.links(), lines);
    }

    private static <P> List<P> first(List<P> parts) {
        return parts.subList(0, Math.min(MOST_PARTS, parts.size()));
    }

    private static void addRest(String name, List<?> parts, TextTable lines) {
        if (parts.size() > MOST_PARTS) {
            lines.row(List.of(name, "... " + Values.count(parts.size() - (long) MOST_PARTS) + " more"));
        }
    }

    @Override
    public long epochNanos(Span span) {
        return span.startEpochNanos();
    }
}
