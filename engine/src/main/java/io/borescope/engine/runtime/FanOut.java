package io.borescope.engine.runtime;

import io.borescope.api.Batch;
import io.borescope.api.BatchConsumer;
import io.borescope.engine.runtime.delivery.Edge;
import io.borescope.engine.runtime.telemetry.LossReason;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The end of a pipeline: offers each batch to every exporter's queue. A borrowed batch is copied once for all of them. */
final class FanOut implements BatchConsumer<Batch> {
    private static final Logger log = LoggerFactory.getLogger(FanOut.class);

    /** No queue is that far beyond its size. */
    private static final long NOBODY = -1;

    private final String pipeline;
    private final BooleanSupplier promised;
    private volatile List<Exit> exits = List.of();

    /**
     * The way to one exporter.
     *
     * @param tap shows what is offered, whether or not it is taken
     */
    record Exit(Edge edge, Tap tap) {}

    /**
     * @param promised whether all that processors of the pipeline hold came in while there was room
     */
    FanOut(String pipeline, BooleanSupplier promised) {
        this.pipeline = pipeline;
        this.promised = promised;
    }

    /** Says where batches go from now on. Called while nobody is inside. */
    void leadTo(List<Exit> exporters) {
        exits = List.copyOf(exporters);
    }

    @Override
    public void consume(Batch batch) {
        if (batch.size() == 0 && batch.eventCount() == 0) {
            return; // only carries progress, which backends have no use for
        }
        Batch owned;
        try {
            owned = batch.owned();
        } catch (Throwable failure) {
            Containment.passOnFatal(failure);
            log.error("pipeline {}: cannot keep a batch of {}", pipeline, batch.signal(), failure);
            exits.forEach(exit -> exit.edge().refuse(batch, LossReason.COMPONENT_FAILED));
            return;
        }
        exits.forEach(exit -> exit.tap().show(owned));
        Offer offer = Offer.current();
        if (offer != null) {
            offer(owned, offer);
        } else if (promised.getAsBoolean()) {
            keepPromise(owned);
        } else {
            exits.forEach(exit -> exit.edge().offer(owned));
        }
    }

    /**
     * The batch cannot go back, so at least one exporter takes it. Where all queues are full, those let it in that are least beyond their size: one
     * that never drains would grow whenever another is full for a moment.
     */
    private void keepPromise(Batch owned) {
        List<Edge> full = exits.stream()
                .map(Exit::edge)
                .filter(edge -> !edge.offerUnlessFull(owned))
                .toList();
        long least = full.size() < exits.size()
                ? NOBODY
                : full.stream().mapToLong(Edge::excess).min().orElse(NOBODY);
        for (Edge edge : full) {
            if (edge.excess() == least) {
                edge.letIn(owned);
            } else {
                edge.refuse(owned, LossReason.QUEUE_FULL);
            }
        }
    }

    private void offer(Batch owned, Offer offer) {
        offer.arrived(owned);
        for (Exit exit : exits) {
            Edge edge = exit.edge();
            edge.offerReturnable(owned).ifPresentOrElse(reason -> offer.refused(edge, owned, reason), offer::taken);
        }
    }

    /** Whether any exporter's queue would take a batch now. */
    boolean hasRoom() {
        return exits.stream().anyMatch(exit -> exit.edge().hasRoom());
    }
}
