package io.borescope.api.component;

import io.borescope.api.Signal;

/**
 * One way through a processor.
 *
 * @param in the signal it takes
 * @param out the signal it hands on
 */
public record SignalPath(Signal<?> in, Signal<?> out) {
    /** A path that does not change the signal. */
    public static SignalPath through(Signal<?> signal) {
        return new SignalPath(signal, signal);
    }
}
