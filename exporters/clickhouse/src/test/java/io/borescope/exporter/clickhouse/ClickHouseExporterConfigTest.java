package io.borescope.exporter.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.api.config.ByteSize;
import io.borescope.api.config.Secret;
import io.borescope.api.tls.TlsConfig;
import io.borescope.api.tls.TlsIdentity;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClickHouseExporterConfigTest {
    private static ClickHouseExporterConfig config(
            String endpoint, String database, @Nullable String password, int rows, String setting, TlsConfig tls) {
        return new ClickHouseExporterConfig(
                List.of(URI.create(endpoint)),
                database,
                null,
                password == null ? null : new Secret(password),
                Compression.ZSTD,
                rows,
                ClickHouseExporterConfig.DEFAULT_MAX_INSERT_SIZE,
                Map.of(setting, "1"),
                MetricsTablesConfig.DEFAULT,
                tls,
                false,
                ClusterConfig.NONE,
                null,
                ClickHouseExporterConfig.LOGS,
                ClickHouseExporterConfig.TRACES,
                false,
                null);
    }

    private static List<String> problems(ClickHouseExporterConfig config) {
        List<String> problems = new ArrayList<>();
        config.validate((key, format, arguments) -> problems.add(key + " " + format.formatted(arguments)));
        return problems;
    }

    private static List<String> problemsOf(String endpoint) {
        return problems(config(endpoint, "x", null, 1, "max_threads", TlsConfig.DEFAULT));
    }

    @Test
    @SuppressWarnings("NullAway") // as the engine makes it
    void whatIsLeftOutHasDefaults() {
        ClickHouseExporterConfig config = new ClickHouseExporterConfig(
                null,
                null,
                null,
                null,
                null,
                null,
                ClickHouseExporterConfig.DEFAULT_MAX_INSERT_SIZE,
                null,
                null,
                null,
                false,
                null,
                null,
                null,
                null,
                false,
                null);
        assertThat(config.database()).isEqualTo("default");
        assertThat(config.compression()).isEqualTo(Compression.ZSTD);
        assertThat(config.maxInsertRows()).isEqualTo(100_000);
        assertThat(config.maxInsertSize()).isEqualTo(ByteSize.ofMebibytes(32));
        assertThat(problems(config)).singleElement().asString().startsWith("endpoints is missing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost:8123", "https://ch.example.org:8443", "http://[::1]:8123/proxied"})
    void endpointsAreHttp(String endpoint) {
        assertThat(problemsOf(endpoint)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tcp://localhost:9000",
                "localhost:8123",
                "http://me:secret@localhost:8123",
                "http:///x",
                "http://localhost",
                "http://localhost:8123/?database=x"
            })
    void otherEndpointsAreRefusedWithoutBeingRepeated(String endpoint) {
        assertThat(problemsOf(endpoint))
                .singleElement()
                .asString()
                .startsWith("endpoints[0] ")
                .doesNotContain("secret");
    }

    @ParameterizedTest
    @CsvSource({"59, ttl PT59S is shorter than PT1M.", "1576800001, ttl is longer than 18250 days."})
    void rowsAreNotKeptLongerThanTheServerCanCount(long seconds, String problem) {
        ClickHouseExporterConfig config = new ClickHouseExporterConfig(
                List.of(URI.create("http://localhost:8123")),
                "x",
                null,
                null,
                Compression.NONE,
                1,
                ClickHouseExporterConfig.DEFAULT_MAX_INSERT_SIZE,
                Map.of(),
                MetricsTablesConfig.DEFAULT,
                TlsConfig.DEFAULT,
                false,
                ClusterConfig.NONE,
                Duration.ofSeconds(seconds),
                ClickHouseExporterConfig.LOGS,
                ClickHouseExporterConfig.TRACES,
                false,
                null);

        assertThat(problems(config)).singleElement().asString().startsWith(problem);
    }

    @Test
    void tablesOfOpenTelemetryHaveNames() {
        MetricsTablesConfig tables = new MetricsTablesConfig(
                true,
                new MetricsTablesConfig.TableName("a'b"),
                new MetricsTablesConfig.TableName("metrics.sum"),
                MetricsTablesConfig.DEFAULT.summary(),
                MetricsTablesConfig.DEFAULT.histogram(),
                MetricsTablesConfig.DEFAULT.exponentialHistogram());
        ClickHouseExporterConfig config = new ClickHouseExporterConfig(
                List.of(URI.create("http://localhost:8123")),
                "x",
                null,
                null,
                Compression.ZSTD,
                1,
                ClickHouseExporterConfig.DEFAULT_MAX_INSERT_SIZE,
                Map.of(),
                tables,
                TlsConfig.DEFAULT,
                false,
                ClusterConfig.NONE,
                null,
                ClickHouseExporterConfig.LOGS,
                ClickHouseExporterConfig.TRACES,
                false,
                null);
        assertThat(problems(config))
                .containsExactlyInAnyOrder(
                        "metrics_tables.gauge.name \"a'b\" is not a name. Use letters, digits and _, such as otel_metrics_gauge.",
                        "metrics_tables.sum.name \"metrics.sum\" is not a name. Use letters, digits and _, such as"
                                + " otel_metrics_sum.");
    }

    @SuppressWarnings("NullAway") // as the engine makes it
    private static ClickHouseExporterConfig collectors(String endpoint, URI... endpoints) {
        return new ClickHouseExporterConfig(
                endpoints.length == 0 ? null : List.of(endpoints),
                "otel",
                null,
                null,
                Compression.ZSTD,
                1,
                ClickHouseExporterConfig.DEFAULT_MAX_INSERT_SIZE,
                Map.of(),
                MetricsTablesConfig.DEFAULT,
                TlsConfig.DEFAULT,
                false,
                ClusterConfig.NONE,
                null,
                "logs",
                "spans 1",
                false,
                URI.create(endpoint));
    }

    /** What users of the Collector write. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tcp://127.0.0.1:9000?dial_timeout=10s | endpoint does not begin with http:// or https://. The native protocol (tcp://",
                "clickhouse://127.0.0.1:9000 | endpoint does not begin with http:// or https://.",
                "http://a:8123,b:8123 | endpoint names several servers. Write them as a list: endpoints:",
                "http://a:8123?compress=lz4 | endpoint has a query or fragment. Use database,"
            })
    void endpointsOfTheCollectorAreRefusedWithWhatToWrite(String endpoint, String problem) {
        assertThat(problems(collectors(endpoint)))
                .hasSize(2)
                .anyMatch(found -> found.startsWith(problem))
                .contains(
                        "traces_table_name \"spans 1\" is not a name. Use letters, digits and _, such as otel_traces.");
    }

    @Test
    void oneEndpointIsAsGoodAsAList() {
        assertThat(collectors("http://a:8123").endpoints()).containsExactly(URI.create("http://a:8123"));
        assertThat(problems(collectors("http://a:8123", URI.create("http://b:8123"))))
                .contains("endpoint is of no use beside endpoints. Write it there.");
    }

    @Test
    void everyProblemIsReportedAtOnce() {
        TlsConfig tls = TlsConfig.DEFAULT.with(new TlsIdentity(Path.of("agent.pem"), null, null, null, null));
        assertThat(problems(config("http://localhost:8123", "a-b", "pw", 0, "insert_deduplication_token", tls)))
                .hasSize(6)
                .anyMatch(problem -> problem.startsWith("database \"a-b\""))
                .anyMatch(problem -> problem.startsWith("password "))
                .anyMatch(problem -> problem.startsWith("max_insert_rows 0"))
                .anyMatch(problem -> problem.startsWith("settings.insert_deduplication_token"))
                .anyMatch(problem -> problem.startsWith("tls is of no use"))
                .anyMatch(problem -> problem.startsWith("tls.key_file is missing"));
        assertThat(problems(config("http://localhost:8123", "x", null, 1, "a b", TlsConfig.DEFAULT)))
                .containsExactly("settings.a b is not the name of a setting.");
    }
}
