package io.borescope.exporter.otlphttp;

import io.borescope.api.Batch;
import io.borescope.api.component.ExportException;
import io.borescope.api.component.ExportResult;
import io.borescope.api.component.Exporter;
import io.borescope.api.component.ExporterSettings;
import io.borescope.api.component.StartException;
import io.borescope.otlp.Outbox;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sends batches over HTTP. Thread-safe. */
final class OtlpHttpExporter implements Exporter {
    private final ExporterSettings settings;
    private final OtlpHttpExporterConfig config;
    private final Outbox outbox;
    private volatile @Nullable HttpSender sender;

    OtlpHttpExporter(ExporterSettings settings, OtlpHttpExporterConfig config) {
        this.settings = settings;
        this.config = config;
        this.outbox = new Outbox(settings, config.encoding().encoding());
    }

    @Override
    public void start() throws StartException {
        sender = new HttpSender(settings, config);
    }

    @Override
    public ExportResult export(List<? extends Batch> batches) throws ExportException, InterruptedException {
        HttpSender to = sender;
        if (to == null) {
            throw new IllegalStateException("not started");
        }
        return outbox.export(batches, to);
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
