package io.borescope.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.api.BatchConsumer;
import io.borescope.api.Signal;
import io.borescope.api.component.Outputs;
import io.borescope.api.component.Processor;
import io.borescope.api.component.SignalPath;
import io.borescope.api.event.EventBatch;
import io.borescope.api.telemetry.Figure;
import io.borescope.api.telemetry.FigureFamily;
import io.borescope.engine.plan.AgentPlan;
import io.borescope.engine.runtime.telemetry.Summary.Flow;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What happens to data while a processor keeps it out. */
class RefusalTest {
    private static final SignalPath EVENTS = SignalPath.through(Signal.EVENTS);

    private final HandReceiver.Made receivers = new HandReceiver.Made();
    private final CollectingExporter open = new CollectingExporter();
    private final CollectingExporter guarded = new CollectingExporter();
    private volatile boolean admits = true;

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
        assertThat(agent.figures().read())
                .filteredOn(family -> family.name().equals("borescope_receiver_refused_events"))
                .flatExtracting(FigureFamily::figures)
                .extracting(figure -> ((Figure.Whole) figure).value())
                .containsExactly(5L);
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
}
