package io.borescope.api.component;

import io.borescope.api.BatchIds;
import io.borescope.api.Resource;
import io.borescope.api.telemetry.Ledger;
import io.borescope.api.telemetry.Meter;
import io.borescope.api.time.EngineClock;

/** What the engine gives every component. Implemented by the engine and the test kit only; it may grow. */
public interface ComponentSettings {
    /** Who this component is; put it in front of log messages. */
    ComponentId id();

    /** The clock; the only one a component reads. */
    EngineClock clock();

    /** The installation, for batches made here. */
    Resource resource();

    /** Identities for batches made here. */
    BatchIds batchIds();

    /** The component's own figures. */
    Meter meter();

    /** What the component lost and holds. */
    Ledger ledger();

    /** Where it reports how it is. */
    StatusReporter status();

    /** What components find out for each other. */
    Services services();
}
