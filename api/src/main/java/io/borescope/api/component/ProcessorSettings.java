package io.borescope.api.component;

/** What the engine gives a processor. */
public interface ProcessorSettings extends ComponentSettings {
    /** Which of its factory's paths this instance stands in. */
    SignalPath path();

    /** Timers that enter through the pipeline's gate, so that they never run beside {@link Processor#consume}. */
    Timers timers();
}
