package io.borescope.receiver.ebpf;

import io.borescope.api.BatchIds;
import io.borescope.api.Resource;
import io.borescope.api.component.ComponentId;
import io.borescope.api.component.DutyCycle;
import io.borescope.api.component.ReceiverSettings;
import io.borescope.api.component.Services;
import io.borescope.api.component.StatusReporter;
import io.borescope.api.component.Worker;
import io.borescope.api.component.Workers;
import io.borescope.api.telemetry.Ledger;
import io.borescope.api.telemetry.Meter;
import io.borescope.api.time.ClockMapping;
import io.borescope.api.time.EngineClock;
import io.borescope.testing.HandClock;
import io.borescope.testing.TestSettings;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** What a receiver gets in a live test: real time, real threads, services shared with other receivers, and figures that can be read. */
final class LiveSettings implements ReceiverSettings {
    private final TestSettings figures;
    private final Services services;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final ClockMapping mapping =
            new ClockMapping(0, ChronoUnit.NANOS.between(Instant.EPOCH, Instant.now()) - System.nanoTime());

    LiveSettings(String id, Services services) {
        this.figures = new TestSettings(id, new HandClock(0, 0));
        this.services = services;
    }

    /** Ledger, own figures and status, as in any test. */
    TestSettings figures() {
        return figures;
    }

    /** What ended the receiver's thread, if anything did. */
    @Nullable
    Throwable failure() {
        return failure.get();
    }

    @Override
    public Workers workers() {
        return this::startThread;
    }

    private Worker startThread(String role, DutyCycle cycle) {
        Thread thread = new Thread(() -> run(cycle), id() + role);
        thread.start();
        return () -> end(thread, cycle);
    }

    private void run(DutyCycle cycle) {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                if (cycle.doWork() == 0) {
                    cycle.idle();
                }
            }
        } catch (Throwable e) {
            failure.set(e);
        }
    }

    private static void end(Thread thread, DutyCycle cycle) {
        thread.interrupt();
        cycle.wakeUp();
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public EngineClock clock() {
        return new EngineClock() {
            @Override
            public long monotonicNanos() {
                return System.nanoTime();
            }

            @Override
            public ClockMapping mapping() {
                return mapping;
            }
        };
    }

    @Override
    public Services services() {
        return services;
    }

    @Override
    public ComponentId id() {
        return figures.id();
    }

    @Override
    public Resource resource() {
        return figures.resource();
    }

    @Override
    public BatchIds batchIds() {
        return figures.batchIds();
    }

    @Override
    public Meter meter() {
        return figures.meter();
    }

    @Override
    public Ledger ledger() {
        return figures.ledger();
    }

    @Override
    public StatusReporter status() {
        return figures.status();
    }
}
