package io.borescope.engine.runtime.telemetry;

import java.util.Locale;

/** The four kinds of components, in the order of flow. */
public enum ComponentKind {
    EXTENSION,
    RECEIVER,
    PROCESSOR,
    EXPORTER;

    /** As in messages. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
