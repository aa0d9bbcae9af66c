package io.borescope.exporter.prometheus;

import java.util.Locale;

/** What Prometheus calls the type of a metric. */
enum Kind {
    COUNTER,
    GAUGE,
    HISTOGRAM,
    SUMMARY;

    /** As it is written. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
