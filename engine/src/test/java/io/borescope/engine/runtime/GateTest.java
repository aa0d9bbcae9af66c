package io.borescope.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.api.Signal;
import io.borescope.api.component.Processor;
import io.borescope.api.component.ProcessorSettings;
import io.borescope.api.component.SignalPath;
import io.borescope.api.event.EventBatch;
import io.borescope.engine.plan.AgentPlan;
import io.borescope.testing.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class GateTest {
    private static final SignalPath EVENTS = SignalPath.through(Signal.EVENTS);

    private final HandReceiver.Made sources = new HandReceiver.Made();
    private final AtomicInteger inside = new AtomicInteger();
    private final AtomicInteger collisions = new AtomicInteger();
    private final AtomicLong timerRuns = new AtomicLong();

    @Test
    void letsOneThreadAtATimeIntoAPipelineWithStateTimersIncluded() throws Exception {
        try (Agent agent = new Agent(plan(false, WithTimer::new))) {
            agent.start();
            List<Thread> senders = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                senders.add(Thread.ofPlatform().start(() -> {
                    while (timerRuns.get() < 50) {
                        sources.last().send(1);
                    }
                }));
            }
            for (Thread sender : senders) {
                sender.join();
            }
        }

        assertThat(collisions).hasValue(0);
    }

    @Test
    void runsNoTimerOfAClosedProcessor() throws Exception {
        Agent agent = new Agent(plan(false, WithTimer::new));
        agent.start();
        Waiting.until("the timer runs", () -> timerRuns.get() > 2);
        agent.close();
        long runs = timerRuns.get();

        Waiting.until(
                "its thread has ended",
                () -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().equals("main timers")));
        assertThat(timerRuns).hasValue(runs);
    }

    @Test
    void letsSeveralThreadsIntoAPipelineWithoutState() throws Exception {
        CyclicBarrier both = new CyclicBarrier(2);
        AtomicInteger met = new AtomicInteger();
        try (Agent agent = new Agent(plan(true, _ -> _ -> {
            try {
                both.await(20, TimeUnit.SECONDS);
                met.incrementAndGet();
            } catch (Exception alone) {
                throw new IllegalStateException(alone);
            }
        }))) {
            agent.start();
            Thread other = Thread.ofPlatform().start(() -> sources.last().send(1));
            sources.last().send(1);
            other.join();
        }

        assertThat(met).hasValue(2);
    }

    private AgentPlan plan(boolean stateless, Function<ProcessorSettings, Processor<EventBatch>> maker) {
        return new PlanBuilder()
                .receiver("source", sources::make)
                .processor("stage", EVENTS, stateless, (settings, _) -> maker.apply(settings))
                .exporter("sink", Deliveries.quick(), _ -> new CollectingExporter())
                .pipeline("main", Signal.EVENTS, List.of("source"), List.of("stage"), List.of("sink"))
                .build();
    }

    /** Notices company. */
    private final class WithTimer implements Processor<EventBatch> {
        WithTimer(ProcessorSettings settings) {
            settings.timers().every(Duration.ofMillis(1), () -> {
                timerRuns.incrementAndGet();
                pass();
            });
        }

        @Override
        public void consume(EventBatch batch) {
            pass();
        }

        private void pass() {
            if (inside.incrementAndGet() > 1) {
                collisions.incrementAndGet();
            }
            Thread.onSpinWait();
            inside.decrementAndGet();
        }
    }
}
