package io.borescope.engine.runtime.telemetry;

import io.borescope.api.component.ComponentId;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What became of the input events. Each {@link Flow} is a whole equation from the receivers of a pipeline to one of its exporters. Flows
 * overlap (an event that goes to two exporters is in two of them), so they are never added up.
 *
 * @param seen input events seen by all receivers, each counted once
 * @param flows one for each exporter of each pipeline, in the order of the configuration
 */
public record Summary(long seen, List<Flow> flows) {
    public Summary {
        flows = List.copyOf(flows);
    }

    /**
     * The way from the receivers of a pipeline to one of its exporters: {@code seen + recovered = exported + held + sum of lost}, in input
     * events.
     *
     * @param pipeline as configured
     * @param exporter as configured
     * @param seen by the pipeline's receivers, including what they lost themselves
     * @param recovered what an earlier run left in the exporter's queue on disk
     * @param exported what the backend took
     * @param held in open windows and queues; after the end of a run, what stays on disk for the next
     * @param lostByReason by receivers, by the pipeline's processors and on the edge to this exporter, sorted; zeros left out
     */
    public record Flow(
            String pipeline,
            ComponentId exporter,
            long seen,
            long recovered,
            long exported,
            long held,
            SortedMap<String, Long> lostByReason) {
        public Flow {
            lostByReason = Collections.unmodifiableSortedMap(new TreeMap<>(lostByReason));
        }

        /** What was lost for any reason. */
        public long lost() {
            return lostByReason.values().stream().mapToLong(Long::longValue).sum();
        }

        /** Whether the equation holds. */
        public boolean balanced() {
            return seen + recovered == exported + held + lost();
        }
    }
}
