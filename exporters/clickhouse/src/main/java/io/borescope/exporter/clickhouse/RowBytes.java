package io.borescope.exporter.clickhouse;

import io.borescope.api.otel.Attributes;
import io.borescope.api.otel.Group;
import io.borescope.api.otel.LogRecord;
import io.borescope.api.otel.Metric;
import io.borescope.api.otel.Point;
import io.borescope.api.otel.Span;
import io.borescope.api.otel.Value;
import java.util.List;

/** About how many bytes rows of records take in a block: a character counts as one, and what has no length of its own by its usual size. */
final class RowBytes {
    /** Numbers, times, identities, and the lengths of what has one. */
    private static final int FIXED = 128;

    private static final int NUMBER = 8;
    private static final long BASE64 = 2; // rather too much than too little
    private static final int QUANTILE = 2 * NUMBER;
    private static final int LINK = 64;
    private static final int EXEMPLAR = 80;

    private RowBytes() {}

    /** What each row of a group repeats. */
    static long shared(Group<?> group) {
        return of(group.resource().attributes())
                + of(group.scope().attributes())
                + group.scope().name().length();
    }

    /** What each row of a metric repeats. */
    static long shared(Metric metric) {
        return (long) metric.name().length()
                + metric.description().length()
                + metric.unit().length();
    }

    static long of(LogRecord log) {
        return FIXED
                + of(log.body())
                + of(log.attributes())
                + log.severityText().length();
    }

    static long of(Span span) {
        long bytes = FIXED
                + span.name().length()
                + span.traceState().length()
                + span.status().message().length()
                + of(span.attributes());
        for (Span.Event event : span.events()) {
            bytes += NUMBER + event.name().length() + of(event.attributes());
        }
        for (Span.Link link : span.links()) {
            bytes += LINK + link.traceState().length() + of(link.attributes());
        }
        return bytes;
    }

    static long of(Point<?> point) {
        long bytes = FIXED + of(point.attributes());
        return bytes
                + switch (point) {
                    case Point.Figure figure -> exemplars(figure.exemplars());
                    case Point.Buckets buckets ->
                        exemplars(buckets.exemplars())
                                + NUMBER
                                        * ((long) buckets.counts().size()
                                                + buckets.bounds().size());
                    case Point.Exponential exponential ->
                        exemplars(exponential.exemplars())
                                + NUMBER
                                        * ((long) exponential
                                                        .positive()
                                                        .counts()
                                                        .size()
                                                + exponential
                                                        .negative()
                                                        .counts()
                                                        .size());
                    case Point.Quantiles quantiles ->
                        QUANTILE * (long) quantiles.quantiles().size();
                };
    }

    private static long exemplars(List<Point.Exemplar> exemplars) {
        long bytes = 0;
        for (Point.Exemplar exemplar : exemplars) {
            bytes += EXEMPLAR + of(exemplar.attributes());
        }
        return bytes;
    }

    private static long of(Attributes attributes) {
        long bytes = 0;
        for (int i = 0; i < attributes.size(); i++) {
            bytes += Short.BYTES + of(attributes.value(i)); // names are in a dictionary
        }
        return bytes;
    }

    private static long of(Value value) {
        return switch (value) {
            case Value.Text text -> text.value().length();
            case Value.Bytes bytes -> BASE64 * bytes.toArray().length;
            case Value.Items items ->
                items.values().stream().mapToLong(RowBytes::of).sum();
            case Value.Fields fields -> names(fields.values()) + of(fields.values());
            case Value.Empty _, Value.Bool _, Value.Int _, Value.Real _ -> NUMBER;
        };
    }

    private static long names(Attributes fields) {
        long bytes = 0;
        for (int i = 0; i < fields.size(); i++) {
            bytes += fields.name(i).length();
        }
        return bytes;
    }
}
