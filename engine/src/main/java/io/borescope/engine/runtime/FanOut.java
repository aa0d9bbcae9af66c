package io.borescope.engine.runtime;

import io.borescope.api.Batch;
import io.borescope.api.BatchConsumer;
import io.borescope.engine.runtime.delivery.Edge;
import io.borescope.engine.runtime.telemetry.LossReason;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The end of a pipeline: offers each batch to every exporter's queue. A borrowed batch is copied once for all of them. */
final class FanOut implements BatchConsumer<Batch> {
    private static final Logger log = LoggerFactory.getLogger(FanOut.class);

    private final String pipeline;
    private volatile List<Exit> exits = List.of();

    /**
     * The way to one exporter.
     *
     * @param tap shows what is offered, whether or not it is taken
     */
    record Exit(Edge edge, Tap tap) {
        void offer(Batch batch) {
            tap.show(batch);
            edge.offer(batch);
        }
    }

    FanOut(String pipeline) {
        this.pipeline = pipeline;
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
        Offer offer = Offer.current();
        if (offer == null) {
            exits.forEach(exit -> exit.offer(owned));
        } else {
            offer(owned, offer);
        }
    }

    private void offer(Batch owned, Offer offer) {
        offer.arrived(owned);
        for (Exit exit : exits) {
            Edge edge = exit.edge();
            exit.tap().show(owned);
            edge.offerReturnable(owned).ifPresentOrElse(reason -> offer.refused(edge, owned, reason), offer::taken);
        }
    }

    /** Whether any exporter's queue would take a batch now. */
    boolean hasRoom() {
        return exits.stream().anyMatch(exit -> exit.edge().hasRoom());
    }
}
