package io.borescope.exporter.clickhouse;

import io.borescope.api.tls.TlsConfig;
import io.borescope.exporter.clickhouse.schema.Decisions;
import io.borescope.exporter.clickhouse.schema.LeaseHeldException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * An agent that applies the schema as soon as it is told to: one process of a race. Arguments: the server and the database. Says {@code ready}, waits for a line, then says how
 * many versions it applied.
 */
public final class ApplyMain {
    private static final Duration PAUSE = Duration.ofMillis(300);

    private ApplyMain() {}

    public static void main(String[] arguments) throws Exception {
        ClickHouseExporterConfig config = new ClickHouseExporterConfig(
                List.of(URI.create(arguments[0])),
                arguments[1],
                null,
                null,
                Compression.NONE,
                1,
                ClickHouseExporterConfig.DEFAULT_MAX_INSERT_SIZE,
                Map.of(),
                MetricsTablesConfig.DEFAULT,
                TlsConfig.DEFAULT,
                true,
                ClusterConfig.NONE,
                null,
                ClickHouseExporterConfig.LOGS,
                ClickHouseExporterConfig.TRACES,
                false,
                null);
        System.out.println("ready");
        System.in.read();
        SchemaTarget.forEach(config, System::nanoTime, target -> {
            while (true) {
                try {
                    int versions = target.migrator()
                            .apply(Decisions.NONE, line -> {})
                            .versions()
                            .size();
                    System.out.println(versions);
                    return;
                } catch (LeaseHeldException e) {
                    Thread.sleep(PAUSE);
                }
            }
        });
    }
}
