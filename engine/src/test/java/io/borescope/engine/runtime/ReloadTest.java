package io.borescope.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.borescope.api.Batch;
import io.borescope.api.BatchConsumer;
import io.borescope.api.Resource;
import io.borescope.api.Signal;
import io.borescope.api.component.ComponentId;
import io.borescope.api.component.ExportException;
import io.borescope.api.component.ExportResult;
import io.borescope.api.component.Exporter;
import io.borescope.api.component.ExporterFactory;
import io.borescope.api.component.Extension;
import io.borescope.api.component.ExtensionFactory;
import io.borescope.api.component.Outputs;
import io.borescope.api.component.Processor;
import io.borescope.api.component.ProcessorSettings;
import io.borescope.api.component.ReceiverFactory;
import io.borescope.api.component.SignalPath;
import io.borescope.api.component.StartException;
import io.borescope.api.event.EventBatch;
import io.borescope.api.telemetry.AgentHealth.State;
import io.borescope.engine.plan.AgentPlan;
import io.borescope.engine.plan.PlannedComponent;
import io.borescope.engine.plan.PlannedExporter;
import io.borescope.engine.plan.PlannedPipeline;
import io.borescope.engine.plan.PlannedProcessor;
import io.borescope.engine.plan.TelemetryPlan;
import io.borescope.engine.runtime.telemetry.Summary.Flow;
import io.borescope.testing.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A running agent goes over from one plan to another. Parts that a test makes anew are changed ones to the agent. */
class ReloadTest {
    private static final SignalPath EVENTS = SignalPath.through(Signal.EVENTS);

    private final HandReceiver.Made sources = new HandReceiver.Made();
    private final CollectingExporter one = new CollectingExporter();
    private final CollectingExporter two = new CollectingExporter();
    private final PlannedComponent<ReceiverFactory<?>> source = source();
    private final PlannedExporter first = exporter("first", one);
    private final PlannedExporter second = exporter("second", two);
    private @Nullable Agent agent;

    @AfterEach
    void close() {
        if (agent != null) {
            agent.close();
        }
    }

    @Test
    void leavesAloneWhatIsTheSame() throws Exception {
        Holding.Made windows = new Holding.Made();
        PlannedProcessor window = processor("window", false, windows::make);
        Agent running = start(plan(List.of(first), pipeline("main", List.of(window), first)));
        sources.last().send(5);
        running.reload(plan(List.of(first, second), pipeline("main", List.of(window), first, second)));
        sources.last().send(7);
        running.close();

        assertThat(windows.made).hasValue(1);
        assertThat(one.events()).isEqualTo(12);
        assertThat(two.events())
                .as("what was in an open window when it came, it gets too")
                .isEqualTo(12);
        assertThat(running.summary().flows()).allMatch(Flow::balanced).hasSize(2);
    }

    @Test
    void anExporterAnswersForWhatComesWhileItBelongsToThePipeline() throws Exception {
        Agent running = start(plan(List.of(first), pipeline("main", List.of(), first)));
        sources.last().send(5);
        running.reload(plan(List.of(first, second), pipeline("main", List.of(), first, second)));
        sources.last().send(7);
        running.reload(plan(List.of(first), pipeline("main", List.of(), first)));
        sources.last().send(11);
        running.reload(plan(List.of(first, second), pipeline("main", List.of(), first, second)));
        sources.last().send(13);
        running.close();

        assertThat(one.events()).isEqualTo(36);
        assertThat(two.events()).isEqualTo(20);
        assertThat(running.summary().seen()).isEqualTo(36);
        assertThat(running.summary().flows())
                .allMatch(Flow::balanced)
                .extracting(Flow::seen)
                .containsExactly(36L, 20L);
    }

    @Test
    void losesNothingWhileProcessorsAreExchangedUnderLoad() throws Exception {
        AgentPlan stateful =
                plan(List.of(first), pipeline("main", List.of(processor("stage", false, ReloadTest::passing)), first));
        AgentPlan stateless =
                plan(List.of(first), pipeline("main", List.of(processor("stage", true, ReloadTest::passing)), first));
        AgentPlan none = plan(List.of(first), pipeline("main", List.of(), first));
        Agent running = start(stateful);
        AtomicBoolean enough = new AtomicBoolean();
        AtomicInteger sent = new AtomicInteger();
        List<Thread> senders = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            senders.add(Thread.ofPlatform().start(() -> {
                while (!enough.get()) {
                    sources.last().send(1);
                    sent.incrementAndGet();
                }
            }));
        }
        for (int i = 0; i < 30; i++) {
            int before = sent.get();
            running.reload(List.of(stateless, none, stateful).get(i % 3));
            Waiting.until("data flows", () -> sent.get() > before + 10);
        }
        enough.set(true);
        for (Thread sender : senders) {
            sender.join();
        }
        running.close();

        assertThat(one.events()).isEqualTo(sent.get());
        assertThat(running.summary().flows()).singleElement().matches(Flow::balanced);
    }

    @Test
    void aProcessorThatGoesHandsOnWhatItHolds() throws Exception {
        Holding.Made windows = new Holding.Made();
        Agent running = start(plan(
                List.of(first), pipeline("main", List.of(processor("window", false, windows::make)), first)));
        sources.last().send(5);
        assertThat(running.summary().flows().getFirst().held()).isEqualTo(5);
        running.reload(plan(List.of(first), pipeline("main", List.of(), first)));
        Waiting.until("it has arrived", () -> one.events() == 5);
        sources.last().send(1);
        running.close();

        assertThat(one.events()).isEqualTo(6);
        assertThat(running.summary().flows()).singleElement().matches(Flow::balanced);
    }

    @Test
    void makesAChangedReceiverAnewAndKeepsItsAccount() throws Exception {
        Agent running = start(plan(List.of(first), pipeline("main", List.of(), first)));
        HandReceiver before = sources.last();
        before.send(3);
        running.reload(new AgentPlan(
                Resource.EMPTY,
                TelemetryPlan.OFF,
                Duration.ofSeconds(10),
                List.of(),
                List.of(source()),
                List.of(first),
                List.of(pipeline("main", List.of(), first))));
        assertThat(sources.last()).isNotSameAs(before);
        sources.last().send(4);
        running.close();

        assertThat(one.events()).isEqualTo(7);
        assertThat(running.summary().seen()).isEqualTo(7);
    }

    @Test
    void aPipelineMayComeAndGo() throws Exception {
        Agent running = start(plan(List.of(first), pipeline("main", List.of(), first)));
        sources.last().send(1);
        AgentPlan both =
                plan(List.of(first, second), pipeline("main", List.of(), first), pipeline("other", List.of(), second));
        running.reload(both);
        sources.last().send(2);
        running.reload(plan(List.of(second), pipeline("other", List.of(), second)));
        sources.last().send(4);
        running.reload(both);
        sources.last().send(8);
        running.close();

        assertThat(one.events()).isEqualTo(11);
        assertThat(two.events()).isEqualTo(14);
        assertThat(running.summary().flows()).allMatch(Flow::balanced);
        assertThat(running.ledger()).allMatch(line -> line.missingEvents() == 0);
    }

    @Test
    void whatIsNewAndCannotStartChangesNothing() throws Exception {
        Holding.Made windows = new Holding.Made();
        PlannedProcessor window = processor("window", false, windows::make);
        Agent running = start(plan(List.of(first), pipeline("main", List.of(window), first)));
        sources.last().send(5);
        PlannedExporter broken = exporter("broken", new Unwilling());

        assertThatExceptionOfType(StartException.class)
                .isThrownBy(() ->
                        running.reload(plan(List.of(first, broken), pipeline("main", List.of(window), first, broken))))
                .withMessageContaining("broken: the port is taken");
        sources.last().send(2);
        running.close();

        assertThat(windows.made).hasValue(1);
        assertThat(one.events()).isEqualTo(7);
        assertThat(running.status()).extracting(each -> each.key().toString()).doesNotContain("broken");
        assertThat(running.summary().flows()).singleElement().matches(Flow::balanced);
    }

    @Test
    void whatRanBeforeComesBackWhenTheChangedOneCannotStart() throws Exception {
        Agent running = start(plan(
                List.of(first), pipeline("main", List.of(processor("stage", false, ReloadTest::passing)), first)));
        PlannedProcessor broken = processor("stage", false, (_, _) -> new Processor<EventBatch>() {
            @Override
            public void start() throws StartException {
                throw new StartException("no such table");
            }

            @Override
            public void consume(EventBatch batch) {}
        });

        assertThatExceptionOfType(StartException.class)
                .isThrownBy(() -> running.reload(plan(List.of(first), pipeline("main", List.of(broken), first))))
                .withMessageContaining("stage [main]: no such table");
        sources.last().send(2);
        running.close();

        assertThat(one.events()).isEqualTo(2);
    }

    @Test
    void aQueueOutlivesItsExporterWhoseBackendIsAway() throws Exception {
        Refusing away = new Refusing();
        Agent running =
                start(plan(List.of(exporter("first", away)), pipeline("main", List.of(), exporter("first", away))));
        sources.last().send(9);
        Waiting.until("it has been tried", () -> away.attempts.get() > 0);
        running.reload(plan(List.of(first), pipeline("main", List.of(), first)));
        Waiting.until("what waited has arrived", () -> one.events() == 9);
        running.close();

        assertThat(running.summary().flows()).singleElement().matches(Flow::balanced);
    }

    @Test
    void aQueueOfAnotherSizeTakesOverWhenTheOldOneIsEmpty() throws Exception {
        Agent running = start(plan(List.of(first), pipeline("main", List.of(), first)));
        sources.last().send(3);
        PlannedExporter smaller = new PlannedExporter(
                first.component(), Deliveries.of(Deliveries.queue(10, true, null), Deliveries.QUICK_RETRIES));
        running.reload(plan(List.of(smaller), pipeline("main", List.of(), smaller)));
        sources.last().send(4);
        running.close();

        assertThat(one.events()).isEqualTo(7);
        assertThat(running.summary().flows()).singleElement().matches(Flow::balanced);
    }

    @Test
    void saysThatAPipelineIsHeldUp() throws Exception {
        CountDownLatch stuck = new CountDownLatch(1);
        CountDownLatch inside = new CountDownLatch(1);
        PlannedProcessor blocking = processor("stage", false, (_, _) -> (Processor<EventBatch>) batch -> {
            inside.countDown();
            awaitUninterruptibly(stuck);
        });
        Agent running = start(shortly(List.of(first), pipeline("main", List.of(blocking), first)));
        Thread sender = Thread.ofPlatform().start(() -> sources.last().send(1));
        inside.await();

        assertThatExceptionOfType(StartException.class)
                .isThrownBy(() -> running.reload(shortly(List.of(first), pipeline("main", List.of(), first))))
                .withMessageContaining("pipeline main is held up");
        stuck.countDown();
        sender.join();
        sources.last().send(1);
        assertThat(running.status()).allMatch(each -> each.state() == State.OK);
    }

    @Test
    void exchangesExtensionsBeforeWhatUsesThem() throws Exception {
        ConcurrentLinkedQueue<String> order = new ConcurrentLinkedQueue<>();
        AgentPlan before = withExtension(extension("clock", "old", order));
        Agent running = start(before);
        running.reload(withExtension(extension("clock", "new", order)));
        running.close();

        assertThat(order).containsExactly("old starts", "old closes", "new starts", "new closes");
    }

    @Test
    void refusesAnotherResourceAndAnAgentThatDoesNotRun() throws Exception {
        AgentPlan plan = plan(List.of(first), pipeline("main", List.of(), first));
        Agent running = new Agent(plan);
        agent = running;
        assertThatIllegalStateException().isThrownBy(() -> running.reload(plan));
        running.start();
        AgentPlan elsewhere = new AgentPlan(
                Resource.of(Map.of("service.instance.id", "another")),
                TelemetryPlan.OFF,
                plan.shutdownTimeout(),
                List.of(),
                plan.receivers(),
                plan.exporters(),
                plan.pipelines());
        assertThatExceptionOfType(StartException.class)
                .isThrownBy(() -> running.reload(elsewhere))
                .withMessageContaining("Restart it");
        running.close();
        assertThatIllegalStateException().isThrownBy(() -> running.reload(plan));
    }

    // ---- parts

    private Agent start(AgentPlan plan) throws StartException {
        Agent started = new Agent(plan);
        agent = started;
        started.start();
        return started;
    }

    private PlannedComponent<ReceiverFactory<?>> source() {
        return new PlannedComponent<>(ComponentId.parse("source"), Parts.receiver(sources::make), new Parts.NoConfig());
    }

    private static PlannedExporter exporter(String id, Exporter exporter) {
        ExporterFactory<?> factory = Parts.exporter(_ -> exporter);
        return new PlannedExporter(
                new PlannedComponent<>(ComponentId.parse(id), factory, new Parts.NoConfig()),
                Deliveries.of(Deliveries.queue(1000, true, null), Deliveries.QUICK_RETRIES));
    }

    private static PlannedProcessor processor(
            String id, boolean stateless, BiFunction<ProcessorSettings, Outputs, Processor<?>> maker) {
        return new PlannedProcessor(
                new PlannedComponent<>(
                        ComponentId.parse(id), Parts.processor(EVENTS, stateless, maker), new Parts.NoConfig()),
                EVENTS);
    }

    private static PlannedComponent<ExtensionFactory<?>> extension(
            String id, String name, ConcurrentLinkedQueue<String> order) {
        return new PlannedComponent<>(
                ComponentId.parse(id),
                Parts.extension(_ -> new Extension() {
                    @Override
                    public void start() {
                        order.add(name + " starts");
                    }

                    @Override
                    public void close() {
                        order.add(name + " closes");
                    }
                }),
                new Parts.NoConfig());
    }

    private static PlannedPipeline pipeline(String id, List<PlannedProcessor> through, PlannedExporter... to) {
        return new PlannedPipeline(
                id,
                Signal.EVENTS,
                List.of(ComponentId.parse("source")),
                through,
                List.of(to).stream().map(each -> each.component().id()).toList());
    }

    private AgentPlan plan(List<PlannedExporter> exporters, PlannedPipeline... pipelines) {
        return plan(Duration.ofSeconds(10), List.of(), exporters, pipelines);
    }

    private AgentPlan shortly(List<PlannedExporter> exporters, PlannedPipeline... pipelines) {
        return plan(Duration.ofMillis(200), List.of(), exporters, pipelines);
    }

    private AgentPlan withExtension(PlannedComponent<ExtensionFactory<?>> extension) {
        return plan(Duration.ofSeconds(10), List.of(extension), List.of(first), pipeline("main", List.of(), first));
    }

    private AgentPlan plan(
            Duration shutdownTimeout,
            List<PlannedComponent<ExtensionFactory<?>>> extensions,
            List<PlannedExporter> exporters,
            PlannedPipeline... pipelines) {
        return new AgentPlan(
                Resource.EMPTY,
                TelemetryPlan.OFF,
                shutdownTimeout,
                extensions,
                List.of(source),
                exporters,
                List.of(pipelines));
    }

    private static Processor<EventBatch> passing(ProcessorSettings settings, Outputs outputs) {
        BatchConsumer<EventBatch> next = outputs.require(Signal.EVENTS);
        return next::consume;
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        boolean done = false;
        while (!done) {
            try {
                latch.await();
                done = true;
            } catch (InterruptedException again) {
                // the test ends it
            }
        }
    }

    /** Keeps everything until it is closed, as a window does. */
    private static final class Holding implements Processor<EventBatch> {
        static final class Made {
            final AtomicInteger made = new AtomicInteger();

            Holding make(ProcessorSettings settings, Outputs outputs) {
                made.incrementAndGet();
                return new Holding(settings, outputs);
            }
        }

        private final List<EventBatch> kept = new ArrayList<>();
        private final BatchConsumer<EventBatch> next;
        private final AtomicLong held = new AtomicLong();

        Holding(ProcessorSettings settings, Outputs outputs) {
            next = outputs.require(Signal.EVENTS);
            settings.ledger().held(held::get);
        }

        @Override
        public void consume(EventBatch batch) {
            kept.add(batch.owned());
            held.addAndGet(batch.eventCount());
        }

        @Override
        public void close() {
            held.set(0);
            kept.forEach(next::consume);
        }
    }

    private static final class Unwilling implements Exporter {
        @Override
        public void start() throws StartException {
            throw new StartException("the port is taken");
        }

        @Override
        public ExportResult export(List<? extends Batch> batches) {
            return ExportResult.ACCEPTED;
        }
    }

    private static final class Refusing implements Exporter {
        final AtomicInteger attempts = new AtomicInteger();

        @Override
        public ExportResult export(List<? extends Batch> batches) throws ExportException {
            attempts.incrementAndGet();
            throw ExportException.passing("connection refused", null);
        }
    }
}
