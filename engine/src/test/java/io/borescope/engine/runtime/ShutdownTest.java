package io.borescope.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.api.Signal;
import io.borescope.api.component.ExportException;
import io.borescope.api.component.ExportResult;
import io.borescope.api.component.Exporter;
import io.borescope.api.component.Processor;
import io.borescope.api.component.SignalPath;
import io.borescope.api.event.EventBatch;
import io.borescope.engine.plan.AgentPlan;
import io.borescope.engine.plan.DeliveryConfig;
import io.borescope.engine.plan.DeliveryConfig.RetryOnFailure;
import io.borescope.engine.runtime.telemetry.Summary.Flow;
import io.borescope.testing.Waiting;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each of these would run into its time limit if closing were not bounded. */
@Timeout(60)
class ShutdownTest {
    private static final RetryOnFailure SLOW_RETRIES =
            new RetryOnFailure(true, Duration.ofHours(1), 1.0, 0.0, Duration.ofHours(1), Duration.ZERO);

    private final HandReceiver.Made sources = new HandReceiver.Made();
    private final CountDownLatch letGo = new CountDownLatch(1);

    @AfterEach
    void letGo() {
        letGo.countDown();
    }

    @Test
    void countsWhatADeadBackendDidNotTake() throws Exception {
        Flow flow = closeWith(Deliveries.quick(), Duration.ofMillis(500), _ -> {
            throw ExportException.passing("connection refused", null);
        });

        assertThat(flow.lostByReason()).containsOnlyKeys("shutdown").containsEntry("shutdown", 30L);
    }

    @Test
    void doesNotWaitForARetryThatWouldComeTooLate() throws Exception {
        AtomicInteger attempts = new AtomicInteger();
        DeliveryConfig delivery = Deliveries.of(Deliveries.queue(1000, false, null), SLOW_RETRIES);
        Flow flow = closeWith(delivery, Duration.ofHours(1), _ -> {
            attempts.incrementAndGet();
            throw ExportException.passing("connection refused", null);
        });

        assertThat(flow.lostByReason()).containsOnlyKeys("shutdown").containsEntry("shutdown", 30L);
        assertThat(attempts).hasValueGreaterThanOrEqualTo(2); // the shutdown itself is a reason for one more try
    }

    @Test
    void deliversWhatWaitsForARetryWhenTheBackendIsBack() throws Exception {
        AtomicInteger attempts = new AtomicInteger();
        DeliveryConfig delivery = Deliveries.of(Deliveries.queue(1000, false, null), SLOW_RETRIES);
        Flow flow = closeWith(delivery, Duration.ofHours(1), _ -> {
            if (attempts.incrementAndGet() == 1) {
                throw ExportException.passing("connection refused", null);
            }
            return ExportResult.ACCEPTED;
        });

        assertThat(flow.exported()).isEqualTo(30);
    }

    @Test
    void interruptsAnExportThatHangs() throws Exception {
        Flow flow = closeWith(Deliveries.quick(), Duration.ofMillis(500), _ -> {
            letGo.await();
            return ExportResult.ACCEPTED;
        });

        assertThat(flow.lostByReason()).containsOnlyKeys("shutdown").containsEntry("shutdown", 30L);
    }

    @Test
    void leavesAnExportBehindThatIgnoresItsInterruption() throws Exception {
        Flow flow = closeWith(Deliveries.quick(), Duration.ofMillis(500), _ -> {
            hang();
            return ExportResult.ACCEPTED;
        });

        assertThat(flow.lostByReason()).containsOnlyKeys("shutdown").containsEntry("shutdown", 30L);
    }

    @Test
    void leavesAProcessorBehindThatHangs() throws Exception {
        CollectingExporter sink = new CollectingExporter();
        AgentPlan plan = new PlanBuilder()
                .shutdownTimeout(Duration.ofMillis(500))
                .receiver("source", sources::make)
                .processor("stage", SignalPath.through(Signal.EVENTS), (_, _) -> (Processor<EventBatch>) _ -> hang())
                .exporter("sink", Deliveries.quick(), _ -> sink)
                .pipeline("main", Signal.EVENTS, List.of("source"), List.of("stage"), List.of("sink"))
                .build();
        Agent agent = new Agent(plan);
        agent.start();
        Thread.ofPlatform().daemon().start(() -> sources.last().send(7));
        Waiting.until("it hangs", () -> agent.ledger().get(1).in().events() == 7);
        agent.close();

        Flow flow = agent.summary().flows().getFirst();
        assertThat(flow.lostByReason()).containsOnlyKeys("shutdown").containsEntry("shutdown", 7L);
        assertThat(flow).matches(Flow::balanced);
    }

    @Test
    void releasesAReceiverThatWaitsForRoomInAQueue() throws Exception {
        DeliveryConfig delivery = Deliveries.of(Deliveries.queue(1, true, null), SLOW_RETRIES);
        AgentPlan plan = plan(delivery, Duration.ofMillis(500), _ -> {
            throw ExportException.passing("connection refused", null);
        });
        Agent agent = new Agent(plan);
        agent.start();
        Thread sender = Thread.ofPlatform().daemon().start(() -> {
            for (int i = 0; i < 10; i++) {
                sources.last().send(3);
            }
        });
        Waiting.until("it waits", () -> sender.getState() == Thread.State.WAITING);
        agent.close();
        sender.join();

        Flow flow = agent.summary().flows().getFirst();
        assertThat(flow.seen()).isEqualTo(30);
        assertThat(flow.lostByReason()).containsOnlyKeys("shutdown").containsEntry("shutdown", 30L);
    }

    private Flow closeWith(DeliveryConfig delivery, Duration shutdownTimeout, Exporter exporter) throws Exception {
        Agent agent = new Agent(plan(delivery, shutdownTimeout, exporter));
        agent.start();
        for (int i = 0; i < 10; i++) {
            sources.last().send(3);
        }
        if (delivery.retryOnFailure().equals(SLOW_RETRIES)) {
            Waiting.until("the consumer rests", ShutdownTest::consumerRests);
        }
        agent.close();

        Flow flow = agent.summary().flows().getFirst();
        assertThat(flow.seen()).isEqualTo(30);
        assertThat(flow).matches(Flow::balanced);
        assertThat(flow.held()).isZero();
        return flow;
    }

    private static boolean consumerRests() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread ->
                        thread.getName().equals("sink consumer") && thread.getState() == Thread.State.TIMED_WAITING);
    }

    private AgentPlan plan(DeliveryConfig delivery, Duration shutdownTimeout, Exporter exporter) {
        return new PlanBuilder()
                .shutdownTimeout(shutdownTimeout)
                .receiver("source", sources::make)
                .exporter("sink", delivery, _ -> exporter)
                .pipeline("main", Signal.EVENTS, List.of("source"), List.of(), List.of("sink"))
                .build();
    }

    /** Until the test is over, whatever happens. */
    private void hang() {
        while (letGo.getCount() > 0) {
            LockSupport.parkNanos(1_000_000);
        }
    }
}
