package io.borescope.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.api.Batch;
import io.borescope.api.BatchConsumer;
import io.borescope.api.Signal;
import io.borescope.api.component.ExportException;
import io.borescope.api.component.ExportResult;
import io.borescope.api.component.Exporter;
import io.borescope.api.component.Outputs;
import io.borescope.api.component.Processor;
import io.borescope.api.component.ProcessorSettings;
import io.borescope.api.component.SignalPath;
import io.borescope.api.event.EventBatch;
import io.borescope.api.telemetry.Figure;
import io.borescope.engine.plan.AgentPlan;
import io.borescope.engine.plan.DeliveryConfig;
import io.borescope.engine.plan.DeliveryConfig.RetryOnFailure;
import io.borescope.engine.plan.DeliveryConfig.SendingQueue;
import io.borescope.engine.plan.DeliveryConfig.Sizer;
import io.borescope.engine.runtime.telemetry.ComponentKind;
import io.borescope.engine.runtime.telemetry.Summary.Flow;
import io.borescope.testing.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens to data while a processor keeps it out, or exporters have no room for it. */
class RefusalTest {
    private static final SignalPath EVENTS = SignalPath.through(Signal.EVENTS);

    private final HandReceiver.Made receivers = new HandReceiver.Made();
    private final CollectingExporter open = new CollectingExporter();
    private final CollectingExporter guarded = new CollectingExporter();
    private final Semaphore letThrough = new Semaphore(0);
    private final Queue<ExportException> failures = new ConcurrentLinkedQueue<>();
    private volatile boolean admits = true;
    private volatile boolean letGo;

    /** Lets data in while the test says so. */
    private final class Door implements Processor<EventBatch> {
        private final BatchConsumer<EventBatch> next;

        Door(Outputs outputs) {
            next = outputs.require(Signal.EVENTS);
        }

        @Override
        public void consume(EventBatch batch) {
            next.consume(batch);
        }

        @Override
        public boolean admits() {
            return admits;
        }
    }

    private AgentPlan plan() {
        return new PlanBuilder()
                .receiver("source", receivers::make)
                .processor("door", EVENTS, (_, outputs) -> new Door(outputs))
                .exporter("open", Deliveries.quick(), _ -> open)
                .exporter("guarded", Deliveries.quick(), _ -> guarded)
                .pipeline("open", Signal.EVENTS, List.of("source"), List.of(), List.of("open"))
                .pipeline("guarded", Signal.EVENTS, List.of("source"), List.of("door"), List.of("guarded"))
                .build();
    }

    @Test
    void anOfferIsTakenByAllPipelinesOrByNone() throws Exception {
        Agent agent = new Agent(plan());
        try (agent) {
            agent.start();
            assertThat(receivers.last().offer(3)).isTrue();
            admits = false;
            assertThat(receivers.last().offer(5)).isFalse();
            admits = true;
            assertThat(receivers.last().offer(5)).isTrue();
        }
        assertThat(open.events()).isEqualTo(8);
        assertThat(guarded.events()).isEqualTo(8);
        assertThat(agent.summary().seen()).isEqualTo(8);
        assertThat(agent.summary().flows()).hasSize(2).allSatisfy(flow -> {
            assertThat(flow.seen()).isEqualTo(8);
            assertThat(flow.lostByReason()).isEmpty();
        });
        assertThat(refused(agent)).isEqualTo(5);
    }

    @Test
    void whatIsNotOfferedIsLostWhereItIsRefused() throws Exception {
        Agent agent = new Agent(plan());
        try (agent) {
            agent.start();
            receivers.last().send(3);
            admits = false;
            receivers.last().send(5);
        }
        assertThat(open.events()).isEqualTo(8);
        assertThat(guarded.events()).isEqualTo(3);
        assertThat(agent.summary().flows()).hasSize(2).allMatch(Flow::balanced);
        assertThat(agent.summary().flows().getLast().lostByReason()).containsOnly(Map.entry("refused", 5L));
        assertThat(agent.ledger())
                .allSatisfy(line -> assertThat(line.missingEvents()).isZero());
    }

    /** Takes an export when the test lets it. */
    private final class Slow implements Exporter {
        @Override
        public ExportResult export(List<? extends Batch> batches) throws ExportException, InterruptedException {
            letThrough.acquire();
            ExportException failure = failures.poll();
            if (failure != null) {
                throw failure;
            }
            return guarded.export(batches);
        }
    }

    private Agent agent(DeliveryConfig slow) {
        return new Agent(new PlanBuilder()
                .receiver("source", receivers::make)
                .exporter("slow", slow, _ -> new Slow())
                .pipeline("slow", Signal.EVENTS, List.of("source"), List.of(), List.of("slow"))
                .build());
    }

    private static DeliveryConfig queueOf(int items) {
        return Deliveries.of(Deliveries.queue(1, items, Sizer.ITEMS, false, null, null), Deliveries.QUICK_RETRIES);
    }

    private static DeliveryConfig waiting(RetryOnFailure retries) {
        return Deliveries.of(new SendingQueue(true, 1, 10L, Sizer.REQUESTS, false, true, null, null), retries);
    }

    /** Fills the queue to the last record but one: one export is in flight, nine of ten records wait. */
    private void fillQueueOfTen() {
        assertThat(receivers.last().offer(2)).isTrue();
        Waiting.until("the consumer has it", letThrough::hasQueuedThreads);
        assertThat(receivers.last().offer(9)).isTrue();
    }

    private static void assertBalanced(Agent agent) {
        assertThat(agent.ledger()).allSatisfy(line -> {
            assertThat(line.missingEvents()).as(line.toString()).isZero();
            assertThat(line.held().events()).as(line.toString()).isZero();
        });
        assertThat(agent.summary().flows()).allMatch(Flow::balanced);
    }

    private static long refused(Agent agent) {
        return agent.figures().read().stream()
                .filter(family -> family.name().equals("borescope_receiver_refused_events"))
                .flatMap(family -> family.figures().stream())
                .mapToLong(figure -> ((Figure.Whole) figure).value())
                .sum();
    }

    @Test
    void anOfferGoesBackWhereNoExporterHasRoomAndIsNotLost() throws Exception {
        Agent agent = agent(queueOf(10));
        try (agent) {
            agent.start();
            fillQueueOfTen();
            assertThat(receivers.last().offer(5))
                    .as("nine wait, five more do not fit")
                    .isFalse();
            assertThat(receivers.last().offer(1)).as("one fits").isTrue();
            assertThat(receivers.last().offer(1)).as("full").isFalse();
            letThrough.release(1_000);
            Waiting.until("there is room", () -> guarded.events() == 12);
            assertThat(receivers.last().offer(5)).isTrue();
        }
        assertBalanced(agent);
        Flow flow = agent.summary().flows().getFirst();
        assertThat(flow.seen()).isEqualTo(17);
        assertThat(flow.exported()).isEqualTo(17);
        assertThat(flow.lostByReason()).isEmpty();
        assertThat(agent.summary().seen()).isEqualTo(17);
        assertThat(guarded.events()).isEqualTo(17);
        assertThat(refused(agent)).isEqualTo(6);
    }

    @Test
    void whatOneExporterHasTakenDoesNotGoBackAndIsLostWhereThereIsNoRoom() throws Exception {
        Agent agent = new Agent(new PlanBuilder()
                .receiver("source", receivers::make)
                .exporter("slow", queueOf(10), _ -> new Slow())
                .exporter("open", Deliveries.quick(), _ -> open)
                .pipeline("main", Signal.EVENTS, List.of("source"), List.of(), List.of("slow", "open"))
                .build());
        try (agent) {
            agent.start();
            fillQueueOfTen();
            assertThat(receivers.last().offer(5)).isTrue();
            letThrough.release(1_000);
        }
        assertBalanced(agent);
        assertThat(open.events()).isEqualTo(16);
        assertThat(guarded.events()).isEqualTo(11);
        assertThat(agent.summary().flows().getFirst().lostByReason()).containsOnly(Map.entry("queue_full", 5L));
        assertThat(refused(agent)).isZero();
    }

    /** Keeps batches until the test lets them go, as {@code batch} does. */
    private final class Holder implements Processor<EventBatch> {
        private final Queue<EventBatch> held = new ConcurrentLinkedQueue<>();
        private final BatchConsumer<EventBatch> next;

        Holder(ProcessorSettings settings, Outputs outputs) {
            next = outputs.require(Signal.EVENTS);
            settings.ledger()
                    .held(() -> held.stream().mapToLong(Batch::eventCount).sum());
            settings.timers().every(Duration.ofMillis(1), () -> {
                if (letGo) {
                    close();
                }
            });
        }

        @Override
        public void consume(EventBatch batch) {
            held.add(batch.owned());
        }

        @Override
        public void close() {
            while (!held.isEmpty()) {
                next.consume(held.remove());
            }
        }
    }

    /** A pipeline with a processor that keeps data, into exporters of these names: {@code slow} with a queue of ten, {@code open} without end. */
    private PlanBuilder holding(String... exporters) {
        return new PlanBuilder()
                .receiver("source", receivers::make)
                .processor("holder", EVENTS, Holder::new)
                .exporter("slow", queueOf(10), _ -> new Slow())
                .exporter("open", Deliveries.quick(), _ -> open)
                .pipeline("main", Signal.EVENTS, List.of("source"), List.of("holder"), List.of(exporters));
    }

    private static long queued(Agent agent) {
        return agent.ledger().stream()
                .filter(line -> line.key().kind() == ComponentKind.EXPORTER
                        && line.key().id().toString().equals("slow"))
                .mapToLong(line -> line.held().events())
                .sum();
    }

    /** Nine of ten records wait in the queue, seven in the processor. */
    private void fillQueueAndHolder(Agent agent) {
        letGo = true;
        assertThat(receivers.last().offer(2)).isTrue();
        Waiting.until("the consumer has it", letThrough::hasQueuedThreads);
        assertThat(receivers.last().offer(9)).isTrue();
        Waiting.until("it is queued", () -> queued(agent) == 11);
        letGo = false;
        assertThat(receivers.last().offer(4)).isTrue();
        assertThat(receivers.last().offer(3)).isTrue();
    }

    @Test
    void whatAProcessorHoldsIsLetIntoAFullQueueIfItCameInWhileThereWasRoom() throws Exception {
        Agent agent = new Agent(holding("slow").build());
        try (agent) {
            agent.start();
            fillQueueAndHolder(agent);
            letGo = true;
            Waiting.until("it is queued beyond the size", () -> queued(agent) == 18);
            assertThat(receivers.last().offer(1)).as("full").isFalse();
            letThrough.release(1_000);
        }
        assertBalanced(agent);
        Flow flow = agent.summary().flows().getFirst();
        assertThat(flow.lostByReason()).isEmpty();
        assertThat(flow.exported()).isEqualTo(18).isEqualTo(flow.seen()).isEqualTo(guarded.events());
        assertThat(refused(agent)).isEqualTo(1);
    }

    @Test
    void whatAProcessorHoldsGrowsNoFullQueueIfNobodyAskedForRoom() throws Exception {
        Agent agent = new Agent(holding("slow").build());
        try (agent) {
            agent.start();
            fillQueueAndHolder(agent);
            receivers.last().send(5);
            letGo = true;
            Waiting.until("the processor is empty", () -> held(agent) == 0);
            letThrough.release(1_000);
            Waiting.until("there is room", () -> guarded.events() == 11);
            assertThat(receivers.last().offer(5)).isTrue();
        }
        assertBalanced(agent);
        assertThat(agent.summary().flows().getFirst().lostByReason()).containsOnly(Map.entry("queue_full", 12L));
        assertThat(guarded.events()).isEqualTo(11 + 5);
    }

    private static long held(Agent agent) {
        return agent.ledger().stream()
                .filter(line -> line.key().kind() == ComponentKind.PROCESSOR)
                .mapToLong(line -> line.held().events())
                .sum();
    }

    @Test
    void whatAProcessorHoldsGrowsNoFullQueueIfAnotherExporterTakesIt() throws Exception {
        Agent agent = new Agent(holding("slow", "open").build());
        try (agent) {
            agent.start();
            fillQueueAndHolder(agent);
            letGo = true;
            Waiting.until("the other has it", () -> open.events() == 18);
            letThrough.release(1_000);
        }
        assertBalanced(agent);
        assertThat(agent.summary().flows().getFirst().lostByReason()).containsOnly(Map.entry("queue_full", 7L));
        assertThat(guarded.events()).isEqualTo(11);
    }

    @Test
    void whatAProcessorHoldsGoesToTheQueueThatIsLeastBeyondItsSize() throws Exception {
        Semaphore back = new Semaphore(0);
        Agent agent = new Agent(holding("slow", "away")
                .exporter("away", queueOf(5), _ -> (Exporter) batches -> {
                    back.acquire();
                    return open.export(batches);
                })
                .build());
        try (agent) {
            agent.start();
            fillQueueAndHolder(agent);
            letGo = true;
            Waiting.until("it is queued beyond the size", () -> queued(agent) == 18);
            letThrough.release(1_000);
            back.release(1_000);
        }
        assertBalanced(agent);
        Flow slow = agent.summary().flows().getFirst();
        Flow away = agent.summary().flows().getLast();
        assertThat(slow.lostByReason()).isEmpty();
        assertThat(away.lostByReason()).as("nine where five have room").containsOnly(Map.entry("queue_full", 7L));
        assertThat(guarded.events()).isEqualTo(18);
        assertThat(open.events()).isEqualTo(11);
    }

    @Test
    void whatAProcessorHoldsGrowsNoFullQueueIfItCameInForAnotherPipeline() throws Exception {
        Agent agent = new Agent(holding("slow")
                .pipeline("other", Signal.EVENTS, List.of("source"), List.of(), List.of("open"))
                .build());
        try (agent) {
            agent.start();
            fillQueueAndHolder(agent);
            letGo = true;
            Waiting.until("it is queued beyond the size", () -> queued(agent) == 18);
            assertThat(receivers.last().offer(5)).as("the other has room").isTrue();
            Waiting.until("the processor is empty", () -> held(agent) == 0);
            letThrough.release(1_000);
        }
        assertBalanced(agent);
        assertThat(agent.summary().flows().getFirst().lostByReason()).containsOnly(Map.entry("queue_full", 5L));
        assertThat(guarded.events()).isEqualTo(18);
        assertThat(open.events()).isEqualTo(23);
    }

    @Test
    void anOfferWaitsForRoomIfTheQueueIsToldTo() throws Exception {
        Agent agent = agent(Deliveries.of(Deliveries.queue(1, true, null), Deliveries.QUICK_RETRIES));
        try (agent) {
            agent.start();
            assertThat(receivers.last().offer(2)).isTrue();
            Waiting.until("the consumer has it", letThrough::hasQueuedThreads);
            assertThat(receivers.last().offer(3)).isTrue();
            AtomicBoolean taken = new AtomicBoolean();
            Thread sender = Thread.ofPlatform()
                    .daemon()
                    .start(() -> taken.set(receivers.last().offer(5)));
            Waiting.until("it waits", () -> sender.getState() == Thread.State.WAITING);
            letThrough.release(1_000);
            sender.join();
            assertThat(taken).isTrue();
        }
        assertBalanced(agent);
        assertThat(guarded.events()).isEqualTo(10);
    }

    @Test
    void aSenderHearsTheResultOfTheExportIfTheQueueWaitsForIt() throws Exception {
        letThrough.release(1_000);
        Agent agent = agent(waiting(Deliveries.NO_RETRIES));
        try (agent) {
            agent.start();
            assertThat(receivers.last().offer(2)).isTrue();
            failures.add(ExportException.passing("away", null));
            assertThat(receivers.last().offer(3)).as("may come again").isFalse();
            failures.add(ExportException.permanent("no such table", null));
            assertThat(receivers.last().offer(5)).as("would be refused again").isTrue();
            assertThat(receivers.last().offer(3)).isTrue();
        }
        assertBalanced(agent);
        Flow flow = agent.summary().flows().getFirst();
        assertThat(flow.seen()).isEqualTo(10);
        assertThat(flow.lostByReason()).containsOnly(Map.entry("rejected", 5L));
        assertThat(guarded.events()).isEqualTo(5);
        assertThat(refused(agent)).isEqualTo(3);
    }

    /** Senders that come again until they are let in, an exporter that fails as it likes, and a queue that is too short: each batch arrives once. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void everyBatchOfManyPatientSendersArrivesOnce(boolean waitForResult) throws Exception {
        Random random = new Random(5);
        SendingQueue queue = new SendingQueue(true, 2, 30L, Sizer.ITEMS, false, waitForResult, null, null);
        Agent agent = new Agent(new PlanBuilder()
                .receiver("source", receivers::make)
                .exporter(
                        "fickle",
                        Deliveries.of(queue, waitForResult ? Deliveries.NO_RETRIES : Deliveries.QUICK_RETRIES),
                        _ -> batches -> {
                            synchronized (random) {
                                if (random.nextInt(3) == 0) {
                                    throw ExportException.passing("busy", null);
                                }
                            }
                            return guarded.export(batches);
                        })
                .pipeline("main", Signal.EVENTS, List.of("source"), List.of(), List.of("fickle"))
                .build());
        try (agent) {
            agent.start();
            List<Thread> senders = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                senders.add(Thread.ofPlatform().daemon().start(() -> {
                    for (int events = 1; events <= 200; events++) {
                        int size = 1 + events % 20;
                        while (!receivers.last().offer(size)) {
                            LockSupport.parkNanos(50_000);
                        }
                    }
                }));
            }
            for (Thread sender : senders) {
                sender.join();
            }
        }
        assertBalanced(agent);
        Flow flow = agent.summary().flows().getFirst();
        assertThat(flow.lostByReason()).isEmpty();
        assertThat(guarded.batches()).hasSize(4 * 200);
        assertThat(flow.exported()).isEqualTo(guarded.events()).isEqualTo(flow.seen());
    }
}
