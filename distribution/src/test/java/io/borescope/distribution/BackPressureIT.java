package io.borescope.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import io.borescope.api.Signal;
import io.borescope.testing.RealPrometheus;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.logs.v1.LogsServiceGrpc;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.MetricsServiceGrpc;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A gateway (otlp, batch, otlp) with a small queue and a backend that hangs. It tells all senders to come again, over both wires, and all do: programs
 * that keep to the specification and an agent with our own exporters alike. What it has acknowledged arrives once.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otlp/#otlpgrpc-throttling">OTLP/gRPC: throttling</a>
 * @see <a href="https://opentelemetry.io/docs/specs/otlp/#otlphttp-throttling">OTLP/HTTP: throttling</a>
 */
@Timeout(300)
class BackPressureIT {
    private static final Map<String, Signal<?>> SIGNALS =
            Map.of("traces", Signal.TRACES, "logs", Signal.LOGS, "metrics", Signal.DATA_POINTS);

    /** Of each signal, by each sender. */
    private static final int REQUESTS = 5;

    private static final int RECORDS = 7;
    private static final Duration ASKED_FOR = Duration.ofSeconds(1);

    private final int grpcPort = RealPrometheus.freePort();
    private final int httpPort = RealPrometheus.freePort();
    private final int edgeGrpcPort = RealPrometheus.freePort();
    private final int edgeHttpPort = RealPrometheus.freePort();
    private final HttpClient client = HttpClient.newHttpClient();

    /** What the gateway told a program that it has. */
    private final Collection<String> acknowledgedByGateway = new ConcurrentLinkedQueue<>();

    private final Collection<String> acknowledgedByEdge = new ConcurrentLinkedQueue<>();

    @TempDir
    private Path directory;

    BackPressureIT() throws IOException {}

    /** A way to send a request. */
    @FunctionalInterface
    private interface Wire {
        /** Sends it once, and returns how long to wait before it comes again; empty if it was taken. */
        Optional<Duration> send(String signal, Message request) throws Exception;
    }

    @Test
    void aFullGatewayTellsSendersToComeAgainAndLosesNothing() throws Exception {
        ManagedChannel channel = Grpc.newChannelBuilderForAddress(
                        "127.0.0.1", grpcPort, InsecureChannelCredentials.create())
                .build();
        try (GrpcBackend backend = new GrpcBackend(null);
                Launcher gateway = start(gatewayConfig(backend));
                Launcher edge = start(edgeConfig());
                ExecutorService programs = Executors.newVirtualThreadPerTaskExecutor()) {
            Wire grpc = (signal, request) -> overGrpc(channel, request);
            Wire http = overHttp(httpPort);
            backend.hang(true);
            fill(http);

            CountDownLatch refusedOverGrpc = new CountDownLatch(1);
            CountDownLatch refusedOverHttp = new CountDownLatch(1);
            Future<?> first =
                    programs.submit(() -> sendAll(1, grpc, refusedOverGrpc::countDown, acknowledgedByGateway));
            Future<?> second =
                    programs.submit(() -> sendAll(2, http, refusedOverHttp::countDown, acknowledgedByGateway));
            sendAll(3, overHttp(edgeGrpcPort), BackPressureIT::never, acknowledgedByEdge);
            sendAll(4, overHttp(edgeHttpPort), BackPressureIT::never, acknowledgedByEdge);
            refusedOverGrpc.await();
            refusedOverHttp.await();
            edge.awaitOutput(printed -> printed.contains("gRPC to 127.0.0.1:%d: UNAVAILABLE".formatted(grpcPort))
                    && printed.contains("503"));
            assertThat(backend.arrivals()).isEmpty();

            backend.hang(false);
            first.get();
            second.get();
            stop(edge, List.of(acknowledgedByEdge));
            stop(gateway, List.of(acknowledgedByEdge, acknowledgedByGateway));
            Map<String, Integer> once = new HashMap<>();
            acknowledgedByEdge.forEach(name -> once.put(name, 1));
            acknowledgedByGateway.forEach(name -> once.put(name, 1));
            assertThat(backend.arrivals()).isEqualTo(once);
        } finally {
            channel.shutdownNow();
        }
    }

    private static void never() {
        throw new AssertionError("the edge has room for all");
    }

    private static Launcher start(Path config) throws Exception {
        Launcher agent = Launcher.start(List.of("run", "--config", config.toString()), Map.of());
        agent.awaitOutput(printed -> printed.contains("Everything is ready"));
        return agent;
    }

    /** Ends it, which sends what it has, and holds its books against what went through it. */
    private static void stop(Launcher agent, List<Collection<String>> acknowledged) throws Exception {
        agent.terminate();
        assertThat(agent.awaitEnd()).as(agent.output()).isZero();
        Map<String, Long> exported = new HashMap<>();
        Pattern.compile(" (\\w+)\\S* -> \\w+: exported ([0-9,]+), held 0, lost 0")
                .matcher(agent.output())
                .results()
                .forEach(flow ->
                        exported.merge(flow.group(1), Long.valueOf(flow.group(2).replace(",", "")), Long::sum));
        Map<String, Long> expected = new HashMap<>();
        SIGNALS.forEach((name, signal) -> expected.put(
                name,
                acknowledged.stream()
                        .flatMap(Collection::stream)
                        .filter(number -> number.startsWith(Numbers.kind(signal)))
                        .count()));
        assertThat(exported).as(agent.output()).isEqualTo(expected);
    }

    private Path gatewayConfig(GrpcBackend backend) throws IOException {
        return Files.writeString(directory.resolve("gateway.yaml"), """
                receivers:
                  otlp: {protocols: {grpc: {endpoint: "127.0.0.1:%d"}, http: {endpoint: "127.0.0.1:%d"}}}
                processors:
                  batch: {timeout: 20ms, send_batch_size: 20, send_batch_max_size: 23}
                exporters:
                  otlp:
                    endpoint: http://127.0.0.1:%d
                    timeout: 10m
                    sending_queue: {queue_size: 3}
                service:
                  pipelines:
                    traces: {receivers: [otlp], processors: [batch], exporters: [otlp]}
                    logs: {receivers: [otlp], processors: [batch], exporters: [otlp]}
                    metrics: {receivers: [otlp], processors: [batch], exporters: [otlp]}
                """.formatted(grpcPort, httpPort, backend.port()));
    }

    /** Sends by gRPC what comes in at one port, and by HTTP what comes in at the other. */
    private Path edgeConfig() throws IOException {
        return Files.writeString(
                directory.resolve("edge.yaml"), """
                receivers:
                  otlp/grpc: {protocols: {http: {endpoint: "127.0.0.1:%d"}}}
                  otlp/http: {protocols: {http: {endpoint: "127.0.0.1:%d"}}}
                exporters:
                  otlp:
                    endpoint: http://127.0.0.1:%d
                    timeout: 1m
                    retry_on_failure: {initial_interval: 20ms, max_interval: 100ms}
                  otlp_http:
                    endpoint: http://127.0.0.1:%d
                    timeout: 1m
                    retry_on_failure: {initial_interval: 20ms, max_interval: 100ms}
                service:
                  pipelines:
                    traces/grpc: {receivers: [otlp/grpc], exporters: [otlp]}
                    logs/grpc: {receivers: [otlp/grpc], exporters: [otlp]}
                    metrics/grpc: {receivers: [otlp/grpc], exporters: [otlp]}
                    traces/http: {receivers: [otlp/http], exporters: [otlp_http]}
                    logs/http: {receivers: [otlp/http], exporters: [otlp_http]}
                    metrics/http: {receivers: [otlp/http], exporters: [otlp_http]}
                """.formatted(edgeGrpcPort, edgeHttpPort, grpcPort, httpPort));
    }

    /** Sends until the gateway is full; what it refuses then is not sent again. */
    private void fill(Wire wire) throws Exception {
        long first = 0;
        while (send("logs", first, wire, acknowledgedByGateway).isEmpty()) {
            first += RECORDS;
        }
    }

    /**
     * Sends requests of all signals, each until it is acknowledged.
     *
     * @param sender makes its numbers different from those of others
     * @param refused called whenever a request is refused
     */
    private Void sendAll(int sender, Wire wire, Runnable refused, Collection<String> acknowledged) throws Exception {
        for (long request = 0; request < REQUESTS; request++) {
            long first = sender * 1_000_000L + request * RECORDS;
            for (String signal : SIGNALS.keySet()) {
                Optional<Duration> delay = send(signal, first, wire, acknowledged);
                while (delay.isPresent()) {
                    refused.run();
                    Thread.sleep(delay.get()); // as it was told to
                    delay = send(signal, first, wire, acknowledged);
                }
            }
        }
        return null;
    }

    private static Optional<Duration> send(String signal, long first, Wire wire, Collection<String> acknowledged)
            throws Exception {
        Optional<Duration> delay = wire.send(signal, request(signal, first));
        if (delay.isEmpty()) {
            Signal<?> kind = Objects.requireNonNull(SIGNALS.get(signal), signal);
            LongStream.range(first, first + RECORDS)
                    .mapToObj(number -> Numbers.name(kind, number))
                    .forEach(acknowledged::add);
        }
        return delay;
    }

    private static Message request(String signal, long first) {
        return switch (signal) {
            case "traces" -> Numbers.tracesRequest(first, RECORDS);
            case "logs" -> Numbers.logsRequest(first, RECORDS);
            default -> Numbers.metricsRequest(first, RECORDS);
        };
    }

    private static Optional<Duration> overGrpc(ManagedChannel channel, Message message) throws Exception {
        try {
            switch (message) {
                case ExportTraceServiceRequest request ->
                    TraceServiceGrpc.newBlockingStub(channel).export(request);
                case ExportLogsServiceRequest request ->
                    LogsServiceGrpc.newBlockingStub(channel).export(request);
                case ExportMetricsServiceRequest request ->
                    MetricsServiceGrpc.newBlockingStub(channel).export(request);
                default -> throw new IllegalArgumentException(message.toString());
            }
            return Optional.empty();
        } catch (StatusRuntimeException e) {
            assertThat(e.getStatus().getCode()).isEqualTo(Code.UNAVAILABLE);
            Status status = StatusProto.fromThrowable(e);
            assertThat(status).isNotNull();
            RetryInfo info = status.getDetails(0).unpack(RetryInfo.class);
            assertThat(info.getRetryDelay().getSeconds()).isEqualTo(ASKED_FOR.toSeconds());
            return Optional.of(ASKED_FOR);
        }
    }

    private Wire overHttp(int port) {
        return (signal, request) -> {
            HttpRequest post = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/" + signal))
                    .header("Content-Type", "application/x-protobuf")
                    .POST(BodyPublishers.ofByteArray(request.toByteArray()))
                    .build();
            HttpResponse<byte[]> answer = client.send(post, BodyHandlers.ofByteArray());
            if (answer.statusCode() == 200) {
                return Optional.empty();
            }
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(Status.parseFrom(answer.body()).getCode()).isEqualTo(Code.UNAVAILABLE.value());
            assertThat(answer.headers().firstValue("Retry-After")).contains("" + ASKED_FOR.toSeconds());
            return Optional.of(ASKED_FOR);
        };
    }
}
