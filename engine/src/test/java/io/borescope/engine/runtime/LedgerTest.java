package io.borescope.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.api.Batch;
import io.borescope.api.BatchConsumer;
import io.borescope.api.Signal;
import io.borescope.api.component.DutyCycle;
import io.borescope.api.component.ExportException;
import io.borescope.api.component.ExportResult;
import io.borescope.api.component.Exporter;
import io.borescope.api.component.Outputs;
import io.borescope.api.component.Processor;
import io.borescope.api.component.ProcessorSettings;
import io.borescope.api.component.Receiver;
import io.borescope.api.component.ReceiverSettings;
import io.borescope.api.component.SignalPath;
import io.borescope.api.event.EventBatch;
import io.borescope.api.telemetry.Counter;
import io.borescope.engine.plan.AgentPlan;
import io.borescope.engine.plan.DeliveryConfig.Batching;
import io.borescope.engine.plan.DeliveryConfig.Sizer;
import io.borescope.engine.runtime.telemetry.Summary.Flow;
import io.borescope.testing.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The conservation law, end to end: what receivers counted for themselves against what exporters counted for themselves. */
class LedgerTest {
    private static final SignalPath EVENTS = SignalPath.through(Signal.EVENTS);
    private static final int TURNS = 2_000;

    private final AtomicLong leftSent = new AtomicLong();
    private final AtomicLong rightSent = new AtomicLong();
    private final AtomicLong turnsDone = new AtomicLong();
    private final AtomicLong reliableGot = new AtomicLong();
    private final AtomicLong failingGot = new AtomicLong();
    private final AtomicLong slowGot = new AtomicLong();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void balancesUnderRandomLoadsFailuresAndSlowBackends(long seed) throws Exception {
        Agent agent = new Agent(
                plan(seed),
                new SystemClock(),
                () -> {},
                new UUID(1, 2),
                new RestartDelays(Duration.ofMillis(1), Duration.ofMillis(10)));
        try (agent) {
            agent.start();
            Waiting.until("both receivers have sent everything", () -> turnsDone.get() >= 2 * TURNS);
        }

        assertThat(agent.ledger()).allSatisfy(line -> {
            assertThat(line.missingEvents()).as(line.toString()).isZero();
            assertThat(line.held().events()).as(line.toString()).isZero();
        });
        List<Flow> flows = agent.summary().flows();
        assertThat(flows).hasSize(4).allMatch(Flow::balanced);
        long ringFull = flows.getFirst().lostByReason().getOrDefault("ring_full", 0L);
        assertThat(ringFull).isPositive();
        assertThat(agent.summary().seen()).isEqualTo(leftSent.get() + rightSent.get() + ringFull);
        assertThat(flows.get(0).seen()).isEqualTo(agent.summary().seen());
        assertThat(flows.get(3).seen()).isEqualTo(leftSent.get() + ringFull);
        assertThat(flows.get(0).exported() + flows.get(3).exported()).isEqualTo(reliableGot.get());
        assertThat(flows.get(1).exported()).isEqualTo(failingGot.get());
        assertThat(flows.get(2).exported()).isEqualTo(slowGot.get());
    }

    private AgentPlan plan(long seed) {
        Batching batching = Deliveries.batching(Duration.ofMillis(5), 100, 300);
        return new PlanBuilder()
                .receiver("left", (settings, outputs) -> new Spray(settings, outputs, seed, leftSent))
                .receiver("right", (settings, outputs) -> new Spray(settings, outputs, seed + 1, rightSent))
                .processor("keep", EVENTS, Keeper::new)
                .processor("drop", EVENTS, Dropper::new)
                .exporter("reliable", Deliveries.quick(), _ -> exporter(reliableGot))
                .exporter(
                        "failing",
                        Deliveries.of(
                                Deliveries.queue(3, 50, Sizer.REQUESTS, false, null, batching),
                                Deliveries.QUICK_RETRIES),
                        _ -> new Failing(seed))
                .exporter(
                        "slow",
                        Deliveries.of(Deliveries.queue(3, false, null), Deliveries.NO_RETRIES),
                        _ -> batches -> {
                            LockSupport.parkNanos(3_000_000);
                            return exporter(slowGot).export(batches);
                        })
                .pipeline(
                        "both",
                        Signal.EVENTS,
                        List.of("left", "right"),
                        List.of("keep", "drop"),
                        List.of("reliable", "failing", "slow"))
                .pipeline("left", Signal.EVENTS, List.of("left"), List.of("drop"), List.of("reliable"))
                .build();
    }

    private static Exporter exporter(AtomicLong got) {
        return batches -> {
            batches.forEach(batch -> got.addAndGet(batch.eventCount()));
            return ExportResult.ACCEPTED;
        };
    }

    /** Sends batches of random size and loses some events before that. */
    private final class Spray implements Receiver, DutyCycle {
        private final ReceiverSettings settings;
        private final BatchConsumer<EventBatch> next;
        private final Counter ringFull;
        private final Random random;
        private final AtomicLong sent;
        private final List<EventBatch> batches = new ArrayList<>();
        private int turns;

        Spray(ReceiverSettings settings, Outputs outputs, long seed, AtomicLong sent) {
            this.settings = settings;
            this.next = outputs.require(Signal.EVENTS);
            this.ringFull = settings.ledger().lost("ring_full", "The ring had no room.");
            this.random = new Random(seed);
            this.sent = sent;
            for (int size = 0; size < 40; size++) {
                batches.add(Batches.events(size, 1));
            }
        }

        @Override
        public void start() {
            settings.workers().start("", this);
        }

        @Override
        public int doWork() {
            if (turns == TURNS) {
                return 0;
            }
            turns++;
            EventBatch batch = batches.get(random.nextInt(batches.size()));
            sent.addAndGet(batch.size());
            next.consume(batch);
            if (settings.id().toString().equals("left") && random.nextInt(10) == 0) {
                ringFull.add(random.nextInt(5));
            }
            turnsDone.incrementAndGet();
            return 1;
        }

        @Override
        public void idle() {
            LockSupport.parkNanos(1_000_000);
        }

        @Override
        public void wakeUp() {}
    }

    /** Keeps copies for a while, as windows do, and sometimes throws. */
    private static final class Keeper implements Processor<EventBatch> {
        private final BatchConsumer<EventBatch> next;
        private final List<EventBatch> kept = new ArrayList<>();
        private final AtomicLong held = new AtomicLong();
        private int batches;

        Keeper(ProcessorSettings settings, Outputs outputs) {
            next = outputs.require(Signal.EVENTS);
            settings.ledger().held(held::get);
            settings.timers().every(Duration.ofMillis(2), this::handOn);
        }

        @Override
        public void consume(EventBatch batch) {
            kept.add(batch.owned());
            held.addAndGet(batch.size());
            if (++batches % 500 == 0) {
                throw new IllegalStateException("every 500th");
            }
        }

        @Override
        public void close() {
            handOn();
        }

        private void handOn() {
            for (EventBatch batch : kept) {
                held.addAndGet(-batch.size());
                next.consume(batch);
            }
            kept.clear();
        }
    }

    /** Drops batches of odd size and says so. */
    private static final class Dropper implements Processor<EventBatch> {
        private final BatchConsumer<EventBatch> next;
        private final Counter filtered;

        Dropper(ProcessorSettings settings, Outputs outputs) {
            next = outputs.require(Signal.EVENTS);
            filtered = settings.ledger().lost("filtered", "Left out on purpose.");
        }

        @Override
        public void consume(EventBatch batch) {
            if (batch.size() % 2 == 1) {
                filtered.add(batch.size());
            } else {
                next.consume(batch);
            }
        }
    }

    /** Fails in every way an exporter may. */
    private final class Failing implements Exporter {
        private final Random random;

        Failing(long seed) {
            random = new Random(seed);
        }

        @Override
        public ExportResult export(List<? extends Batch> batches) throws ExportException, InterruptedException {
            return switch (random.nextInt(6)) {
                case 0 -> throw ExportException.permanent("no such table", null);
                case 1 -> throw ExportException.passing("busy", null).retryAfter(Duration.ofMillis(1));
                case 2 -> throw half(batches);
                case 3 -> allButTheFirst(batches);
                case 4 -> throw new IllegalStateException("a bug");
                default -> exporter(failingGot).export(batches);
            };
        }

        private ExportException half(List<? extends Batch> batches) throws ExportException, InterruptedException {
            int half = batches.size() / 2;
            exporter(failingGot).export(batches.subList(0, half));
            return ExportException.passing("half", null).unsent(batches.subList(half, batches.size()));
        }

        private ExportResult allButTheFirst(List<? extends Batch> batches)
                throws ExportException, InterruptedException {
            exporter(failingGot).export(batches.subList(1, batches.size()));
            return ExportResult.rejected(batches, batches.getFirst().size(), "the first was too old");
        }
    }
}
