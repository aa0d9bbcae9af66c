package io.borescope.api.component;

import java.time.Duration;

/** What the engine gives an exporter. */
public interface ExporterSettings extends ComponentSettings {
    /** Longest time one {@link Exporter#export} may take, from the exporter's {@code timeout} key. */
    Duration timeout();
}
