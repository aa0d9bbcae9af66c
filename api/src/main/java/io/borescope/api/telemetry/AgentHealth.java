package io.borescope.api.telemetry;

import java.util.List;

/** How the agent is. The engine itself publishes it to whoever asks {@link io.borescope.api.component.Services}. Thread-safe. */
public interface AgentHealth {
    /** Whether everything has been started and nothing is being closed. */
    boolean isReady();

    /** When it was started, wall time. */
    long startedEpochNanos();

    /** How each component is, kind by kind in the order of flow. */
    List<ComponentHealth> components();

    /** The latest error of each component that had one, though it may work again by now. */
    default List<ComponentHealth> latestErrors() {
        return List.of();
    }

    /**
     * How a component is.
     *
     * @param component kind and id, and the pipeline of a processor: {@code processor batch [traces]}
     * @param message why; empty if there is nothing to say
     * @param sinceEpochNanos wall time of the latest change of state
     */
    record ComponentHealth(String component, State state, String message, long sinceEpochNanos) {}

    /** The Collector's states, without the fatal one: what fails is contained. */
    enum State {
        /** Not ready yet. */
        STARTING,
        /** Works as it should. */
        OK,
        /** Works in part or not now; goes on by itself. */
        RECOVERABLE,
        /** Will not work again without help. */
        PERMANENT,
        /** Closing. */
        STOPPING,
        /** Closed. */
        STOPPED
    }
}
