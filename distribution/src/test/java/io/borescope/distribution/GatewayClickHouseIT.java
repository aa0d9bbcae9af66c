package io.borescope.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** config/gateway_clickhouse.yaml: what a program sends over OTLP is in the embedded ClickHouse, all of it and once. */
final class GatewayClickHouseIT {
    private static final int REQUESTS = 23;
    private static final int RECORDS = 7;
    private static final long START = 1_767_607_200_000_000_000L;

    /** In the tables, as often as it was sent. */
    private static final String COUNTS = """
            SELECT (SELECT count() FROM otel_traces), (SELECT count() FROM otel_logs), (SELECT count() FROM otel_metrics_gauge),
                (SELECT sum(Value) FROM otel_metrics_sum), (SELECT sum(Count) FROM otel_metrics_histogram),
                (SELECT count() FROM otel_metrics_exponential_histogram), (SELECT count() FROM otel_metrics_summary)""";

    @TempDir
    private Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private int otlpPort;

    @BeforeAll
    static void needAnEngine() throws Exception {
        try (Launcher fetch = Launcher.start(List.of("clickhouse", "fetch"), Map.of())) {
            Assumptions.assumeTrue(fetch.awaitEnd() == 0, fetch.output());
        }
    }

    @Test
    void keepsAllSignalsOnce() throws Exception {
        otlpPort = freePort();
        try (Launcher agent = gateway()) {
            agent.awaitOutput(printed -> printed.contains("Everything is ready."));
            for (int request = 0; request < REQUESTS; request++) {
                post("traces", traces(request));
                post("logs", logs(request));
                post("metrics", metrics(request));
            }
            agent.terminate();
            assertThat(agent.awaitEnd()).isZero();
            assertThat(agent.output())
                    .contains("traces -> clickhouse: exported 161, held 0, lost 0")
                    .contains("logs -> clickhouse: exported 161, held 0, lost 0")
                    .contains("metrics -> clickhouse: exported 115, held 0, lost 0");
        }
        assertThat(query(COUNTS)).endsWith("\n161,161,23,253,69,23,23\n");
        assertThat(query("SELECT uniqExact(TraceId), max(Duration), any(Events.Name[1]) FROM otel_traces"))
                .endsWith("\n23,6000,\"started\"\n");
        assertThat(query("SELECT count(), uniqExact(TraceId) FROM otel_traces_trace_id_ts"))
                .contains(",23\n");
        assertThat(query("SELECT DISTINCT LogAttributes['nested'], ResourceAttributes['weight'] FROM otel_logs"))
                .endsWith("\n\"{\"\"list\"\":[1,\"\"x\"\"]}\",\"0.5\"\n");
        assertThat(query("span-errors", "--since", "2026-01-01T00:00:00Z"))
                .contains("\"checkout\",161,23,14.29,\"span 6\",\"failed\"");
        assertThat(query("log-volume", "--since", "2026-01-01T00:00:00Z")).contains("\"checkout\",\"warn\",161,");
    }

    private Launcher gateway() throws IOException {
        return Launcher.start(
                List.of(
                        "run",
                        "--config",
                        Launcher.HOME.resolve("config/gateway_clickhouse.yaml").toString(),
                        "--set",
                        "extensions.clickhouse_embedded.directory=" + data(),
                        "--set",
                        "receivers.otlp.protocols.http.endpoint=127.0.0.1:" + otlpPort,
                        "--set",
                        "receivers.otlp.protocols.grpc.endpoint=127.0.0.1:" + freePort(),
                        "--set",
                        "exporters.clickhouse.ttl=18250d"),
                Map.of("BORESCOPE_CLICKHOUSE", "127.0.0.1:" + freePort()));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private Path data() {
        return folder.resolve("clickhouse");
    }

    private String query(String query, String... options) throws Exception {
        List<String> arguments =
                new ArrayList<>(List.of("query", query, "--format", "csv", "--directory", data().toString()));
        arguments.addAll(List.of(options));
        return Launcher.run(arguments.toArray(String[]::new));
    }

    private void post(String signal, String json) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + otlpPort + "/v1/" + signal))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .build();
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    }

    private static String resource(String rest) {
        return """
                {"resource": {"attributes": [{"key": "service.name", "value": {"stringValue": "checkout"}},
                    {"key": "weight", "value": {"doubleValue": 0.5}}]}, %s}""".formatted(rest);
    }

    private static String records(IntFunction<String> record) {
        return IntStream.range(0, RECORDS).mapToObj(record).collect(Collectors.joining(", "));
    }

    private static String traces(int request) {
        String spans = records(i -> """
                {"traceId": "%032x", "spanId": "%016x", "name": "span %d", "kind": 2, "startTimeUnixNano": "%d",
                 "endTimeUnixNano": "%d", "events": [{"timeUnixNano": "%d", "name": "started"}],
                 "status": %s}""".formatted(
                        request + 1,
                        i + 1,
                        i,
                        START,
                        START + i * 1_000L,
                        START,
                        i == 6 ? "{\"code\": 2, \"message\": \"failed\"}" : "{}"));
        return "{\"resourceSpans\": [" + resource("\"scopeSpans\": [{\"spans\": [" + spans + "]}]") + "]}";
    }

    private static String logs(int request) {
        String records = records(i -> """
                {"timeUnixNano": "%d", "severityNumber": 13, "body": {"stringValue": "line %d"}, "attributes": [{"key": "nested",
                 "value": {"kvlistValue": {"values": [{"key": "list", "value": {"arrayValue": {"values": [{"intValue": "1"},
                 {"stringValue": "x"}]}}}]}}}]}""".formatted(START + request, i));
        return "{\"resourceLogs\": [" + resource("\"scopeLogs\": [{\"logRecords\": [" + records + "]}]") + "]}";
    }

    /** One of each kind; the sums add up to 253 and the histograms count 69. */
    private static String metrics(int request) {
        String times = "\"startTimeUnixNano\": \"%d\", \"timeUnixNano\": \"%d\"".formatted(START, START + request);
        String metrics = """
                {"name": "level", "gauge": {"dataPoints": [{%1$s, "asDouble": 1.5}]}},
                {"name": "requests", "sum": {"aggregationTemporality": 1, "isMonotonic": true,
                 "dataPoints": [{%1$s, "asInt": "%2$d"}]}},
                {"name": "latency", "histogram": {"aggregationTemporality": 1,
                 "dataPoints": [{%1$s, "count": "3", "sum": 7, "bucketCounts": ["1", "2"], "explicitBounds": [2]}]}},
                {"name": "sizes", "exponentialHistogram": {"aggregationTemporality": 1,
                 "dataPoints": [{%1$s, "count": "2", "scale": 1, "positive": {"offset": 3, "bucketCounts": ["2"]}}]}},
                {"name": "quantiles", "summary": {
                 "dataPoints": [{%1$s, "count": "2", "sum": 3, "quantileValues": [{"quantile": 0.5, "value": 1}]}]}}""".formatted(times, request);
        return "{\"resourceMetrics\": [" + resource("\"scopeMetrics\": [{\"metrics\": [" + metrics + "]}]") + "]}";
    }
}
