package io.borescope.engine.runtime.telemetry;

import io.borescope.api.component.ComponentId;
import java.util.Comparator;

/**
 * A component's place in the running agent.
 *
 * @param kind tells a receiver and an exporter of the same id apart
 * @param id as configured
 * @param pipeline the pipeline of a processor, or of one edge to an exporter; empty for what pipelines share
 */
public record ComponentKey(ComponentKind kind, ComponentId id, String pipeline) implements Comparable<ComponentKey> {
    private static final Comparator<ComponentKey> ORDER = Comparator.comparing(ComponentKey::kind)
            .thenComparing(ComponentKey::pipeline)
            .thenComparing(key -> key.id().toString());

    /** The key of a component that pipelines share. */
    public static ComponentKey shared(ComponentKind kind, ComponentId id) {
        return new ComponentKey(kind, id, "");
    }

    @Override
    public int compareTo(ComponentKey other) {
        return ORDER.compare(this, other);
    }

    /** As in log messages: the id, and the pipeline where it is needed. */
    @Override
    public String toString() {
        return pipeline.isEmpty() ? id.toString() : id + " [" + pipeline + "]";
    }
}
