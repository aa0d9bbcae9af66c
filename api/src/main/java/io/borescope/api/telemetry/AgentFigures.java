package io.borescope.api.telemetry;

import java.util.List;

/**
 * Everything that the agent counts about itself. The engine itself publishes it to whoever asks {@link
 * io.borescope.api.component.Services}, whether telemetry is configured or not. Thread-safe.
 */
public interface AgentFigures {
    /**
     * Reads all figures of all levels, sorted by name. Counts are exact when the agent is at rest; while it works they are read a moment
     * apart. Takes about a millisecond and allocates: call it for someone who looks, not for each batch.
     */
    List<FigureFamily> read();
}
