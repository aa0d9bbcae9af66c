package io.borescope.api.component;

/** What the engine gives an extension. */
public interface ExtensionSettings extends ComponentSettings {
    /** Threads for its duty cycles. */
    Workers workers();
}
