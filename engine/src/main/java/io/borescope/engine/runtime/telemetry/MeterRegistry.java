package io.borescope.engine.runtime.telemetry;

import io.borescope.api.telemetry.Counter;
import io.borescope.api.telemetry.Meter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
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
    private final boolean detailed;

    /**
     * @param detailed whether components shall keep figures that cost something
     */
    public MeterRegistry(boolean detailed) {
        this.detailed = detailed;
    }

    /**
     * The meter of one component. Its counters outlive its instances.
     *
     * @param owner is told how to forget what an instance supplies, and does so when the instance ends
     */
    public Meter meter(ComponentKey key, Consumer<Runnable> owner) {
        return new ComponentMeter(key, Collections.emptySortedMap(), owner);
    }

    /** A counter of the engine's about one component. */
    public Counter counter(ComponentKey key, String name, String unit, String description) {
        return register(new Name(key, name, Collections.emptySortedMap()), unit, description);
    }

    /** Reads everything, sorted by component, name and labels. What throws is left out. */
    public List<MetricReading> read() {
        List<MetricReading> readings = new ArrayList<>();
        metrics.forEach((name, metric) -> {
            try {
                readings.add(new MetricReading(
                        name.key(),
                        name.name(),
                        name.labels(),
                        metric.unit(),
                        metric.description(),
                        metric.monotonic(),
                        metric.value().getAsLong()));
            } catch (RuntimeException failure) {
                log.debug("{}: cannot read {}", name.key(), name.name(), failure);
            }
        });
        return readings;
    }

    private Counter register(Name name, String unit, String description) {
        Metric metric = metrics.computeIfAbsent(name, _ -> Metric.counter(unit, description));
        LongAdder sum = metric.sum();
        if (sum == null) {
            throw new IllegalStateException(name.name() + " has a supplier already");
        }
        return amount -> {
            if (amount < 0) {
                throw new IllegalArgumentException(name.name() + " cannot shrink: " + amount);
            }
            sum.add(amount);
        };
    }

    /** A component's own, with the labels that were asked for. */
    private final class ComponentMeter implements Meter {
        private final ComponentKey key;
        private final SortedMap<String, String> labels;
        private final Consumer<Runnable> owner;

        ComponentMeter(ComponentKey key, SortedMap<String, String> labels, Consumer<Runnable> owner) {
            this.key = key;
            this.labels = labels;
            this.owner = owner;
        }

        @Override
        public Counter counter(String name, String unit, String description) {
            return register(new Name(key, name, labels), unit, description);
        }

        @Override
        public void counter(String name, String unit, String description, LongSupplier value) {
            supply(name, new Metric(unit, description, true, null, value));
        }

        @Override
        public void gauge(String name, String unit, String description, LongSupplier value) {
            supply(name, new Metric(unit, description, false, null, value));
        }

        private void supply(String name, Metric metric) {
            Name full = new Name(key, name, labels);
            metrics.put(full, metric);
            owner.accept(() -> metrics.remove(full, metric));
        }

        @Override
        public Meter with(String label, String value) {
            SortedMap<String, String> more = new TreeMap<>(labels);
            more.put(label, value);
            return new ComponentMeter(key, Collections.unmodifiableSortedMap(more), owner);
        }

        @Override
        public boolean isDetailed() {
            return detailed;
        }
    }

    private record Name(ComponentKey key, String name, SortedMap<String, String> labels) implements Comparable<Name> {
        private static final Comparator<Name> ORDER = Comparator.comparing(Name::key)
                .thenComparing(Name::name)
                .thenComparing(name -> name.labels().toString());

        @Override
        public int compareTo(Name other) {
            return ORDER.compare(this, other);
        }
    }

    /** With a sum if it is counted here. */
    private record Metric(
            String unit,
            String description,
            boolean monotonic,
            @Nullable LongAdder sum,
            LongSupplier value) {
        static Metric counter(String unit, String description) {
            LongAdder sum = new LongAdder();
            return new Metric(unit, description, true, sum, sum::sum);
        }
    }
}
