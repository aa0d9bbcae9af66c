package io.borescope.processor.metricstransform;

import io.borescope.api.component.ProcessorSettings;
import io.borescope.api.telemetry.Counter;

/** What this processor counts of itself. */
final class Figures {
    private final Counter inserted;
    private final Counter merged;
    private final Counter deleted;
    private final Counter unconverted;

    Figures(ProcessorSettings settings) {
        this.inserted = settings.meter()
                .counter("inserted", "{point}", "Data points that were made as copies of others, beside what came in.");
        this.merged = settings.ledger().lost("merged", "Became part of another data point, as configured.");
        this.deleted = settings.ledger().lost("deleted", "Left out for the value of a label, as configured.");
        this.unconverted = settings.meter()
                .counter(
                        "unconverted",
                        "{metric}",
                        "Metrics left as they are because their figures or units do not allow what is configured.");
    }

    void add(Tally tally) {
        inserted.add(tally.inserted());
        merged.add(tally.mergedPoints());
        deleted.add(tally.deletedPoints());
        unconverted.add(tally.unconvertedMetrics());
    }
}
