package io.borescope.points;

import io.borescope.api.otel.Group;
import io.borescope.api.otel.Metric;
import io.borescope.api.otel.OtelResource;
import io.borescope.api.otel.Scope;

/** What the streams of a metric have in common; attributes tell them apart. */
public record StreamIdentity(
        OtelResource resource, Scope scope, String name, String unit, Class<?> kind, boolean monotonic) {
    /** That of a metric. */
    public static StreamIdentity of(Group<Metric> group, Metric metric) {
        boolean monotonic = metric.data() instanceof Metric.Sum sum && sum.monotonic();
        return new StreamIdentity(
                group.resource(),
                group.scope(),
                metric.name(),
                metric.unit(),
                metric.data().getClass(),
                monotonic);
    }
}
