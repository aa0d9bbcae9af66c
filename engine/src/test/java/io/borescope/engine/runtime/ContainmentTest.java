package io.borescope.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.api.Batch;
import io.borescope.api.BatchConsumer;
import io.borescope.api.Signal;
import io.borescope.api.component.DutyCycle;
import io.borescope.api.component.ExportResult;
import io.borescope.api.component.Exporter;
import io.borescope.api.component.Outputs;
import io.borescope.api.component.Processor;
import io.borescope.api.component.Receiver;
import io.borescope.api.component.ReceiverSettings;
import io.borescope.api.component.SignalPath;
import io.borescope.api.component.StartException;
import io.borescope.api.event.EventBatch;
import io.borescope.api.telemetry.AgentHealth.State;
import io.borescope.engine.plan.AgentPlan;
import io.borescope.engine.runtime.telemetry.ComponentStatus;
import io.borescope.engine.runtime.telemetry.LedgerLine;
import io.borescope.engine.runtime.telemetry.Summary.Flow;
import io.borescope.testing.LongForm;
import io.borescope.testing.Waiting;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class ContainmentTest {
    private static final SignalPath EVENTS = SignalPath.through(Signal.EVENTS);
    private static final RestartDelays QUICK = new RestartDelays(Duration.ofMillis(1), Duration.ofMillis(20));
    private static final RestartDelays NEVER = new RestartDelays(Duration.ofHours(1), Duration.ofHours(1));

    private final HandReceiver.Made sources = new HandReceiver.Made();
    private final CollectingExporter sink = new CollectingExporter();
    private final AtomicInteger made = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();

    @Test
    void replacesAProcessorThatThrows() throws Exception {
        Agent agent = agent(processorPlan(), QUICK);
        try (agent) {
            agent.start();
            sources.last().send(7);
            sources.last().send(13); // 13 events make it throw
            Waiting.until("a new instance works", () -> made.get() == 2 && isOk(agent, "stage"));
            sources.last().send(3);
        }

        assertThat(closed).hasValue(2);
        assertThat(sink.events()).isEqualTo(10);
        assertThat(line(agent, "stage").lostEvents("component_failed")).isEqualTo(13);
        assertBalanced(agent);
    }

    @Test
    void countsWhatArrivesWhileAProcessorIsDown() throws Exception {
        Agent agent = agent(processorPlan(), NEVER);
        try (agent) {
            agent.start();
            sources.last().send(13);
            sources.last().send(5);
            assertThat(status(agent, "stage").state()).isIn(State.OK, State.RECOVERABLE);
            Waiting.until("its status says so", () -> status(agent, "stage").state() == State.RECOVERABLE);
            assertThat(status(agent, "stage").message())
                    .contains("starts again in")
                    .contains("unlucky");
        }

        assertThat(line(agent, "stage").lostEvents("component_down")).isEqualTo(5);
        assertBalanced(agent);
    }

    @Test
    void losesOnlyWhatAFailedProcessorDidNotHandOn() throws Exception {
        AgentPlan plan = new PlanBuilder()
                .receiver("source", sources::make)
                .processor("stage", EVENTS, (_, outputs) -> {
                    BatchConsumer<EventBatch> next = outputs.require(Signal.EVENTS);
                    return (Processor<EventBatch>) batch -> {
                        next.consume(batch);
                        throw new IllegalStateException("too late to matter");
                    };
                })
                .exporter("sink", Deliveries.quick(), _ -> sink)
                .pipeline("main", Signal.EVENTS, List.of("source"), List.of("stage"), List.of("sink"))
                .build();
        Agent agent = agent(plan, NEVER);
        try (agent) {
            agent.start();
            sources.last().send(13);
        }

        assertThat(sink.events()).isEqualTo(13);
        assertThat(line(agent, "stage").lost()).isEmpty();
        assertBalanced(agent);
    }

    @Test
    void replacesAReceiverWhoseThreadThrows() throws Exception {
        AgentPlan plan = new PlanBuilder()
                .receiver("source", (settings, outputs) -> new Counting(settings, outputs, 10))
                .exporter("sink", Deliveries.quick(), _ -> sink)
                .pipeline("main", Signal.EVENTS, List.of("source"), List.of(), List.of("sink"))
                .build();
        Agent agent = agent(plan, QUICK);
        Set<Thread> before = threads();
        try (agent) {
            agent.start();
            Waiting.until("it was replaced three times", () -> made.get() >= 4);
            assertThat(newThreads(before, "source turn")).isLessThanOrEqualTo(2);
        }

        assertThat(closed.get()).isEqualTo(made.get());
        assertBalanced(agent);
        Waiting.until("no thread is left", () -> before.containsAll(threads()));
    }

    @Test
    void replacesAnExporterThatThrowsAndLosesOnlyWhatItHad() throws Exception {
        AgentPlan plan = new PlanBuilder()
                .receiver("source", sources::make)
                .exporter("sink", Deliveries.quick(), _ -> {
                    made.incrementAndGet();
                    return new Unlucky();
                })
                .pipeline("main", Signal.EVENTS, List.of("source"), List.of(), List.of("sink"))
                .build();
        Agent agent = agent(plan, QUICK);
        try (agent) {
            agent.start();
            sources.last().send(13);
            Waiting.until("a new instance was made", () -> made.get() == 2);
            sources.last().send(7);
        }

        assertThat(sink.events()).isEqualTo(7);
        assertThat(closed).hasValue(2);
        assertThat(line(agent, "sink").lostEvents("component_failed")).isEqualTo(13);
        assertBalanced(agent);
    }

    @Test
    void keepsTryingWhenANewInstanceCannotStart() throws Exception {
        AgentPlan plan = new PlanBuilder()
                .receiver("source", sources::make)
                .processor("stage", EVENTS, (_, outputs) -> new Stage(outputs) {
                    @Override
                    public void start() throws StartException {
                        int instance = made.get();
                        if (instance == 2) {
                            throw new StartException("not yet");
                        }
                        if (instance == 3) {
                            throw new AssertionError("not yet either");
                        }
                    }
                })
                .exporter("sink", Deliveries.quick(), _ -> sink)
                .pipeline("main", Signal.EVENTS, List.of("source"), List.of("stage"), List.of("sink"))
                .build();
        Agent agent = agent(plan, QUICK);
        try (agent) {
            agent.start();
            sources.last().send(13);
            Waiting.until("the fourth instance works", () -> made.get() == 4 && isOk(agent, "stage"));
            sources.last().send(7);
        }

        assertThat(sink.events()).isEqualTo(7);
        assertThat(closed).hasValue(4);
        assertBalanced(agent);
    }

    @Test
    void survivesACloseThatThrowsDuringAReplacement() throws Exception {
        AgentPlan plan = new PlanBuilder()
                .receiver("source", sources::make)
                .processor("stage", EVENTS, (_, outputs) -> new Stage(outputs) {
                    @Override
                    public void close() {
                        throw new StackOverflowError();
                    }
                })
                .exporter("sink", Deliveries.quick(), _ -> sink)
                .pipeline("main", Signal.EVENTS, List.of("source"), List.of("stage"), List.of("sink"))
                .build();
        Agent agent = agent(plan, QUICK);
        try (agent) {
            agent.start();
            sources.last().send(13);
            Waiting.until("a new instance works", () -> made.get() == 2 && isOk(agent, "stage"));
            sources.last().send(7);
        }

        assertThat(sink.events()).isEqualTo(7);
        assertBalanced(agent);
    }

    @Test
    void aBranchThatFailsAgainAndAgainLeavesTheOthersAlone() throws Exception {
        Duration load = LongForm.isWanted() ? Duration.ofSeconds(60) : Duration.ofMillis(800);
        AgentPlan plan = new PlanBuilder()
                .receiver("source", (settings, outputs) -> new Counting(settings, outputs, Integer.MAX_VALUE))
                .processor("stage", EVENTS, (_, outputs) -> new Stage(outputs) {
                    private int batches;

                    @Override
                    public void consume(EventBatch batch) {
                        if (++batches % 10 == 0) {
                            throw new IllegalStateException("every tenth");
                        }
                        super.consume(batch);
                    }
                })
                .exporter("sink", Deliveries.quick(), _ -> batches -> ExportResult.ACCEPTED)
                .exporter(
                        "other",
                        Deliveries.of(Deliveries.queue(1000, true, null), Deliveries.QUICK_RETRIES),
                        _ -> batches -> ExportResult.ACCEPTED)
                .pipeline("failing", Signal.EVENTS, List.of("source"), List.of("stage"), List.of("sink"))
                .pipeline("healthy", Signal.EVENTS, List.of("source"), List.of(), List.of("other"))
                .build();
        Agent agent = agent(plan, QUICK);
        Set<Thread> before = threads();
        try (agent) {
            agent.start();
            Waiting.until("it was replaced", () -> made.get() > 1);
            int after = newThreads(before, "");
            long end = System.nanoTime() + load.toNanos();
            while (System.nanoTime() < end) {
                LockSupport.parkNanos(1_000_000);
            }
            assertThat(made.get()).isGreaterThan(10);
            assertThat(newThreads(before, "")).isLessThanOrEqualTo(after + 1); // the one that replaces comes and goes
        }

        assertBalanced(agent);
        Flow healthy = agent.summary().flows().getLast();
        assertThat(healthy.lost()).isZero();
        assertThat(healthy.exported()).isEqualTo(healthy.seen()).isPositive();
        Waiting.until("no thread is left", () -> before.containsAll(threads()));
    }

    private AgentPlan processorPlan() {
        return new PlanBuilder()
                .receiver("source", sources::make)
                .processor("stage", EVENTS, (_, outputs) -> new Stage(outputs))
                .exporter("sink", Deliveries.quick(), _ -> sink)
                .pipeline("main", Signal.EVENTS, List.of("source"), List.of("stage"), List.of("sink"))
                .build();
    }

    private static Agent agent(AgentPlan plan, RestartDelays delays) {
        return new Agent(plan, new SystemClock(), () -> {}, new UUID(1, 2), delays);
    }

    private static ComponentStatus status(Agent agent, String id) {
        return agent.status().stream()
                .filter(status -> status.key().id().toString().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static boolean isOk(Agent agent, String id) {
        return status(agent, id).state() == State.OK;
    }

    private static LedgerLine line(Agent agent, String id) {
        return agent.ledger().stream()
                .filter(line -> line.key().id().toString().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static void assertBalanced(Agent agent) {
        assertThat(agent.ledger())
                .allSatisfy(line ->
                        assertThat(line.missingEvents()).as(line.toString()).isZero());
        assertThat(agent.summary().flows()).allMatch(Flow::balanced);
    }

    private static Set<Thread> threads() {
        return new HashSet<>(Thread.getAllStackTraces().keySet());
    }

    private static int newThreads(Set<Thread> before, String name) {
        Set<Thread> now = threads();
        now.removeAll(before);
        return (int)
                now.stream().filter(thread -> thread.getName().startsWith(name)).count();
    }

    /** Hands on all batches but those of 13 events. */
    private class Stage implements Processor<EventBatch> {
        private final BatchConsumer<EventBatch> next;

        Stage(Outputs outputs) {
            made.incrementAndGet();
            next = outputs.require(Signal.EVENTS);
        }

        @Override
        public void consume(EventBatch batch) {
            if (batch.size() == 13) {
                throw new IllegalStateException("unlucky");
            }
            next.consume(batch);
        }

        @Override
        public void close() {
            closed.incrementAndGet();
        }
    }

    /** Throws on exports of 13 events. */
    private final class Unlucky implements Exporter {
        @Override
        public ExportResult export(List<? extends Batch> batches) {
            if (batches.getFirst().eventCount() == 13) {
                throw new IllegalStateException("unlucky");
            }
            return sink.export(batches);
        }

        @Override
        public void close() {
            closed.incrementAndGet();
        }
    }

    /** Sends a batch each turn on a thread of its own; throws at the last turn. */
    private final class Counting implements Receiver, DutyCycle {
        private final ReceiverSettings settings;
        private final BatchConsumer<EventBatch> next;
        private final EventBatch batch = Batches.events(2, 1);
        private int turnsLeft;

        Counting(ReceiverSettings settings, Outputs outputs, int turns) {
            this.settings = settings;
            this.next = outputs.require(Signal.EVENTS);
            this.turnsLeft = turns;
        }

        @Override
        public void start() {
            if (turnsLeft < Integer.MAX_VALUE) {
                made.incrementAndGet();
            }
            settings.workers().start("turn", this);
        }

        @Override
        public int doWork() {
            next.consume(batch);
            if (--turnsLeft == 0) {
                throw new IllegalStateException("the ring is gone");
            }
            return turnsLeft % 8;
        }

        @Override
        public void idle() {
            LockSupport.parkNanos(100_000);
        }

        @Override
        public void wakeUp() {}

        @Override
        public void close() {
            closed.incrementAndGet();
        }
    }
}
