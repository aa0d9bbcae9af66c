package io.borescope.engine.runtime.telemetry;

import io.borescope.api.telemetry.AgentHealth.State;

/**
 * How a component is.
 *
 * @param key which one
 * @param state its state
 * @param message why; empty if there is nothing to say
 * @param sinceEpochNanos wall time of the latest change of state
 */
public record ComponentStatus(ComponentKey key, State state, String message, long sinceEpochNanos) {}
