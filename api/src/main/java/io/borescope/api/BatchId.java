package io.borescope.api;

import java.util.UUID;

/**
 * Identity of an owned batch, given when it is made and stored with it, so that a backend can recognise a repeated delivery.
 *
 * @param agent the installation, stable over restarts
 * @param run one run of the agent
 * @param sequence unique within the run, growing
 */
public record BatchId(UUID agent, UUID run, long sequence) {
    /** A token for backends that deduplicate by text: {@code agent-run-sequence}. */
    public String token() {
        return agent + "-" + run + "-" + sequence;
    }

    @Override
    public String toString() {
        return token();
    }
}
