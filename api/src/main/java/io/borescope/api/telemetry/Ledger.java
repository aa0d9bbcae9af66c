package io.borescope.api.telemetry;

import java.util.function.LongSupplier;

/**
 * A component's share of the conservation law {@code in = out + sum of lost(reason) + held}. What goes in and out is counted by the
 * engine; a component adds what it knows alone. All figures are in input events.
 */
public interface Ledger {
    /**
     * A counter of events that this component saw or should have seen and will not hand on. Also used for what is left out on
     * purpose: filtered, sampled, late and capped are reasons like others.
     *
     * @param reason snake_case, one word or a few: {@code ring_full}, {@code late}, {@code rejected}
     * @param description a sentence: what happened and what to do when it grows
     */
    Counter lost(String reason, String description);

    /** Events taken in and neither handed on nor lost yet, such as those in open windows. At most one per component. */
    void held(LongSupplier events);
}
