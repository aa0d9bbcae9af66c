package io.borescope.exporter.otlp;

import io.borescope.api.Batch;
import io.borescope.api.component.ExportException;
import io.borescope.api.component.ExportResult;
import io.borescope.api.component.Exporter;
import io.borescope.api.component.ExporterSettings;
import io.borescope.api.component.StartException;
import io.borescope.otlp.Encoding;
import io.borescope.otlp.Outbox;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sends batches over gRPC. Thread-safe. */
final class OtlpExporter implements Exporter {
    private final OtlpExporterConfig config;
    private final Outbox outbox;
    private volatile @Nullable GrpcSender sender;

    OtlpExporter(ExporterSettings settings, OtlpExporterConfig config) {
        this.config = config;
        this.outbox = new Outbox(settings, Encoding.PROTOBUF);
    }

    @Override
    public void start() throws StartException {
        sender = GrpcSender.open(config);
    }

    @Override
    public ExportResult export(List<? extends Batch> batches) throws ExportException, InterruptedException {
        GrpcSender to = sender;
        if (to == null) {
            throw new IllegalStateException("not started");
        }
        return outbox.export(batches, to);
    }

    @Override
    public void close() {
        GrpcSender open = sender;
        sender = null;
        if (open != null) {
            open.close();
        }
    }
}
