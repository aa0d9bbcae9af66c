package io.borescope.api.component;

import io.borescope.api.Batch;
import java.util.List;

/**
 * Where data goes. The engine puts a bounded queue, batching, retries and a time limit in front of each exporter, so that an exporter does
 * one thing: send what it is given, or say why not.
 */
public interface Exporter extends Component {
    /**
     * Sends owned batches, as one request where the protocol allows. Called on the exporter's queue threads, as many at a time as
     * {@code sending_queue.num_consumers} says. May block up to {@link ExporterSettings#timeout()}.
     *
     * @param batches one or more, each of a signal that the factory consumes, oldest first
     * @return what the backend took; a partial refusal is a success with rejected records, which are not sent again
     * @throws ExportException if something was not sent; says whether and when to try again
     * @throws InterruptedException if the engine is shutting down and will not wait longer; nothing of this call counts as sent
     */
    ExportResult export(List<? extends Batch> batches) throws ExportException, InterruptedException;
}
