package io.borescope.engine.runtime.delivery;

import io.borescope.api.Batch;
import io.borescope.api.component.ExportException;
import io.borescope.api.component.ExportResult;
import java.util.List;

/** The exporter behind a queue, contained: time-limited, and replaced when it throws what it may not throw. */
public interface Destination {
    /**
     * Exports, first waiting for the exporter while it is being replaced.
     *
     * @throws ExportException as from the exporter, or as a passing failure if it took longer than its time limit
     * @throws DestinationFailedException if the exporter threw anything else; the batches are lost
     * @throws InterruptedException if the caller was interrupted; nothing counts as sent
     */
    ExportResult export(List<? extends Batch> batches)
            throws ExportException, DestinationFailedException, InterruptedException;
}
