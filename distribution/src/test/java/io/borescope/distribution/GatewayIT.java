package io.borescope.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.metrics.v1.Gauge;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two agents as users run them: one at the edge with its queue on disk, and a gateway between it and a backend. What the edge has acknowledged
 * arrives once, whichever of them is away meanwhile.
 */
class GatewayIT {
    private static final int REQUESTS = 23;
    private static final int SPANS = 7;
    private static final int LOGS = 5;
    private static final int POINTS = 3;
    private static final Duration LONGEST = Duration.ofMinutes(2);

    private final HttpClient client = HttpClient.newHttpClient();
    private final int edgePort = freePort();
    private final int gatewayPort = freePort();
    private long next;

    @TempDir
    private Path directory;

    GatewayIT() throws IOException {}

    @Test
    void whatTheEdgeHasAcknowledgedArrivesOnce() throws Exception {
        try (Backend backend = new Backend()) {
            Launcher gateway = start(gatewayConfig(backend));
            Launcher edge = start(edgeConfig());
            try {
                send(edge);
                backend.await(1);

                stop(gateway, 1);
                send(edge);
                edge.kill();
                edge.close();
                edge = start(edgeConfig());
                send(edge);
                gateway = start(gatewayConfig(backend));
                backend.await(3);

                backend.refuse(true);
                send(edge);
                backend.awaitRefusal();
                backend.refuse(false);
                backend.await(4);

                stop(edge, 3);
                stop(gateway, 3);
            } finally {
                edge.close();
                gateway.close();
            }
        }
    }

    private static Launcher start(Path config) throws Exception {
        Launcher agent = Launcher.start(List.of("run", "--config", config.toString()), Map.of());
        agent.awaitOutput(printed -> printed.contains("Everything is ready"));
        return agent;
    }

    /** Ends it, and holds its books against what went through it in so many rounds. */
    private static void stop(Launcher agent, int rounds) throws Exception {
        agent.terminate();
        assertThat(agent.awaitEnd()).as(agent.output()).isZero();
        String printed = agent.output();
        assertBalanced(printed, "traces", rounds * REQUESTS * SPANS);
        assertBalanced(printed, "logs", rounds * REQUESTS * LOGS);
        assertBalanced(printed, "metrics", rounds * REQUESTS * POINTS);
        agent.close();
    }

    private static void assertBalanced(String printed, String pipeline, int exported) {
        assertThat(Pattern.compile(" %s -> \\w+: (recovered [0-9,]+, )?exported %,d, held 0, lost 0"
                                .formatted(pipeline, exported))
                        .matcher(printed)
                        .find())
                .as("%s, %,d:%n%s", pipeline, exported, printed)
                .isTrue();
    }

    private Path edgeConfig() throws IOException {
        return Files.writeString(
                directory.resolve("edge.yaml"), """
                extensions:
                  file_storage: {directory: %s}
                receivers:
                  otlp: {protocols: {http: {endpoint: "127.0.0.1:%d"}}}
                exporters:
                  otlp:
                    endpoint: http://127.0.0.1:%d
                    sending_queue: {storage: file_storage}
                    retry_on_failure: {initial_interval: 20ms, max_interval: 100ms, max_elapsed_time: 0s}
                service:
                  extensions: [file_storage]
                  pipelines:
                    traces: {receivers: [otlp], exporters: [otlp]}
                    logs: {receivers: [otlp], exporters: [otlp]}
                    metrics: {receivers: [otlp], exporters: [otlp]}
                """.formatted(directory.resolve("storage"), edgePort, gatewayPort));
    }

    private Path gatewayConfig(Backend backend) throws IOException {
        return Files.writeString(directory.resolve("gateway.yaml"), """
                receivers:
                  otlp: {protocols: {grpc: {endpoint: "127.0.0.1:%d"}}}
                processors:
                  batch: {timeout: 50ms}
                exporters:
                  otlp_http:
                    endpoint: http://127.0.0.1:%d
                    retry_on_failure: {initial_interval: 20ms, max_interval: 100ms}
                service:
                  pipelines:
                    traces: {receivers: [otlp], processors: [batch], exporters: [otlp_http]}
                    logs: {receivers: [otlp], processors: [batch], exporters: [otlp_http]}
                    metrics: {receivers: [otlp], processors: [batch], exporters: [otlp_http]}
                """.formatted(gatewayPort, backend.port()));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** A round of all three signals, each record with a number of its own. */
    private void send(Launcher edge) throws Exception {
        for (int i = 0; i < REQUESTS; i++) {
            post(edge, "/v1/traces", spans(next));
            post(edge, "/v1/logs", logs(next));
            post(edge, "/v1/metrics", points(next));
            next++;
        }
    }

    private void post(Launcher edge, String path, Message request) throws Exception {
        HttpRequest post = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + edgePort + path))
                .header("Content-Type", "application/x-protobuf")
                .POST(BodyPublishers.ofByteArray(request.toByteArray()))
                .build();
        assertThat(client.send(post, BodyHandlers.discarding()).statusCode())
                .as(edge.output())
                .isEqualTo(200);
    }

    private static LongStream numbers(long request, int count) {
        return LongStream.range(request * count, (request + 1) * count);
    }

    private static Message spans(long request) {
        ScopeSpans.Builder spans = ScopeSpans.newBuilder();
        numbers(request, SPANS)
                .forEach(number -> spans.addSpans(Span.newBuilder().setName("s").setStartTimeUnixNano(number)));
        return ExportTraceServiceRequest.newBuilder()
                .addResourceSpans(ResourceSpans.newBuilder().addScopeSpans(spans))
                .build();
    }

    private static Message logs(long request) {
        ScopeLogs.Builder logs = ScopeLogs.newBuilder();
        numbers(request, LOGS)
                .forEach(number -> logs.addLogRecords(LogRecord.newBuilder().setTimeUnixNano(number)));
        return ExportLogsServiceRequest.newBuilder()
                .addResourceLogs(ResourceLogs.newBuilder().addScopeLogs(logs))
                .build();
    }

    private static Message points(long request) {
        Gauge.Builder gauge = Gauge.newBuilder();
        numbers(request, POINTS)
                .forEach(number ->
                        gauge.addDataPoints(NumberDataPoint.newBuilder().setAsInt(number)));
        return ExportMetricsServiceRequest.newBuilder()
                .addResourceMetrics(ResourceMetrics.newBuilder()
                        .addScopeMetrics(ScopeMetrics.newBuilder()
                                .addMetrics(Metric.newBuilder().setName("g").setGauge(gauge))))
                .build();
    }

    /** Writes down the number of each record that it takes. */
    private static final class Backend implements AutoCloseable {
        private final HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        private final List<Long> spans = new ArrayList<>();
        private final List<Long> logs = new ArrayList<>();
        private final List<Long> points = new ArrayList<>();
        private boolean refuses;
        private int refused;

        Backend() throws IOException {
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext("/", this::take);
            server.start();
        }

        private void take(HttpExchange exchange) throws IOException {
            try (exchange) {
                byte[] body = new GZIPInputStream(exchange.getRequestBody()).readAllBytes();
                boolean taken = keep(exchange.getRequestURI().getPath(), body);
                exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
                exchange.sendResponseHeaders(taken ? 200 : 503, -1);
            }
        }

        private synchronized boolean keep(String path, byte[] body) throws IOException {
            if (refuses) {
                refused++;
                notifyAll();
                return false;
            }
            switch (path) {
                case "/v1/traces" ->
                    ExportTraceServiceRequest.parseFrom(body).getResourceSpansList().stream()
                            .flatMap(resource -> resource.getScopeSpansList().stream())
                            .flatMap(scope -> scope.getSpansList().stream())
                            .forEach(span -> spans.add(span.getStartTimeUnixNano()));
                case "/v1/logs" ->
                    ExportLogsServiceRequest.parseFrom(body).getResourceLogsList().stream()
                            .flatMap(resource -> resource.getScopeLogsList().stream())
                            .flatMap(scope -> scope.getLogRecordsList().stream())
                            .forEach(log -> logs.add(log.getTimeUnixNano()));
                default ->
                    ExportMetricsServiceRequest.parseFrom(body).getResourceMetricsList().stream()
                            .flatMap(resource -> resource.getScopeMetricsList().stream())
                            .flatMap(scope -> scope.getMetricsList().stream())
                            .flatMap(metric -> metric.getGauge().getDataPointsList().stream())
                            .forEach(point -> points.add(point.getAsInt()));
            }
            notifyAll();
            return true;
        }

        int port() {
            return server.getAddress().getPort();
        }

        synchronized void refuse(boolean wanted) {
            refuses = wanted;
        }

        synchronized void awaitRefusal() throws InterruptedException {
            while (refused == 0) {
                TimeUnit.MILLISECONDS.timedWait(this, LONGEST.toMillis());
            }
        }

        /** Waits for all of so many rounds, and for nothing twice. */
        synchronized void await(int rounds) throws InterruptedException {
            long deadline = System.nanoTime() + LONGEST.toNanos();
            int requests = rounds * REQUESTS;
            while (spans.size() < requests * SPANS
                    || logs.size() < requests * LOGS
                    || points.size() < requests * POINTS) {
                assertThat(System.nanoTime() - deadline)
                        .as("%d spans, %d logs, %d points", spans.size(), logs.size(), points.size())
                        .isNegative();
                TimeUnit.MILLISECONDS.timedWait(this, 1_000);
            }
            assertThat(spans).containsExactlyInAnyOrderElementsOf(all(requests, SPANS));
            assertThat(logs).containsExactlyInAnyOrderElementsOf(all(requests, LOGS));
            assertThat(points).containsExactlyInAnyOrderElementsOf(all(requests, POINTS));
        }

        private static List<Long> all(int requests, int each) {
            return LongStream.range(0, (long) requests * each).boxed().toList();
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }
}
