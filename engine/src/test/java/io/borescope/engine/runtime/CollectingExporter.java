package io.borescope.engine.runtime;

import io.borescope.api.Batch;
import io.borescope.api.component.ExportResult;
import io.borescope.api.component.Exporter;
import java.util.ArrayList;
import java.util.List;

/** An exporter that keeps what it is given; shared by its own restarts. */
final class CollectingExporter implements Exporter {
    private final List<Batch> batches = new ArrayList<>();

    @Override
    public synchronized ExportResult export(List<? extends Batch> export) {
        batches.addAll(export);
        return ExportResult.ACCEPTED;
    }

    synchronized List<Batch> batches() {
        return List.copyOf(batches);
    }

    synchronized long events() {
        return batches.stream().mapToLong(Batch::eventCount).sum();
    }
}
