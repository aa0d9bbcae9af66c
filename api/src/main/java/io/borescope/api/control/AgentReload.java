package io.borescope.api.control;

import java.util.List;
import java.util.Optional;

/**
 * Lets the running agent read its configuration again. Published by whoever runs the agent, if it was started from files; it is the same as
 * SIGHUP. Thread-safe.
 */
public interface AgentReload {
    /**
     * Reads the files and goes over to what they say; waits until that has ended. A component that is exchanged meanwhile is closed: whoever
     * asks must not be waited for by its own {@code close}.
     *
     * @throws InterruptedException if interrupted meanwhile; the reload goes on
     */
    Outcome reload() throws InterruptedException;

    /** What came of the latest one, whoever asked for it; empty before the first. */
    Optional<Outcome> latest();

    /**
     * What came of a reload.
     *
     * @param succeeded whether the agent runs the new configuration; else it goes on with the one it had
     * @param message what was started anew, or what is wrong; may have several lines
     * @param epochNanos when it ended, wall time
     * @param warnings about the new configuration
     */
    record Outcome(boolean succeeded, String message, long epochNanos, List<String> warnings) {
        public Outcome {
            warnings = List.copyOf(warnings);
        }
    }
}
