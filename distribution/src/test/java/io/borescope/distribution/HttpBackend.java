package io.borescope.distribution;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.borescope.testing.TestCertificate;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsPartialSuccess;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsPartialSuccess;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.ExportTracePartialSuccess;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.ObjectMapper;

/** Takes OTLP at its paths, and rows as JSON lines at {@code /rows}. */
final class HttpBackend extends CountingBackend {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    HttpBackend(@Nullable TestCertificate certificate) throws Exception {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        if (certificate == null) {
            server = HttpServer.create(address, 0);
        } else {
            HttpsServer https = HttpsServer.create(address, 0);
            https.setHttpsConfigurator(new HttpsConfigurator(certificate.serverContext()));
            server = https;
        }
        server.createContext("/", this::serve);
        server.setExecutor(threads);
        server.start();
    }

    @Override
    int port() {
        return server.getAddress().getPort();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            byte[] body = exchange.getRequestBody().readAllBytes();
            Verdict verdict = take(numbers(path, body));
            switch (verdict.behaviour()) {
                case TAKE, TAKE_AND_BREAK -> answer(exchange, 200, new byte[0]);
                case TAKE_MOST -> answer(exchange, 200, partialSuccess(path));
                case TAKE_SILENTLY -> beSilent();
                case UNAVAILABLE -> answer(exchange, 503, new byte[0]);
                case LATER_IN_SECONDS, LATER_AT_A_DATE -> {
                    exchange.getResponseHeaders().set("Retry-After", verdict.retryAfter());
                    answer(exchange, 429, new byte[0]);
                }
            }
        }
    }

    private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    private static List<String> numbers(String path, byte[] body) throws IOException {
        return switch (path) {
            case "/v1/logs" -> Numbers.in(ExportLogsServiceRequest.parseFrom(body));
            case "/v1/traces" -> Numbers.in(ExportTraceServiceRequest.parseFrom(body));
            case "/v1/metrics" -> Numbers.in(ExportMetricsServiceRequest.parseFrom(body));
            default ->
                new String(body, StandardCharsets.UTF_8)
                        .lines()
                        .map(line -> "rows " + JSON.readTree(line).get("sum").asLong())
                        .toList();
        };
    }

    private static byte[] partialSuccess(String path) {
        return switch (path) {
            case "/v1/logs" ->
                ExportLogsServiceResponse.newBuilder()
                        .setPartialSuccess(ExportLogsPartialSuccess.newBuilder()
                                .setRejectedLogRecords(REJECTED)
                                .setErrorMessage("too old"))
                        .build()
                        .toByteArray();
            case "/v1/traces" ->
                ExportTraceServiceResponse.newBuilder()
                        .setPartialSuccess(ExportTracePartialSuccess.newBuilder()
                                .setRejectedSpans(REJECTED)
                                .setErrorMessage("too old"))
                        .build()
                        .toByteArray();
            default ->
                ExportMetricsServiceResponse.newBuilder()
                        .setPartialSuccess(ExportMetricsPartialSuccess.newBuilder()
                                .setRejectedDataPoints(REJECTED)
                                .setErrorMessage("too old"))
                        .build()
                        .toByteArray();
        };
    }

    @Override
    public void close() throws IOException {
        super.close();
        server.stop(0);
        threads.close();
    }
}
