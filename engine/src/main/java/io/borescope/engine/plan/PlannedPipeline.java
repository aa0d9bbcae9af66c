package io.borescope.engine.plan;

import io.borescope.api.Signal;
import io.borescope.api.component.ComponentId;
import java.util.List;

/**
 * A pipeline to be built. Its chain of signals fits.
 *
 * @param id free text, as configured
 * @param input what its receivers hand on
 * @param receivers by id, at least one
 * @param processors in order of flow, possibly none
 * @param exporters by id, at least one
 */
public record PlannedPipeline(
        String id,
        Signal<?> input,
        List<ComponentId> receivers,
        List<PlannedProcessor> processors,
        List<ComponentId> exporters) {
    public PlannedPipeline {
        receivers = List.copyOf(receivers);
        processors = List.copyOf(processors);
        exporters = List.copyOf(exporters);
    }

    /** What its exporters take. */
    public Signal<?> output() {
        return processors.isEmpty() ? input : processors.getLast().path().out();
    }
}
