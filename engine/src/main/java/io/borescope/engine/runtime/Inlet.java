package io.borescope.engine.runtime;

import io.borescope.api.Batch;
import io.borescope.api.Signal;
import io.borescope.api.event.EventBatch;
import io.borescope.api.process.ProcessTags;
import io.borescope.engine.runtime.telemetry.Count;

/** The way from one receiver into one pipeline: counts, enters the gate, and gives event batches the pipeline's watermark. */
final class Inlet {
    private final Pipeline pipeline;
    private final int source;
    private volatile boolean connected;

    Inlet(Pipeline pipeline) {
        this.pipeline = pipeline;
        this.source = pipeline.watermarks().add();
    }

    /** The receiver belongs to the pipeline from now on, or no longer. Called while nobody is inside. */
    void connected(boolean belongs) {
        if (belongs && !connected) {
            hold();
        } else if (!belongs) {
            release();
        }
        connected = belongs;
    }

    Signal<?> signal() {
        return pipeline.input();
    }

    void hold() {
        pipeline.watermarks().hold(source);
    }

    void release() {
        pipeline.watermarks().release(source);
    }

    /** Whether no processor keeps data out now. */
    boolean admits() {
        return pipeline.refusing().isEmpty();
    }

    /** Lets a batch in, or counts it as lost where it is refused. Never throws what a component threw. */
    void consume(Batch batch) {
        pipeline.refusing().ifPresentOrElse(processor -> refuse(batch, processor), () -> letIn(batch, false));
    }

    private void refuse(Batch batch, ProcessorHost processor) {
        pipeline.entered().add(batch);
        processor.refuse(batch);
    }

    /** Whether any of the pipeline's exporters would take a batch now. */
    boolean hasRoom() {
        return pipeline.hasRoom();
    }

    /**
     * Lets a batch in that was admitted and can go back, and says what became of it. Never throws what a component threw.
     *
     * @param room whether this pipeline had room when the batch was admitted
     */
    Offer offer(Batch batch, boolean room) {
        Offer offer = new Offer();
        if (pipeline.passesOn()) {
            offer.carry(() -> letIn(batch, room));
        } else {
            offer.taken();
            letIn(batch, room);
        }
        return offer;
    }

    /** Forgets what came to the exporters of an offer, as it went back. */
    void takeBack(Offer offer) {
        Count arrivals = offer.arrivals();
        pipeline.entered().takeBack(arrivals.events(), arrivals.records());
    }

    private void letIn(Batch batch, boolean room) {
        pipeline.gate().enter();
        try {
            if (!connected) {
                return; // while the batch waited at the gate, the configuration changed: it is not this pipeline's any
                // more
            }
            pipeline.entered().add(batch);
            pipeline.promise(room);
            if (batch instanceof EventBatch events) {
                consumeEvents(events);
            } else {
                pipeline.carry(batch);
            }
        } finally {
            pipeline.gate().exit();
        }
    }

    /** The batch goes to other pipelines as well, so what this one writes on it is taken off again. */
    private void consumeEvents(EventBatch events) {
        long watermark = events.watermarkNanos();
        ProcessTags tags = events.tags();
        events.withWatermark(pipeline.watermarks().merge(source, watermark)).withTags(ProcessTags.NONE);
        try {
            pipeline.carry(events);
        } finally {
            events.withWatermark(watermark).withTags(tags);
            pipeline.watermarks().delivered(source, watermark);
        }
    }
}
