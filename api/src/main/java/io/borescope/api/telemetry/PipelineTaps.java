package io.borescope.api.telemetry;

import io.borescope.api.Batch;
import io.borescope.api.Signal;
import java.util.List;
import java.util.Optional;

/**
 * The edges of the running pipelines, where somebody may look at what passes. The engine itself publishes it to whoever asks {@link
 * io.borescope.api.component.Services}. While nobody watches an edge it costs one read of a field per batch. Thread-safe.
 */
public interface PipelineTaps {
    /** The pipelines of the configuration, in its order. */
    List<TappedPipeline> pipelines();

    /**
     * Shows what passes an edge to a watcher, until that is ended. It outlives reloads: if the edge leaves the configuration nothing is shown,
     * and if it comes back it goes on.
     *
     * @param edge {@link Edge#name()}
     * @return ends the watching; empty if the configuration has no such edge
     */
    Optional<Watch> watch(String edge, Watcher watcher);

    /**
     * A pipeline.
     *
     * @param receivers ids of those that feed it
     * @param edges in the order of flow: its input, behind each processor, then one to each exporter
     */
    record TappedPipeline(String id, List<String> receivers, List<Edge> edges) {
        public TappedPipeline {
            receivers = List.copyOf(receivers);
            edges = List.copyOf(edges);
        }
    }

    /**
     * A place in a pipeline.
     *
     * @param name the pipeline's id for its input, else the ids of pipeline and component: {@code metrics/kernel/aggregate}
     * @param component whose output passes or, of an exporter, who is given what passes; empty for the input
     * @param signal what passes
     */
    record Edge(String name, Place place, String component, Signal<?> signal) {}

    /** Where an edge is. */
    enum Place {
        /** What all receivers of the pipeline hand on, before its first processor. */
        INPUT,
        /** What a processor hands on. */
        PROCESSOR,
        /** What is offered to the queue of an exporter. */
        EXPORTER
    }

    /** Looks at batches. */
    @FunctionalInterface
    interface Watcher {
        /**
         * Sees one batch, also an empty one that only carries progress. Called on the thread that carries the batch, inside its pipeline, and
         * where all processors are stateless by several threads at once: it must return soon, never wait, and change nothing. A borrowed
         * batch must not be touched after this returns. What it throws ends the watching.
         */
        void see(Batch batch);
    }

    /** Somebody is watching. */
    interface Watch extends AutoCloseable {
        /** Whether the edge is part of the configuration now. */
        boolean isConfigured();

        /** Whether the watcher failed, so that it sees nothing any more. */
        boolean hasFailed();

        /** Ends it; a batch that is being shown may still be on its way. */
        @Override
        void close();
    }
}
