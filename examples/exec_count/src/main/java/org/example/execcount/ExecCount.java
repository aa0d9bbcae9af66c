package org.example.execcount;

import io.borescope.api.BatchConsumer;
import io.borescope.api.Signal;
import io.borescope.api.component.DutyCycle;
import io.borescope.api.component.Outputs;
import io.borescope.api.component.Receiver;
import io.borescope.api.component.ReceiverSettings;
import io.borescope.api.component.StartException;
import io.borescope.api.component.Worker;
import io.borescope.api.otel.Attributes;
import io.borescope.api.otel.Group;
import io.borescope.api.otel.Metric;
import io.borescope.api.otel.OtelResource;
import io.borescope.api.otel.Point;
import io.borescope.api.otel.PointBatch;
import io.borescope.api.otel.Scope;
import io.borescope.api.otel.Value;
import io.borescope.api.telemetry.Counter;
import io.borescope.bpf.BpfException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Hands on how often each program was executed since the receiver was started, at every interval and once more at the end. */
final class ExecCount implements Receiver, DutyCycle {
    private final ReceiverSettings settings;
    private final ExecCountConfig config;
    private final BatchConsumer<PointBatch> next;
    private final Counter lost;
    private final Semaphore awake = new Semaphore(0);
    private Optional<ExecCounter> counter = Optional.empty();
    private Optional<Worker> worker = Optional.empty();
    private long startEpochNanos;
    private long dueNanos;
    private long lostSoFar;

    ExecCount(ReceiverSettings settings, ExecCountConfig config, Outputs outputs) {
        this.settings = settings;
        this.config = config;
        this.next = outputs.require(Signal.DATA_POINTS);
        this.lost = settings.ledger().lost("map_full", "Executions of more than 1024 different programs.");
    }

    @Override
    public void start() throws StartException {
        counter = Optional.of(ExecCounter.start());
        startEpochNanos = settings.clock().epochNanos();
        dueNanos = settings.clock().monotonicNanos() + config.interval().toNanos();
        worker = Optional.of(settings.workers().start("", this));
    }

    @Override
    public int doWork() throws BpfException {
        if (settings.clock().monotonicNanos() - dueNanos < 0) {
            return 0;
        }
        dueNanos += config.interval().toNanos();
        handOn();
        return 1;
    }

    private void handOn() throws BpfException {
        if (counter.isEmpty()) {
            return;
        }
        Map<String, Long> counts = counter.get().counts();
        long lostNow = counter.get().lost();
        lost.add(lostNow - lostSoFar);
        lostSoFar = lostNow;
        if (!counts.isEmpty()) {
            next.consume(batch(counts));
        }
    }

    private PointBatch batch(Map<String, Long> counts) {
        long now = settings.clock().epochNanos();
        List<Point.Figure> points = counts.entrySet().stream()
                .map(count -> new Point.Figure(
                        new Point.Head(
                                Attributes.ofTexts(Map.of("process.executable.name", count.getKey())), startEpochNanos, now, 0),
                        Value.of(count.getValue()),
                        List.of()))
                .toList();
        Metric metric = new Metric(
                "process.executions",
                "Programs that processes began to run.",
                "{execution}",
                Attributes.EMPTY,
                new Metric.Sum(points, Metric.Temporality.CUMULATIVE, true));
        OtelResource host = OtelResource.of(Attributes.ofTexts(settings.resource().attributes()));
        return new PointBatch(
                settings.batchIds().next(),
                List.of(new Group<>(host, Scope.of("org.example.exec_count", "1.0.0"), List.of(metric))));
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

    /** First the thread, then what it reads: what was seen is handed on before the program goes. */
    @Override
    public void close() {
        worker.ifPresent(Worker::close);
        worker = Optional.empty();
        try {
            handOn();
        } catch (BpfException e) {
            settings.status().recoverable("cannot read the last counts: " + e.getMessage());
        }
        counter.ifPresent(ExecCounter::close);
        counter = Optional.empty();
    }
}
