package io.borescope.exporter.prometheus;

import io.borescope.api.Batch;
import io.borescope.api.component.ExportResult;
import io.borescope.api.component.Exporter;
import io.borescope.api.component.ExporterSettings;
import io.borescope.api.component.StartException;
import io.borescope.api.metric.MetricBatch;
import io.borescope.api.otel.PointBatch;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps the latest figures of each series for servers that come and scrape them. Thread-safe. */
final class PrometheusExporter implements Exporter {
    private final ExporterSettings settings;
    private final PrometheusConfig config;
    private final SeriesStore store;
    private final PointReader points;
    private final RowReader rows;
    private volatile @Nullable ScrapeServer server;

    PrometheusExporter(ExporterSettings settings, PrometheusConfig config) {
        this.settings = settings;
        this.config = config;
        this.store = new SeriesStore(config.maxSeries(), config.metricExpiration());
        Names names = new Names(config.namespace(), config.addMetricSuffixes());
        Labels constant = Labels.of(config.constLabels());
        this.points = new PointReader(names, constant, config.resourceToTelemetryConversion());
        this.rows = new RowReader(
                names, constant, config.resourceToTelemetryConversion().enabled());
    }

    @Override
    public void start() throws StartException {
        settings.meter().gauge("series", "{series}", "Series that are shown now.", store::size);
        server = ScrapeServer.listen(
                config.endpoint(), settings.id().toString(), config.enableOpenMetrics(), this::page);
    }

    /** The port it listens at; 0 before it does. */
    int port() {
        ScrapeServer listening = server;
        return listening == null ? 0 : listening.port();
    }

    @Override
    public ExportResult export(List<? extends Batch> batches) {
        long now = settings.clock().monotonicNanos();
        store.expire(now);
        Sink sink = new Sink(store, now);
        for (Batch batch : batches) {
            switch (batch) {
                case PointBatch these -> points.read(these, sink);
                case MetricBatch these -> rows.read(these, sink);
                default -> throw new IllegalArgumentException("cannot show " + batch.signal());
            }
        }
        return ExportResult.rejected(batches, sink.rejected(), sink.reason());
    }

    private String page(boolean openMetrics) {
        store.expire(settings.clock().monotonicNanos());
        Lines lines = new Lines(openMetrics, config.sendTimestamps());
        store.write(lines);
        return lines.finish();
    }

    @Override
    public void close() {
        ScrapeServer listening = server;
        if (listening != null) {
            listening.close();
        }
    }
}
