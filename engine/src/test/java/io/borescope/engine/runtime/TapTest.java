package io.borescope.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.api.Batch;
import io.borescope.api.BatchConsumer;
import io.borescope.api.Signal;
import io.borescope.api.component.Extension;
import io.borescope.api.component.ExtensionSettings;
import io.borescope.api.component.Outputs;
import io.borescope.api.component.Processor;
import io.borescope.api.component.ProcessorSettings;
import io.borescope.api.component.SignalPath;
import io.borescope.api.event.EventBatch;
import io.borescope.api.telemetry.PipelineTaps;
import io.borescope.api.telemetry.PipelineTaps.Edge;
import io.borescope.api.telemetry.PipelineTaps.Place;
import io.borescope.api.telemetry.PipelineTaps.TappedPipeline;
import io.borescope.api.telemetry.PipelineTaps.Watch;
import io.borescope.engine.plan.AgentPlan;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Somebody looks at what passes the edges of a running agent. */
final class TapTest {
    private static final int MOST_EVENTS = 10;

    private final HandReceiver.Made receivers = new HandReceiver.Made();
    private final CollectingExporter collected = new CollectingExporter();
    private final AtomicReference<@Nullable PipelineTaps> taps = new AtomicReference<>();
    private final List<Integer> seen = new ArrayList<>();
    private final Agent agent = new Agent(plan(List.of("small")));

    @AfterEach
    void close() {
        agent.close();
    }

    private AgentPlan plan(List<String> through) {
        return new PlanBuilder()
                .extension("looks", this::remember)
                .receiver("hand", receivers::make)
                .processor("small", SignalPath.through(Signal.EVENTS), TapTest::small)
                .exporter("out", Deliveries.quick(), _ -> collected)
                .pipeline("main", Signal.EVENTS, List.of("hand"), through, List.of("out"))
                .build();
    }

    private Extension remember(ExtensionSettings settings) {
        settings.services().find(PipelineTaps.class).ifPresent(taps::set);
        return new Extension() {};
    }

    /** Lets only small batches through. */
    private static Processor<EventBatch> small(ProcessorSettings settings, Outputs outputs) {
        BatchConsumer<EventBatch> next = outputs.require(Signal.EVENTS);
        return batch -> {
            if (batch.size() <= MOST_EVENTS) {
                next.consume(batch);
            }
        };
    }

    private PipelineTaps taps() {
        return Objects.requireNonNull(taps.get(), "the agent has started");
    }

    private Watch watch(String edge) {
        return taps().watch(edge, this::see).orElseThrow();
    }

    private void see(Batch batch) {
        seen.add(batch.size());
    }

    private void send(int... sizes) {
        for (int size : sizes) {
            receivers.last().send(size);
        }
    }

    @Test
    void namesTheEdgesInTheOrderOfFlow() throws Exception {
        agent.start();

        assertThat(taps().pipelines())
                .containsExactly(new TappedPipeline(
                        "main",
                        List.of("hand"),
                        List.of(
                                new Edge("main", Place.INPUT, "", Signal.EVENTS),
                                new Edge("main/small", Place.PROCESSOR, "small", Signal.EVENTS),
                                new Edge("main/out", Place.EXPORTER, "out", Signal.EVENTS))));
        assertThat(taps().watch("main/nobody", this::see)).isEmpty();
    }

    @Test
    void showsWhatPassesEachEdgeWhileSomebodyLooks() throws Exception {
        agent.start();
        send(1);
        try (Watch _ = watch("main")) {
            send(2, 23);
        }
        try (Watch _ = watch("main/small")) {
            send(3, 23);
        }
        try (Watch _ = watch("main/out");
                Watch _ = watch("main/out")) {
            send(4, 23);
        }
        send(5);

        assertThat(seen).containsExactly(2, 23, 3, 4, 4);
        agent.close();
        assertThat(collected.events()).isEqualTo(1 + 2 + 3 + 4 + 5);
    }

    @Test
    void aWatchOutlivesReloads() throws Exception {
        agent.start();
        try (Watch watch = watch("main/small");
                Watch input = watch("main")) {
            send(2);
            agent.reload(plan(List.of()));
            assertThat(watch.isConfigured()).isFalse();
            assertThat(input.isConfigured()).isTrue();
            send(3);
            agent.reload(plan(List.of("small")));
            assertThat(watch.isConfigured()).isTrue();
            send(5);
        }
        assertThat(seen).as("input before processor").containsExactly(2, 2, 3, 5, 5);
    }

    @Test
    void aWatcherThatFailsIsLeftOutAndNothingElseIs() throws Exception {
        agent.start();
        try (Watch failing = taps().watch("main", _ -> {
                            throw new IllegalStateException("cannot draw this");
                        })
                        .orElseThrow();
                Watch other = watch("main")) {
            send(2, 3);
            assertThat(failing.hasFailed()).isTrue();
            assertThat(other.hasFailed()).isFalse();
        }
        agent.close();

        assertThat(seen).containsExactly(2, 3);
        assertThat(collected.events()).isEqualTo(5);
    }

    @Test
    void nothingIsAllocatedWhereNobodyLooksAnyMore() {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        Tap tap = new Tap();
        EventBatch batch = Batches.events(1, 1);
        tap.open(this::see).close();
        showOften(tap, batch);
        long before = threads.getCurrentThreadAllocatedBytes();
        showOften(tap, batch);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        assertThat(allocated).isLessThan(1_000);
        assertThat(seen).isEmpty();
    }

    private static void showOften(Tap tap, EventBatch batch) {
        for (int i = 0; i < 100_000; i++) {
            tap.show(batch);
        }
    }
}
