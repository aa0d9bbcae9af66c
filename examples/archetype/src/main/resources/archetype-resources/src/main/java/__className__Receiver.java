package ${package};

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
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Reads a number and hands it on as a data point. One thread, which the engine gives and ends. */
final class ${className}Receiver implements Receiver, DutyCycle {
    private final ReceiverSettings settings;
    private final ${className}Config config;
    private final BatchConsumer<PointBatch> next;
    private final Semaphore awake = new Semaphore(0);
    private Optional<Worker> worker = Optional.empty();
    private long dueNanos;

    ${className}Receiver(ReceiverSettings settings, ${className}Config config, Outputs outputs) {
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

    /** Does what is due and returns how much. Time comes from the engine's clock alone, so that a test can turn it. */
    @Override
    public int doWork() {
        if (settings.clock().monotonicNanos() - dueNanos < 0) {
            return 0;
        }
        dueNanos += config.interval().toNanos();
        try {
            next.consume(batch(read()));
            settings.status().ok();
            return 1;
        } catch (IOException | NumberFormatException unreadable) {
            settings.status().recoverable("cannot read " + config.file() + ": " + unreadable.getMessage());
            return 0;
        }
    }

    /** What it observes. Yours goes here. */
    private double read() throws IOException {
        return Double.parseDouble(Files.readString(config.file()).strip().split(" ", 2)[0]);
    }

    private PointBatch batch(double value) {
        Point.Head now = new Point.Head(Attributes.EMPTY, 0, settings.clock().epochNanos(), 0);
        Point.Figure point = new Point.Figure(now, new Value.Real(value), List.of());
        Metric metric = new Metric(
                "${type}.value", "The number in the file.", "1", Attributes.EMPTY, new Metric.Gauge(List.of(point)));
        OtelResource host = OtelResource.of(Attributes.ofTexts(settings.resource().attributes()));
        Scope scope = Scope.of("${groupId}.${artifactId}", "${version}");
        return new PointBatch(settings.batchIds().next(), List.of(new Group<>(host, scope, List.of(metric))));
    }

    /** Rests for 100 ms at most. */
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
