package io.borescope.engine.runtime.telemetry;

/** The four kinds of components, in the order of flow. */
public enum ComponentKind {
    EXTENSION,
    RECEIVER,
    PROCESSOR,
    EXPORTER
}
