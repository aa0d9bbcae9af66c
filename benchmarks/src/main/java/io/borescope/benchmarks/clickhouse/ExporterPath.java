package io.borescope.benchmarks.clickhouse;

import io.borescope.api.component.Exporter;
import io.borescope.api.component.StartException;
import io.borescope.api.config.ByteSize;
import io.borescope.api.metric.MetricBatch;
import io.borescope.api.tls.TlsConfig;
import io.borescope.exporter.clickhouse.ClickHouseExporterConfig;
import io.borescope.exporter.clickhouse.ClickHouseExporterFactory;
import io.borescope.exporter.clickhouse.ClusterConfig;
import io.borescope.exporter.clickhouse.Compression;
import io.borescope.exporter.clickhouse.MetricsTablesConfig;
import io.borescope.testing.HandClock;
import io.borescope.testing.TestSettings;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Our exporter, as an agent runs it but for the queue. */
final class ExporterPath implements InsertPath {
    private final Exporter exporter;

    ExporterPath(URI server, String database, boolean compressed) throws StartException {
        ClickHouseExporterConfig config = new ClickHouseExporterConfig(
                List.of(server),
                database,
                null,
                null,
                compressed ? Compression.ZSTD : Compression.NONE,
                1_000_000,
                ByteSize.ofMebibytes(32),
                Map.of(),
                MetricsTablesConfig.DEFAULT,
                TlsConfig.DEFAULT,
                false,
                ClusterConfig.NONE,
                null,
                "otel_logs",
                "otel_traces",
                false,
                null);
        TestSettings settings = new TestSettings("clickhouse", new HandClock(0, 0)).timeout(Duration.ofMinutes(5));
        exporter = new ClickHouseExporterFactory().create(settings, config);
        exporter.start();
    }

    @Override
    public void insert(MetricBatch batch) throws Exception {
        exporter.export(List.of(batch));
    }

    @Override
    public void close() {
        exporter.close();
    }
}
