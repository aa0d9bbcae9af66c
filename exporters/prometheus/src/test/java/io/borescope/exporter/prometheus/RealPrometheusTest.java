package io.borescope.exporter.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.borescope.api.config.HostPort;
import io.borescope.api.otel.Metric.Temporality;
import io.borescope.exporter.prometheus.PrometheusConfig.ResourceConversion;
import io.borescope.testing.HandClock;
import io.borescope.testing.MetricRows;
import io.borescope.testing.OtelRecords;
import io.borescope.testing.TestSettings;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a real Prometheus reads from us; skipped where Debian's package {@code prometheus} is not installed. */
@Timeout(180)
class RealPrometheusTest {
    private static final Path PROGRAM = Path.of("/usr/bin/prometheus");
    private static final Path CHECKER = Path.of("/usr/bin/promtool");

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
        assumeTrue(Files.isExecutable(PROGRAM), "needs Debian's package prometheus");
        try (PrometheusExporter exporter = exporter(openMetrics)) {
            int port = freePort();
            Process prometheus = start(exporter.port(), port);
            try {
                awaitScrape(prometheus, port);
                assertThat(query(port, "syscall_read_nanoseconds_bucket{client_type=\"reth\"}"))
                        .contains(value("23"), value("69"), value("92"))
                        .contains(openMetrics ? "\"le\":\"999.0\"" : "\"le\":\"999\"");
                assertThat(query(port, "sum(syscall_read_nanoseconds_sum)")).contains(value("46103500"));
                assertThat(query(port, "net_io_bytes_total")).contains(value("23000"));
                assertThat(query(port, "net_io_count_total")).contains(value("69"));
                assertThat(query(port, "hits_total{http_route=\"/ü\",exported_job=\"shop\"}"))
                        .contains(value("161"));
                assertThat(query(port, "load_ratio")).contains(value("0.125"), "a\\\"b\\\\c\\nd");
                assertThat(query(port, "histogram_quantile(0.5, wait_seconds_bucket)"))
                        .contains(value("1"));
            } finally {
                prometheus.destroyForcibly().waitFor();
            }
        }
    }

    private static String value(String number) {
        return ",\"" + number + "\"]";
    }

    private Process start(int target, int port) throws IOException {
        Path config = folder.resolve("prometheus.yml");
        Files.writeString(config, """
                scrape_configs:
                  - job_name: borescope
                    scrape_interval: 1s
                    static_configs:
                      - targets: ["127.0.0.1:%d"]
                """.formatted(target));
        return new ProcessBuilder(
                        PROGRAM.toString(),
                        "--config.file=" + config,
                        "--storage.tsdb.path=" + folder.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("prometheus.log").toFile())
                .start();
    }

    private void awaitScrape(Process prometheus, int port) throws Exception {
        while (!query(port, "up").contains(value("1"))) {
            assertThat(prometheus.waitFor(200, TimeUnit.MILLISECONDS))
                    .as("Prometheus has ended: %s", folder.resolve("prometheus.log"))
                    .isFalse();
        }
    }

    /** The answer in JSON; empty while nobody answers. */
    private String query(int port, String expression) throws InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + port + "/api/v1/query?query="
                + URLEncoder.encode(expression, StandardCharsets.UTF_8));
        HttpRequest request =
                HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(30)).build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
        } catch (IOException notYet) {
            return "";
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Test
    void itsOwnCheckerCanReadThePage() throws Exception {
        assumeTrue(Files.isExecutable(CHECKER), "needs Debian's package prometheus");
        try (PrometheusExporter exporter = exporter(false)) {
            String page = client.send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + exporter.port() + "/metrics"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
            Path input = folder.resolve("page.txt");
            Files.writeString(input, page);
            Process checker = new ProcessBuilder(CHECKER.toString(), "check", "metrics")
                    .redirectInput(input.toFile())
                    .redirectErrorStream(true)
                    .start();
            String said = new String(checker.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(said).doesNotContain("error").doesNotContain("parsing");
        }
    }
}
