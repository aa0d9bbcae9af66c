package io.borescope.api.component;

/** Runs duty cycles, each on a platform thread of its own that bears the component's id. */
public interface Workers {
    /**
     * Starts a thread that calls {@link DutyCycle#doWork} until the worker is closed, and {@link DutyCycle#idle} after each call that
     * found nothing to do. What the cycle throws ends the component: the engine closes it and, after a back-off, makes a new one.
     *
     * @param role tells several threads of a component apart; empty for the only one
     */
    Worker start(String role, DutyCycle cycle);
}
