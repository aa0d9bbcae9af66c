package org.example.loadaverage;

import io.borescope.api.BatchConsumer;
import io.borescope.api.Signal;
import io.borescope.api.component.DutyCycle;
import io.borescope.api.component.Outputs;
import io.borescope.api.component.Receiver;
import io.borescope.api.component.ReceiverSettings;
import io.borescope.api.component.Worker;
import io.borescope.api.otel.Attributes;
import io.borescope.api.otel.Group;
import io.borescope.api.otel.Metric;
import io.borescope.api.otel.OtelResource;
import io.borescope.api.otel.Point;
import io.borescope.api.otel.PointBatch;
import io.borescope.api.otel.Scope;
import io.borescope.api.otel.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Reads the load average and hands it on as data points.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/proc_loadavg.5.html">proc_loadavg(5)</a>
 */
final class LoadAverage implements Receiver, DutyCycle {
    private static final List<String> NAMES = List.of(
            "system.cpu.load_average.1m", "system.cpu.load_average.5m", "system.cpu.load_average.15m");

    private final ReceiverSettings settings;
    private final LoadAverageConfig config;
    private final BatchConsumer<PointBatch> next;
    private final Semaphore awake = new Semaphore(0);
    private Optional<Worker> worker = Optional.empty();
    private long dueNanos;

    LoadAverage(ReceiverSettings settings, LoadAverageConfig config, Outputs outputs) {
        this.settings = settings;
        this.config = config;
        this.next = outputs.require(Signal.DATA_POINTS);
        this.dueNanos = settings.clock().monotonicNanos();
    }

    /** Opens what the receiver needs; here only its thread. */
    @Override
    public void start() {
        worker = Optional.of(settings.workers().start("", this));
    }

    /** Time comes from the engine's clock alone, so that a test can turn it. */
    @Override
    public int doWork() {
        if (settings.clock().monotonicNanos() - dueNanos < 0) {
            return 0;
        }
        dueNanos += config.interval().toNanos();
        try {
            next.consume(batch(Files.readString(config.file())));
            settings.status().ok();
            return 1;
        } catch (IOException | IllegalArgumentException unreadable) {
            settings.status().recoverable("cannot read " + config.file() + ": " + unreadable.getMessage());
            return 0;
        }
    }

    private PointBatch batch(String text) {
        String[] fields = text.strip().split(" ", -1);
        if (fields.length < NAMES.size()) {
            throw new IllegalArgumentException("three numbers are expected");
        }
        Point.Head now = new Point.Head(Attributes.EMPTY, 0, settings.clock().epochNanos(), 0);
        List<Metric> metrics = new ArrayList<>();
        for (int i = 0; i < NAMES.size(); i++) {
            Value load = new Value.Real(Double.parseDouble(fields[i]));
            Point.Figure point = new Point.Figure(now, load, List.of());
            metrics.add(new Metric(
                    NAMES.get(i), "Threads that run or want to.", "{thread}", Attributes.EMPTY, new Metric.Gauge(List.of(point))));
        }
        OtelResource host = OtelResource.of(Attributes.ofTexts(settings.resource().attributes()));
        return new PointBatch(
                settings.batchIds().next(), List.of(new Group<>(host, Scope.of("org.example.load_average", "1.0.0"), metrics)));
    }

    @Override
    public void idle() throws InterruptedException {
        awake.tryAcquire(100, TimeUnit.MILLISECONDS);
        awake.drainPermits();
    }

    @Override
    public void wakeUp() {
        awake.release();
    }

    @Override
    public void close() {
        worker.ifPresent(Worker::close);
    }
}
