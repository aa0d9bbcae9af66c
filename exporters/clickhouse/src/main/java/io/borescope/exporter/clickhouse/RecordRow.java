package io.borescope.exporter.clickhouse;

import static java.util.Objects.requireNonNull;

import io.borescope.api.otel.Attributes;
import io.borescope.api.otel.Group;
import io.borescope.api.otel.Metric;
import io.borescope.api.otel.OtelResource;
import io.borescope.api.otel.Scope;
import io.borescope.api.otel.Value;
import org.jspecify.annotations.Nullable;

/**
 * A record with what its group says, as a row of a table. Moved from record to record, so that a row costs no object; valid until it is moved. Not
 * thread-safe.
 *
 * @param <R> {@code Span}, {@code LogRecord} or a kind of {@code Point}
 */
final class RecordRow<R> {
    private @Nullable Group<?> group;
    private @Nullable Metric metric;
    private @Nullable R record;
    private String serviceName = "";

    void moveTo(Group<?> other) {
        group = other;
        Value name = other.resource().attributes().get(OtelResource.SERVICE_NAME);
        serviceName = name == null ? "" : name.asText();
    }

    void moveTo(Metric other) {
        metric = other;
    }

    RecordRow<R> moveTo(R other) {
        record = other;
        return this;
    }

    R record() {
        return requireNonNull(record);
    }

    /** That of a data point. */
    Metric metric() {
        return requireNonNull(metric);
    }

    OtelResource resource() {
        return requireNonNull(group).resource();
    }

    Attributes resourceAttributes() {
        return resource().attributes();
    }

    Scope scope() {
        return requireNonNull(group).scope();
    }

    /** Empty if nobody says. */
    String serviceName() {
        return serviceName;
    }
}
