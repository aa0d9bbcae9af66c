package io.borescope.api.telemetry;

import java.util.function.LongSupplier;

/** Registers a component's own figures. The engine adds the component's id to each; names are snake_case, units UCUM. */
public interface Meter {
    /** A counter; asking again for the same name gives the same counter. */
    Counter counter(String name, String unit, String description);

    /** A value that is asked for when somebody looks. The supplier must be thread-safe and must not block. */
    void gauge(String name, String unit, String description, LongSupplier value);
}
