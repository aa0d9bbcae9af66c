package io.borescope.api.component;

/** What the engine gives a receiver. */
public interface ReceiverSettings extends ComponentSettings {
    /** Threads for its duty cycles. */
    Workers workers();
}
