package io.borescope.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.api.Signal;
import io.borescope.api.event.EventBatch;
import io.borescope.engine.plan.AgentPlan;
import io.borescope.engine.runtime.telemetry.Summary.Flow;
import io.borescope.testing.Waiting;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AgentTest {
    @Test
    void deliversWhatAReceiverHandsOn() throws Exception {
        HandReceiver.Made receivers = new HandReceiver.Made();
        CollectingExporter sink = new CollectingExporter();
        AgentPlan plan = new PlanBuilder()
                .receiver("source", receivers::make)
                .exporter("sink", Deliveries.quick(), _ -> sink)
                .pipeline("main", Signal.EVENTS, List.of("source"), List.of(), List.of("sink"))
                .build();
        Agent agent = new Agent(plan);
        try (agent) {
            agent.start();
            receivers.last().send(23);
        }

        assertThat(sink.events()).isEqualTo(23);
        assertThat(agent.summary().seen()).isEqualTo(23);
        assertThat(agent.summary().flows()).singleElement().satisfies(flow -> {
            assertThat(flow.exported()).isEqualTo(23);
            assertThat(flow).matches(Flow::balanced);
        });
    }

    @Test
    void looksForStepsOfTheWallClockWhileItRuns() throws Exception {
        AtomicLong stepped = new AtomicLong();
        SystemClock clock = new SystemClock(System::nanoTime, () -> System.nanoTime() + stepped.get());
        AgentPlan plan = new PlanBuilder()
                .receiver("source", new HandReceiver.Made()::make)
                .exporter("sink", Deliveries.quick(), _ -> new CollectingExporter())
                .pipeline("main", Signal.EVENTS, List.of("source"), List.of(), List.of("sink"))
                .build();
        try (Agent agent = new Agent(plan, clock, clock::check, new UUID(1, 2), RestartDelays.DEFAULT)) {
            agent.start();
            assertThat(agent.clockSteps()).isZero();
            stepped.set(Duration.ofSeconds(-3).toNanos());
            Waiting.until("the step is noticed", () -> agent.clockSteps() == 1);
        }
    }

    @Test
    void sharesOneCopyOfABorrowedBatchAmongExporters() throws Exception {
        HandReceiver.Made receivers = new HandReceiver.Made();
        CollectingExporter one = new CollectingExporter();
        CollectingExporter two = new CollectingExporter();
        AgentPlan plan = new PlanBuilder()
                .receiver("source", receivers::make)
                .exporter("one", Deliveries.quick(), _ -> one)
                .exporter("two", Deliveries.quick(), _ -> two)
                .pipeline("main", Signal.EVENTS, List.of("source"), List.of(), List.of("one", "two"))
                .build();
        EventBatch borrowed = Batches.events(3, 1);
        try (Agent agent = new Agent(plan)) {
            agent.start();
            receivers.last().send(borrowed);
            receivers.last().send(0);
        }

        assertThat(one.batches()).singleElement().isNotSameAs(borrowed);
        assertThat(two.batches()).singleElement().isSameAs(one.batches().getFirst());
    }
}
