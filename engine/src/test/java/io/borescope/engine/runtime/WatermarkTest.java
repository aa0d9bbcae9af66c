package io.borescope.engine.runtime;

import static io.borescope.api.event.EventBatch.NO_WATERMARK;
import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.api.Signal;
import io.borescope.api.component.Processor;
import io.borescope.api.component.SignalPath;
import io.borescope.api.event.EventBatch;
import io.borescope.api.process.ProcessTags;
import io.borescope.engine.plan.AgentPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WatermarkTest {
    private static final ProcessTags SOMEBODY = _ -> Optional.empty();

    private final HandReceiver.Made lefts = new HandReceiver.Made();
    private final HandReceiver.Made rights = new HandReceiver.Made();
    private final List<Long> merged = new ArrayList<>();
    private final List<Long> alone = new ArrayList<>();
    private final List<ProcessTags> tagsSeen = new ArrayList<>();
    private final Agent agent = new Agent(plan());

    @BeforeEach
    void start() throws Exception {
        agent.start();
    }

    @AfterEach
    void close() {
        agent.close();
    }

    @Test
    void isTheSmallestThatAllReceiversHavePromised() {
        send(lefts, 10);
        send(lefts, 20);
        send(rights, 5);
        send(rights, 15);
        send(lefts, 30);
        send(rights, 40);

        assertThat(merged).containsExactly(NO_WATERMARK, NO_WATERMARK, 5L, 15L, 15L, 30L);
    }

    @Test
    void ofAPipelineWithOneReceiverIsItsOwn() {
        send(lefts, 10);
        send(lefts, 20);

        assertThat(alone).containsExactly(10L, 20L);
    }

    @Test
    void isNotHeldBackByAReceiverThatWillNotWorkAgain() {
        send(rights, 5);
        send(lefts, 10);
        rights.last().settings().status().permanent("the kernel said no");
        send(lefts, 20);

        assertThat(merged).containsExactly(NO_WATERMARK, 5L, 20L);
    }

    @Test
    void neverGoesBackWhenAReceiverReturns() {
        send(rights, 5);
        rights.last().settings().status().permanent("the kernel said no");
        send(lefts, 20);
        send(rights, 7);
        send(lefts, 30);

        assertThat(merged).containsExactly(NO_WATERMARK, 20L, 20L, 20L);
    }

    @Test
    void andTagsOfTheBatchAreTheReceiversAgainAfterwards() {
        EventBatch batch = Batches.events(1, 10).withTags(SOMEBODY);
        lefts.last().send(batch);

        assertThat(tagsSeen).containsExactly(ProcessTags.NONE, ProcessTags.NONE);
        assertThat(batch.watermarkNanos()).isEqualTo(10);
        assertThat(batch.tags()).isSameAs(SOMEBODY);
    }

    private static void send(HandReceiver.Made receivers, long watermark) {
        receivers.last().send(Batches.events(1, watermark));
    }

    private AgentPlan plan() {
        return new PlanBuilder()
                .receiver("left", lefts::make)
                .receiver("right", rights::make)
                .processor("merged", SignalPath.through(Signal.EVENTS), (_, _) -> noting(merged))
                .processor("alone", SignalPath.through(Signal.EVENTS), (_, _) -> noting(alone))
                .exporter("sink", Deliveries.quick(), _ -> new CollectingExporter())
                .pipeline("both", Signal.EVENTS, List.of("left", "right"), List.of("merged"), List.of("sink"))
                .pipeline("one", Signal.EVENTS, List.of("left"), List.of("alone"), List.of("sink"))
                .build();
    }

    private Processor<EventBatch> noting(List<Long> watermarks) {
        return batch -> {
            watermarks.add(batch.watermarkNanos());
            tagsSeen.add(batch.tags());
            batch.withTags(SOMEBODY);
        };
    }
}
