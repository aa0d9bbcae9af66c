package io.borescope.engine.runtime.telemetry;

import io.borescope.api.telemetry.Counter;
import io.borescope.api.telemetry.Meter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The own figures of all components. Thread-safe. */
public final class MeterRegistry {
    private static final Logger log = LoggerFactory.getLogger(MeterRegistry.class);

    private final Map<Name, Metric> metrics = new ConcurrentSkipListMap<>();

    /**
     * The meter of one component. Counters outlive its instances.
     *
     * @param owner is told how to forget a gauge, and does so when the instance that registered it ends
     */
    public Meter meter(ComponentKey key, Consumer<Runnable> owner) {
        return new Meter() {
            @Override
            public Counter counter(String name, String unit, String description) {
                return register(key, name, unit, description);
            }

            @Override
            public void gauge(String name, String unit, String description, LongSupplier value) {
                Metric gauge = new Metric(unit, description, null, value);
                metrics.put(new Name(key, name), gauge);
                owner.accept(() -> metrics.remove(new Name(key, name), gauge));
            }
        };
    }

    /** A counter of the engine's about one component. */
    public Counter counter(ComponentKey key, String name, String unit, String description) {
        return register(key, name, unit, description);
    }

    /** Reads everything, sorted by component and name. A gauge that throws is left out. */
    public List<MetricReading> read() {
        List<MetricReading> readings = new ArrayList<>();
        metrics.forEach((name, metric) -> {
            try {
                readings.add(new MetricReading(
                        name.key(),
                        name.name(),
                        metric.unit(),
                        metric.description(),
                        metric.monotonic(),
                        metric.value().getAsLong()));
            } catch (RuntimeException failure) {
                log.debug("{}: cannot read gauge {}", name.key(), name.name(), failure);
            }
        });
        return readings;
    }

    private Counter register(ComponentKey key, String name, String unit, String description) {
        Metric metric = metrics.computeIfAbsent(new Name(key, name), _ -> Metric.counter(unit, description));
        LongAdder sum = metric.sum();
        if (sum == null) {
            throw new IllegalStateException(name + " is a gauge already");
        }
        return amount -> {
            if (amount < 0) {
                throw new IllegalArgumentException(name + " cannot shrink: " + amount);
            }
            sum.add(amount);
        };
    }

    private record Name(ComponentKey key, String name) implements Comparable<Name> {
        private static final Comparator<Name> ORDER =
                Comparator.comparing(Name::key).thenComparing(Name::name);

        @Override
        public int compareTo(Name other) {
            return ORDER.compare(this, other);
        }
    }

    private record Metric(
            String unit, String description, @Nullable LongAdder sum, LongSupplier value) {
        static Metric counter(String unit, String description) {
            LongAdder sum = new LongAdder();
            return new Metric(unit, description, sum, sum::sum);
        }

        boolean monotonic() {
            return sum != null;
        }
    }
}
