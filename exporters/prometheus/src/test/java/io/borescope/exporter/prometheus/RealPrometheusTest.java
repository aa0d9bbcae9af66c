package io.borescope.exporter.prometheus;

import static io.borescope.testing.RealPrometheus.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.borescope.api.config.HostPort;
import io.borescope.api.otel.Metric.Temporality;
import io.borescope.exporter.prometheus.PrometheusConfig.ResourceConversion;
import io.borescope.testing.HandClock;
import io.borescope.testing.MetricRows;
import io.borescope.testing.OtelRecords;
import io.borescope.testing.RealPrometheus;
import io.borescope.testing.TestSettings;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a real Prometheus reads from us; skipped where Debian's package {@code prometheus} is not installed. */
@Timeout(180)
class RealPrometheusTest {
    private final TestSettings settings = new TestSettings("prometheus", new HandClock(0, OtelRecords.START));
    private final HttpClient client = HttpClient.newHttpClient();

    @TempDir
    private Path folder;

    @SuppressWarnings("NullAway") // a key that is left out arrives as null
    private PrometheusExporter exporter(boolean openMetrics) throws Exception {
        PrometheusExporter exporter = new PrometheusExporter(
                settings,
                new PrometheusConfig(
                        new HostPort("127.0.0.1", 0),
                        null,
                        Map.of("odd label", "a\"b\\c\nd"),
                        false,
                        null,
                        openMetrics,
                        null,
                        new ResourceConversion(false, false),
                        null));
        exporter.start();
        for (int window = 0; window < 23; window++) {
            exporter.export(List.of(
                    MetricRows.latencies(window),
                    MetricRows.bytes(window, 1_000, 3),
                    OtelRecords.points(
                            "shop",
                            OtelRecords.counter("hits", Temporality.DELTA, 7, OtelRecords.texts("http.route", "/ü")),
                            OtelRecords.gauge("load", 0.125, OtelRecords.texts()),
                            OtelRecords.histogram(
                                    "wait", Temporality.DELTA, List.of(0.5, 1.0), List.of(1L, 2L, 3L), 4.5))));
        }
        return exporter;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void figuresArriveAsTheyWereGiven(boolean openMetrics) throws Exception {
        assumeTrue(RealPrometheus.isInstalled(), RealPrometheus.MISSING);
        try (PrometheusExporter exporter = exporter(openMetrics);
                RealPrometheus prometheus = RealPrometheus.scraping(folder, exporter.port())) {
            prometheus.await("up", answer -> answer.contains(value("1")));
            assertThat(prometheus.query("syscall_read_nanoseconds_bucket{client_type=\"reth\"}"))
                    .contains(value("23"), value("69"), value("92"))
                    .contains(openMetrics ? "\"le\":\"999.0\"" : "\"le\":\"999\"");
            assertThat(prometheus.query("sum(syscall_read_nanoseconds_sum)")).contains(value("46103500"));
            assertThat(prometheus.query("net_io_bytes_total")).contains(value("23000"));
            assertThat(prometheus.query("net_io_count_total")).contains(value("69"));
            assertThat(prometheus.query("hits_total{http_route=\"/ü\",exported_job=\"shop\"}"))
                    .contains(value("161"));
            assertThat(prometheus.query("load_ratio")).contains(value("0.125"), "a\\\"b\\\\c\\nd");
            assertThat(prometheus.query("histogram_quantile(0.5, wait_seconds_bucket)"))
                    .contains(value("1"));
        }
    }

    @Test
    void itsOwnCheckerCanReadThePage() throws Exception {
        assumeTrue(RealPrometheus.isInstalled(), RealPrometheus.MISSING);
        try (PrometheusExporter exporter = exporter(false)) {
            String page = client.send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + exporter.port() + "/metrics"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
            Path input = folder.resolve("page.txt");
            Files.writeString(input, page);
            String said = RealPrometheus.check(input, "metrics");
            assertThat(said).doesNotContain("error").doesNotContain("parsing");
        }
    }
}
