package io.borescope.api.telemetry;

import java.util.function.LongSupplier;

/**
 * Registers a component's own figures. The engine adds the component's id to each; names are snake_case, units UCUM. They appear as {@code
 * borescope_<kind>_<type>_<name>}. Thread-safe.
 */
public interface Meter {
    /** A counter; asking again for the same name gives the same counter. */
    Counter counter(String name, String unit, String description);

    /** A count that something else keeps, such as the kernel. It only grows; the supplier must be thread-safe and must not block. */
    void counter(String name, String unit, String description, LongSupplier value);

    /** A value that is asked for when somebody looks. The supplier must be thread-safe and must not block. */
    void gauge(String name, String unit, String description, LongSupplier value);

    /**
     * A meter whose figures bear one more label, so that several figures share a name. All of one name have the same labels, unit and
     * description. Values come from the configuration or a fixed set, never from what is observed: each is a series.
     */
    Meter with(String label, String value);

    /** Whether somebody wants figures that cost something while they are kept: the level is {@code detailed}. Does not change. */
    boolean isDetailed();
}
