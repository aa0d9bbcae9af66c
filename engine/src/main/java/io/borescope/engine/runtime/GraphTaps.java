package io.borescope.engine.runtime;

import io.borescope.api.telemetry.PipelineTaps;
import io.borescope.engine.plan.PlannedPipeline;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Finds the places of the running graph where somebody may look. Thread-safe. */
final class GraphTaps implements PipelineTaps {
    /** An edge and where it is looked at. */
    record Place(Edge edge, Tap tap) {}

    private final Graph graph;

    GraphTaps(Graph graph) {
        this.graph = graph;
    }

    @Override
    public List<TappedPipeline> pipelines() {
        return graph.plan().pipelines().stream()
                .map(plan -> describe(plan, graph.pipeline(plan.id())))
                .filter(pipeline -> !pipeline.edges().isEmpty()) // else it is not put together yet
                .toList();
    }

    private static TappedPipeline describe(PlannedPipeline plan, Pipeline pipeline) {
        return new TappedPipeline(
                plan.id(),
                plan.receivers().stream().map(Object::toString).toList(),
                pipeline.taps().stream().map(Place::edge).toList());
    }

    @Override
    public Optional<Watch> watch(String edge, Watcher watcher) {
        return find(edge).map(place -> new OpenWatch(edge, place.tap().open(watcher)));
    }

    /**
     * Names can meet: an exporter may be called as a processor of its pipeline, or as the rest of another pipeline's name. The input of a pipeline goes
     * first, then processors; what an exporter is given is seen behind the last processor too.
     */
    private Optional<Place> find(String edge) {
        return graph.pipelines().stream()
                .flatMap(pipeline -> pipeline.taps().stream())
                .filter(place -> place.edge().name().equals(edge))
                .min(Comparator.comparing(place -> place.edge().place()));
    }

    private final class OpenWatch implements Watch {
        private final String edge;
        private final Tap.View view;

        OpenWatch(String edge, Tap.View view) {
            this.edge = edge;
            this.view = view;
        }

        @Override
        public boolean isConfigured() {
            return find(edge).isPresent();
        }

        @Override
        public boolean hasFailed() {
            return view.hasFailed();
        }

        @Override
        public void close() {
            view.close();
        }
    }
}
