package io.borescope.testing;

import io.borescope.api.BatchId;
import io.borescope.api.BatchIds;
import io.borescope.api.Resource;
import io.borescope.api.Signal;
import io.borescope.api.component.ComponentId;
import io.borescope.api.component.DutyCycle;
import io.borescope.api.component.ExporterSettings;
import io.borescope.api.component.ExtensionSettings;
import io.borescope.api.component.ProcessorSettings;
import io.borescope.api.component.ReceiverSettings;
import io.borescope.api.component.Services;
import io.borescope.api.component.SignalPath;
import io.borescope.api.component.StatusReporter;
import io.borescope.api.component.Timers;
import io.borescope.api.component.Worker;
import io.borescope.api.component.Workers;
import io.borescope.api.telemetry.Counter;
import io.borescope.api.telemetry.Ledger;
import io.borescope.api.telemetry.Meter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * What the engine would give a component, for any kind of component. Nothing runs by itself: {@link #crank()} turns the duty cycles and {@link
 * #advance} lets time pass and timers fire, on the calling thread.
 */
public final class TestSettings implements ReceiverSettings, ProcessorSettings, ExporterSettings, ExtensionSettings {
    private static final UUID AGENT = new UUID(0, 1);
    private static final UUID RUN = new UUID(0, 2);

    private final ComponentId id;
    private final HandClock clock;
    private final AtomicLong sequence = new AtomicLong();
    private final Map<String, AtomicLong> counters = new TreeMap<>();
    private final Map<String, LongSupplier> gauges = new TreeMap<>();
    private final Map<String, AtomicLong> lost = new TreeMap<>();
    private final Map<Class<?>, Object> services = new HashMap<>();
    private final Map<Class<?>, List<Consumer<Object>>> subscribers = new HashMap<>();
    private final List<DutyCycle> cycles = new ArrayList<>();
    private final List<TestTimer> timers = new ArrayList<>();
    private Resource resource = Resource.EMPTY;
    private SignalPath path = SignalPath.through(Signal.EVENTS);
    private Duration timeout = Duration.ofSeconds(5);
    private LongSupplier held = () -> 0;
    private String status = "";

    /**
     * @param id as it would be configured: {@code type} or {@code type/name}
     * @param clock turned by the test
     */
    public TestSettings(String id, HandClock clock) {
        this.id = ComponentId.parse(id);
        this.clock = clock;
    }

    /** Sets whom batches are about. */
    public TestSettings resource(Resource value) {
        resource = value;
        return this;
    }

    /** Sets the path a processor stands in; events through by default. */
    public TestSettings path(Signal<?> in, Signal<?> out) {
        path = new SignalPath(in, out);
        return this;
    }

    /** Sets the time limit of an export; 5 s by default. */
    public TestSettings timeout(Duration value) {
        timeout = value;
        return this;
    }

    /** Lets every duty cycle do one slice of work and returns how much they did. */
    public int crank() throws Exception {
        int work = 0;
        for (DutyCycle cycle : List.copyOf(cycles)) {
            work += cycle.doWork();
        }
        return work;
    }

    /** Lets time pass in steps of a millisecond and fires the timers that become due. */
    public void advance(Duration duration) {
        long end = clock.monotonicNanos() + duration.toNanos();
        while (clock.monotonicNanos() < end) {
            clock.moveTo(Math.min(end, clock.monotonicNanos() + 1_000_000));
            List.copyOf(timers).forEach(timer -> timer.fireIfDue(clock.monotonicNanos()));
        }
    }

    /** What was lost for a reason, in input events. */
    public long lost(String reason) {
        AtomicLong count = lost.get(reason);
        return count == null ? 0 : count.get();
    }

    /** What was lost for any reason, in input events. */
    public long lost() {
        return lost.values().stream().mapToLong(AtomicLong::get).sum();
    }

    /** What the component says it holds, in input events. */
    public long held() {
        return held.getAsLong();
    }

    /** The value of one of the component's own counters; 0 if it has none of that name. */
    public long counted(String name) {
        AtomicLong count = counters.get(name);
        return count == null ? 0 : count.get();
    }

    /** The value of one of the component's own gauges; 0 if it has none of that name. */
    public long gauged(String name) {
        LongSupplier gauge = gauges.get(name);
        return gauge == null ? 0 : gauge.getAsLong();
    }

    /** The latest status: {@code ok}, {@code recoverable: …}, {@code permanent: …}, or empty if none was reported. */
    public String lastStatus() {
        return status;
    }

    @Override
    public ComponentId id() {
        return id;
    }

    @Override
    public HandClock clock() {
        return clock;
    }

    @Override
    public Resource resource() {
        return resource;
    }

    @Override
    public BatchIds batchIds() {
        return () -> new BatchId(AGENT, RUN, sequence.incrementAndGet());
    }

    @Override
    public Meter meter() {
        return new TestMeter("");
    }

    /** Figures with labels have them in their names: {@code runs{program=read}}. */
    private final class TestMeter implements Meter {
        private final String labels;

        TestMeter(String labels) {
            this.labels = labels;
        }

        private String full(String name) {
            return labels.isEmpty() ? name : name + "{" + labels + "}";
        }

        @Override
        public Counter counter(String name, String unit, String description) {
            return counters.computeIfAbsent(full(name), key -> new AtomicLong())::addAndGet;
        }

        @Override
        public void counter(String name, String unit, String description, LongSupplier value) {
            gauges.put(full(name), value);
        }

        @Override
        public void gauge(String name, String unit, String description, LongSupplier value) {
            gauges.put(full(name), value);
        }

        @Override
        public Meter with(String label, String value) {
            return new TestMeter((labels.isEmpty() ? "" : labels + ",") + label + "=" + value);
        }

        @Override
        public boolean isDetailed() {
            return false;
        }
    }

    @Override
    public Ledger ledger() {
        return new Ledger() {
            @Override
            public Counter lost(String reason, String description) {
                return lost.computeIfAbsent(reason, key -> new AtomicLong())::addAndGet;
            }

            @Override
            public void held(LongSupplier events) {
                held = events;
            }
        };
    }

    @Override
    public StatusReporter status() {
        return new StatusReporter() {
            @Override
            public void ok() {
                status = "ok";
            }

            @Override
            public void recoverable(String message) {
                status = "recoverable: " + message;
            }

            @Override
            public void permanent(String message) {
                status = "permanent: " + message;
            }
        };
    }

    @Override
    public Services services() {
        return new Services() {
            @Override
            public <T> void publish(Class<T> type, T service) {
                services.put(type, service); // there is one publisher, and its latest counts, as in the engine
                subscribers.getOrDefault(type, List.of()).forEach(subscriber -> subscriber.accept(service));
            }

            @Override
            public <T> Optional<T> find(Class<T> type) {
                return Optional.ofNullable(services.get(type)).map(type::cast);
            }

            @Override
            public <T> void subscribe(Class<T> type, Consumer<? super T> subscriber) {
                subscribers
                        .computeIfAbsent(type, key -> new ArrayList<>())
                        .add(service -> subscriber.accept(type.cast(service)));
                find(type).ifPresent(subscriber);
            }
        };
    }

    @Override
    public Workers workers() {
        return (role, cycle) -> {
            cycles.add(cycle);
            return (Worker) () -> cycles.remove(cycle);
        };
    }

    @Override
    public Timers timers() {
        return (period, task) ->
                timers.add(new TestTimer(period.toNanos(), clock.monotonicNanos() + period.toNanos(), task));
    }

    @Override
    public SignalPath path() {
        return path;
    }

    @Override
    public Duration timeout() {
        return timeout;
    }

    private static final class TestTimer {
        private final long periodNanos;
        private final Runnable task;
        private long dueNanos;

        TestTimer(long periodNanos, long dueNanos, Runnable task) {
            this.periodNanos = periodNanos;
            this.dueNanos = dueNanos;
            this.task = task;
        }

        void fireIfDue(long nowNanos) {
            while (nowNanos - dueNanos >= 0) {
                dueNanos += periodNanos;
                task.run();
            }
        }
    }
}
