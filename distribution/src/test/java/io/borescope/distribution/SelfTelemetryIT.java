package io.borescope.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import io.borescope.testing.RealPrometheus;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the packaged agent says about itself, against what it was sent and what it prints at its end. */
@Timeout(180)
final class SelfTelemetryIT {
    private static final int REQUESTS = 23;
    private static final int RECORDS_EACH = 7;
    private static final int RECORDS = REQUESTS * RECORDS_EACH;

    private static final Pattern SAMPLE = Pattern.compile("(borescope_[a-z_]+)(?:\\{(.*)})? ([0-9.eE+-]+)");

    private final LinkedBlockingDeque<ExportMetricsServiceRequest> pushed = new LinkedBlockingDeque<>();
    private final HttpClient client = HttpClient.newHttpClient();

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        client.close();
    }

    private Launcher agent(int receiver, String metrics) throws IOException {
        Path config = Files.writeString(folder.resolve("agent.yaml"), """
                receivers:
                  otlp:
                    protocols: {http: {endpoint: '127.0.0.1:%d'}}
                exporters: {debug: }
                service:
                  telemetry:
                    metrics:
                %s
                  pipelines:
                    logs: {receivers: [otlp], exporters: [debug]}
                """.formatted(receiver, metrics.indent(6)));
        return Launcher.start(List.of("run", "--config", config.toString()), Map.of());
    }

    private void send(int port) throws Exception {
        String record = "{\"body\":{\"stringValue\":\"hello\"}}";
        String body = "{\"resourceLogs\":[{\"scopeLogs\":[{\"logRecords\":[%s]}]}]}"
                .formatted(Stream.generate(() -> record).limit(RECORDS_EACH).collect(Collectors.joining(",")));
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/logs"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
        for (int i = 0; i < REQUESTS; i++) {
            assertThat(client.send(request, BodyHandlers.ofString()).statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void aRealPrometheusAndTheSummaryAgree() throws Exception {
        assumeTrue(RealPrometheus.isInstalled(), RealPrometheus.MISSING);
        int receiver = RealPrometheus.freePort();
        int page = RealPrometheus.freePort();
        try (Launcher agent = agent(
                        receiver,
                        "level: detailed\nreaders: [{pull: {exporter: {prometheus: {port: %d}}}}]".formatted(page));
                RealPrometheus prometheus = RealPrometheus.scraping(folder, page)) {
            agent.awaitOutput(printed -> printed.contains("Everything is ready."));
            send(receiver);

            prometheus.await(
                    "borescope_exporter_sent_log_records_total{exporter=\"debug\",pipeline=\"logs\"}",
                    answer -> answer.contains(RealPrometheus.value(String.valueOf(RECORDS))));
            prometheus.await(
                    "borescope_receiver_accepted_log_records_total",
                    answer -> answer.contains(RealPrometheus.value(String.valueOf(RECORDS))));
            assertThat(prometheus.query("borescope_process_memory_rss_bytes")).contains("\"value\"");
            assertLedgerHolds(page(page));
            Path copy = Files.writeString(folder.resolve("page.txt"), page(page));
            assertThat(RealPrometheus.check(copy, "metrics")).doesNotContain("error", "parsing");
            agent.terminate();
            assertThat(agent.awaitEnd()).as(agent.output()).isZero();
            assertThat(PrintedSummary.of(agent.output()).exported()).isEqualTo(RECORDS);
        }
    }

    private String page(int port) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"))
                .build();
        return client.send(request, BodyHandlers.ofString()).body();
    }

    /** The agent is at rest, so the equation is exact: for each account in + recovered = out + held + lost. */
    private static void assertLedgerHolds(String page) {
        Map<String, Double> balances = page.lines()
                .map(SAMPLE::matcher)
                .filter(Matcher::matches)
                .filter(sample -> sample.group(1).startsWith("borescope_ledger_"))
                .collect(Collectors.groupingBy(
                        sample -> sample.group(2).replaceAll(",?reason=\"[a-z_]+\"", ""),
                        Collectors.summingDouble(SelfTelemetryIT::signed)));
        assertThat(balances)
                .hasSize(2)
                .allSatisfy((_, balance) -> assertThat(balance).isZero());
    }

    private static double signed(Matcher sample) {
        boolean in = sample.group(1).matches("borescope_ledger_(in|recovered)_.*");
        double value = Double.parseDouble(sample.group(3));
        return in ? value : -value;
    }

    @Test
    void aBackendGetsTheLastFiguresWhenTheAgentEnds() throws Exception {
        HttpServer backend = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        backend.createContext("/v1/metrics", exchange -> {
            try (exchange;
                    InputStream body = new GZIPInputStream(exchange.getRequestBody())) {
                pushed.add(ExportMetricsServiceRequest.parseFrom(body));
                exchange.sendResponseHeaders(200, -1);
            }
        });
        backend.start();
        int receiver = RealPrometheus.freePort();
        try (Launcher agent = agent(
                receiver,
                "readers: [{periodic: {interval: 3600000, exporter: {otlp: {endpoint: 'http://127.0.0.1:%d'}}}}]"
                        .formatted(backend.getAddress().getPort()))) {
            agent.awaitOutput(printed -> printed.contains("Everything is ready."));
            send(receiver);
            agent.terminate();
            assertThat(agent.awaitEnd()).as(agent.output()).isZero();
            assertThat(PrintedSummary.of(agent.output()).exported()).isEqualTo(RECORDS);
        } finally {
            backend.stop(0);
        }
        assertThat(last("borescope_receiver_accepted_log_records")).isEqualTo(RECORDS);
        assertThat(last("borescope_exporter_sent_log_records")).isEqualTo(RECORDS);
    }

    private long last(String name) {
        return pushed.getLast().getResourceMetrics(0).getScopeMetrics(0).getMetricsList().stream()
                .filter(metric -> metric.getName().equals(name))
                .map(Metric::getSum)
                .flatMap(sum -> sum.getDataPointsList().stream())
                .mapToLong(NumberDataPoint::getAsInt)
                .sum();
    }

    @Test
    void twoAgentsOnOneMachineBothRun() throws Exception {
        int page = RealPrometheus.freePort();
        String metrics = "address: '127.0.0.1:%d'".formatted(page);
        try (Launcher first = agent(RealPrometheus.freePort(), metrics)) {
            first.awaitOutput(printed -> printed.contains("Everything is ready."));
            try (Launcher second = agent(RealPrometheus.freePort(), metrics)) {
                String printed = second.awaitOutput(text -> text.contains("Everything is ready."));
                assertThat(printed)
                        .contains("The agent's own metrics are not shown: cannot listen at 127.0.0.1:" + page)
                        .contains("set another port in service.telemetry.metrics.readers");
            }
        }
    }

    @Test
    void nothingIsLoadedOrOpenedUnlessItIsAskedFor() throws Exception {
        Path config = Files.writeString(folder.resolve("quiet.yaml"), """
                receivers: {host_specs: }
                exporters: {debug: }
                service:
                  pipelines:
                    metrics: {receivers: [host_specs], exporters: [debug]}
                """);
        try (Launcher agent = Launcher.start(
                List.of("run", "--config", config.toString()),
                Map.of("BORESCOPE_JAVA_OPTS", "-Xlog:class+load=info:file=" + folder.resolve("classes.log")))) {
            agent.awaitOutput(printed -> printed.contains("Everything is ready."));
            agent.terminate();
            assertThat(agent.awaitEnd()).as(agent.output()).isZero();
        }
        try (Stream<String> classes = Files.lines(folder.resolve("classes.log"))) {
            assertThat(classes)
                    .noneMatch(line -> line.contains(" io.opentelemetry.") || line.contains(" io.prometheus."));
        }
    }

    @Test
    void theAlertsAreRules() throws Exception {
        assumeTrue(RealPrometheus.isInstalled(), RealPrometheus.MISSING);
        Path rules = Path.of("../docs/telemetry/prometheus-alerts.yaml");
        assertThat(RealPrometheus.check(rules, "rules", rules.toString())).contains("SUCCESS: 7 rules found");
    }
}
