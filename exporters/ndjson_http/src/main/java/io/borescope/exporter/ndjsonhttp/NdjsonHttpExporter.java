package io.borescope.exporter.ndjsonhttp;

import io.borescope.api.Batch;
import io.borescope.api.component.ExportException;
import io.borescope.api.component.ExportResult;
import io.borescope.api.component.Exporter;
import io.borescope.api.component.ExporterSettings;
import io.borescope.api.component.StartException;
import io.borescope.api.metric.MetricBatch;
import io.borescope.api.telemetry.Counter;
import io.borescope.exporter.ndjsonhttp.RequestWriter.Request;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.xerial.snappy.SnappyError;

/** Posts metric rows as JSON lines. Thread-safe. */
final class NdjsonHttpExporter implements Exporter {
    private final ExporterSettings settings;
    private final NdjsonHttpExporterConfig config;
    private final Counter requests;
    private final Counter bodyBytes;
    private final Counter saturated;

    private final AcceptedRows accepted = new AcceptedRows();

    /** As many as there ever were exports at a time. */
    private final Queue<JsonBuffer> buffers = new ConcurrentLinkedQueue<>();

    private volatile @Nullable HttpSender sender;

    NdjsonHttpExporter(ExporterSettings settings, NdjsonHttpExporterConfig config) {
        this.settings = settings;
        this.config = config;
        this.requests = settings.meter().counter("requests", "{request}", "HTTP requests that were begun.");
        this.bodyBytes = settings.meter().counter("body_bytes", "By", "Bytes of request bodies, compressed.");
        this.saturated = settings.meter()
                .counter(
                        "saturated_values",
                        "{value}",
                        "Figures too large or small for their field, replaced by the nearest that fits.");
    }

    @Override
    public void start() throws StartException {
        tryCompression();
        sender = new HttpSender(settings, config);
    }

    /** Some formats are native code, which a system may not let in. */
    private void tryCompression() throws StartException {
        try {
            config.compression().compress(OutputStream.nullOutputStream()).close();
        } catch (IOException | LinkageError | SnappyError e) {
            throw new StartException(
                    "compression %s does not work here: %s. Use compression: gzip."
                            .formatted(config.compression().name().toLowerCase(Locale.ROOT), e.getMessage()),
                    e);
        }
    }

    /**
     * Sends as few requests as the size limit allows. A refused request does not keep the next ones from being sent; one that failed for now
     * ends the export. A batch of which a part was accepted is reported as unsent, because the engine knows whole batches only; when it comes
     * again, just its other rows are sent.
     */
    @Override
    public ExportResult export(List<? extends Batch> batches) throws ExportException, InterruptedException {
        HttpSender to = sender;
        if (to == null) {
            throw new IllegalStateException("not started");
        }
        JsonBuffer buffer = buffers.poll();
        if (buffer == null) {
            buffer = new JsonBuffer();
        }
        try {
            List<MetricBatch> metrics =
                    batches.stream().map(MetricBatch.class::cast).toList();
            send(new RequestWriter(metrics, config, accepted, saturated, buffer), to);
            accepted.forget(metrics);
            return ExportResult.ACCEPTED;
        } finally {
            buffers.add(buffer);
        }
    }

    private void send(RequestWriter writer, HttpSender to) throws ExportException, InterruptedException {
        long deadline = settings.clock().monotonicNanos() + settings.timeout().toNanos();
        List<MetricBatch> unsent = new ArrayList<>();
        ExportException failure = null;
        while (writer.hasNext() && (failure == null || !failure.isRetryable())) {
            Request request = writer.next();
            if (request.rows().isEmpty()) {
                continue; // all of it was accepted before
            }
            try {
                requests.add(1);
                bodyBytes.add(request.body().contentLength());
                to.post(
                        request.body(),
                        Duration.ofNanos(deadline - settings.clock().monotonicNanos()));
                accepted.add(request.rows());
            } catch (ExportException e) {
                failure = e;
                request.rows().forEach(range -> unsent.add(range.batch()));
            }
        }
        if (failure != null) {
            unsent.addAll(writer.rest());
            throw failure.unsent(unsent.stream().distinct().toList());
        }
    }

    @Override
    public void close() {
        HttpSender open = sender;
        sender = null;
        if (open != null) {
            open.close();
        }
    }
}
