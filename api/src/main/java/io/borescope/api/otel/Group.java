package io.borescope.api.otel;

import java.util.List;
import java.util.function.Function;

/**
 * Records of one resource and one scope.
 *
 * @param <R> {@link Span}, {@link LogRecord} or {@link Metric}
 */
public record Group<R>(OtelResource resource, Scope scope, List<R> records) {
    public Group {
        records = List.copyOf(records);
    }

    /** The same about another resource. */
    public Group<R> with(OtelResource changed) {
        return new Group<>(changed, scope, records);
    }

    /** The same with records that are made from these, several or none from each. */
    public Group<R> flatMap(Function<R, List<R>> change) {
        return new Group<>(
                resource,
                scope,
                records.stream()
                        .flatMap(record -> change.apply(record).stream())
                        .toList());
    }
}
