package io.borescope.api.diagnosis;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** A part of the way from the host to a backend, in the order in which {@code borescope doctor} walks it. */
public enum Stage {
    /** Plugins and configuration. */
    CONFIGURATION,

    /** What the host offers, and what the agent may do there. */
    HOST,

    /** Whether each probe can be loaded and attached. */
    PROBES,

    /** Whether there are processes to observe. */
    PROCESSES,

    /** Whether what happens arrives. */
    EVENTS,

    /** Whether results can be delivered. */
    BACKENDS;

    /** The stages without which a check of this one would only tell the same again; if one is dead this one is skipped. */
    public Set<Stage> needs() {
        return switch (this) {
            case CONFIGURATION, HOST, PROCESSES, BACKENDS -> Set.of();
            case PROBES -> EnumSet.of(HOST);
            case EVENTS -> EnumSet.of(HOST, PROBES);
        };
    }

    /** As users read it: {@code host}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
