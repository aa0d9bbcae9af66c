package io.borescope.exporter.prometheus;

import io.borescope.api.otel.Attributes;
import io.borescope.api.otel.Group;
import io.borescope.api.otel.Metric;
import io.borescope.api.otel.Metric.Temporality;
import io.borescope.api.otel.OtelResource;
import io.borescope.api.otel.Point;
import io.borescope.api.otel.PointBatch;
import io.borescope.api.otel.Value;
import io.borescope.exporter.prometheus.PrometheusConfig.ResourceConversion;
import io.borescope.exporter.prometheus.SeriesStore.Family;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Turns data points of OpenTelemetry into series. Thread-safe. */
final class PointReader {
    private static final String NAMESPACE = "service.namespace";
    private static final String INSTANCE = "service.instance.id";
    private static final Set<String> IDENTITY = Set.of(OtelResource.SERVICE_NAME, NAMESPACE, INSTANCE);
    private static final Family TARGET_INFO = new Family("target_info", Kind.GAUGE, "Attributes of the resource.");

    private final Names names;
    private final Labels constant;
    private final ResourceConversion conversion;

    PointReader(Names names, Labels constant, ResourceConversion conversion) {
        this.names = names;
        this.constant = constant;
        this.conversion = conversion;
    }

    void read(PointBatch batch, Sink sink) {
        for (Group<Metric> group : batch.groups()) {
            Labels target = target(group.resource());
            long latest = 0;
            for (Metric metric : group.records()) {
                for (Point<?> point : metric.data().points()) {
                    read(metric, point, target, sink);
                    latest = Math.max(latest, point.head().epochNanos());
                }
            }
            describe(group.resource(), latest, sink);
        }
    }

    /** Who it is: {@code job} and {@code instance}, and all attributes where that is wanted. */
    private Labels target(OtelResource resource) {
        Labels labels = identity(resource);
        if (conversion.enabled()) {
            resource.attributes().forEach((name, value) -> {
                if (!conversion.excludeServiceAttributes() || !IDENTITY.contains(name)) {
                    labels.addIfAbsent(name, value.asText());
                }
            });
        }
        return labels;
    }

    private Labels identity(OtelResource resource) {
        Attributes attributes = resource.attributes();
        String namespace = attributes.text(NAMESPACE).orElse("");
        String service = resource.serviceName();
        return constant.copy()
                .addIfAbsent("job", namespace.isEmpty() ? service : namespace + "/" + service)
                .addIfAbsent("instance", attributes.text(INSTANCE).orElse(""));
    }

    /** Attributes that are in no label are shown once, for queries to join with. */
    private void describe(OtelResource resource, long epochNanos, Sink sink) {
        Attributes others = resource.attributes().filter((name, _) -> !IDENTITY.contains(name));
        if (!others.isEmpty() && !resource.serviceName().isEmpty()) {
            Labels labels = identity(resource);
            others.forEach((name, value) -> labels.addIfAbsent(name, value.asText()));
            sink.put(TARGET_INFO, labels, new Series.Figure(Amount.of(1)), false, epochNanos);
        }
    }

    private void read(Metric metric, Point<?> point, Labels target, Sink sink) {
        Family family = family(metric);
        Labels labels = target.copy();
        point.attributes().forEach((name, value) -> labels.add(name, value.asText()));
        if ((point.head().flags() & Point.NOTHING_RECORDED) != 0) {
            sink.remove(family, labels);
            return;
        }
        Temporality temporality = temporality(metric);
        Series figure = temporality == Temporality.UNSPECIFIED ? null : series(point);
        if (figure == null) {
            sink.reject(metric.name() + " does not say what its figures cover, or has none");
        } else if (!sink.put(
                family,
                labels,
                figure,
                temporality == Temporality.DELTA,
                point.head().epochNanos())) {
            sink.reject("");
        }
    }

    private Family family(Metric metric) {
        String name = metric.name();
        String unit = metric.unit();
        return switch (metric.data()) {
            case Metric.Sum sum
            when sum.monotonic() -> new Family(names.counter(name, unit), Kind.COUNTER, metric.description());
            case Metric.Sum _ -> new Family(names.distribution(name, unit), Kind.GAUGE, metric.description());
            case Metric.Gauge _ -> new Family(names.gauge(name, unit), Kind.GAUGE, metric.description());
            case Metric.Histogram _, Metric.ExponentialHistogram _ ->
                new Family(names.distribution(name, unit), Kind.HISTOGRAM, metric.description());
            case Metric.Summary _ -> new Family(names.distribution(name, unit), Kind.SUMMARY, metric.description());
        };
    }

    /** Levels and summaries replace what was before. */
    private static Temporality temporality(Metric metric) {
        return switch (metric.data()) {
            case Metric.Sum sum -> sum.temporality();
            case Metric.Histogram histogram -> histogram.temporality();
            case Metric.ExponentialHistogram histogram -> histogram.temporality();
            case Metric.Gauge _, Metric.Summary _ -> Temporality.CUMULATIVE;
        };
    }

    private static @Nullable Series series(Point<?> point) {
        return switch (point) {
            case Point.Figure figure -> figure(figure.value());
            case Point.Buckets buckets -> distribution(buckets);
            case Point.Exponential exponential -> distribution(exponential);
            case Point.Quantiles quantiles -> quantiles(quantiles);
        };
    }

    private static @Nullable Series figure(Value value) {
        return switch (value) {
            case Value.Int integer -> new Series.Figure(Amount.of(integer.value()));
            case Value.Real real -> new Series.Figure(Amount.of(real.value()));
            default -> null;
        };
    }

    /** One without buckets has all its observations in the last, which has no bound. */
    private static Series distribution(Point.Buckets point) {
        boolean counted = point.counts().size() == point.bounds().size() + 1;
        List<Double> bounds = counted ? point.bounds() : List.of();
        long[] counts =
                counted ? point.counts().stream().mapToLong(Long::longValue).toArray() : new long[] {point.count()};
        return new Series.Distribution(bounds, counts, sum(point.sum()));
    }

    private static Amount sum(OptionalDouble sum) {
        return Amount.of(sum.orElse(0));
    }

    /** As buckets with bounds, from the farthest below 0 to the farthest above. */
    private static Series distribution(Point.Exponential point) {
        double base = Math.pow(2, Math.pow(2, -point.scale()));
        TreeMap<Double, Long> buckets = new TreeMap<>();
        List<Long> negative = point.negative().counts();
        for (int i = 0; i < negative.size(); i++) {
            buckets.merge(-Math.pow(base, point.negative().offset() + (double) i), negative.get(i), Long::sum);
        }
        buckets.merge(point.zeroThreshold(), point.zeroCount(), Long::sum);
        List<Long> positive = point.positive().counts();
        for (int i = 0; i < positive.size(); i++) {
            buckets.merge(Math.pow(base, point.positive().offset() + i + 1.0), positive.get(i), Long::sum);
        }
        Long beyond = buckets.remove(Double.POSITIVE_INFINITY);
        List<Double> bounds = new ArrayList<>(buckets.keySet());
        long[] counts = new long[bounds.size() + 1];
        for (int i = 0; i < bounds.size(); i++) {
            counts[i] = buckets.getOrDefault(bounds.get(i), 0L);
        }
        counts[bounds.size()] = beyond == null ? 0 : beyond;
        return new Series.Distribution(bounds, counts, sum(point.sum()));
    }

    private static Series quantiles(Point.Quantiles point) {
        Map<Double, Double> values = new TreeMap<>();
        point.quantiles().forEach(quantile -> values.put(quantile.quantile(), quantile.value()));
        return new Series.Quantiles(values, point.count(), Amount.of(point.sum()));
    }
}
