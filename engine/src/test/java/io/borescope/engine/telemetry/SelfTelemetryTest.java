package io.borescope.engine.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.borescope.api.Resource;
import io.borescope.api.config.HostPort;
import io.borescope.api.telemetry.Figure;
import io.borescope.api.telemetry.FigureFamily;
import io.borescope.api.telemetry.FigureFamily.Kind;
import io.borescope.api.telemetry.FigureLevel;
import io.borescope.api.tls.TlsConfig;
import io.borescope.engine.plan.TelemetryPlan;
import io.borescope.testing.TestCertificate;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceResponse;
import io.opentelemetry.proto.collector.metrics.v1.MetricsServiceGrpc;
import io.opentelemetry.proto.metrics.v1.Metric;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The agent's figures as Prometheus and OTLP backends get them. */
final class SelfTelemetryTest {
    private static final UUID AGENT = new UUID(1, 2);
    private static final Duration LONG = Duration.ofHours(1);
    private static final Resource RESOURCE = Resource.of(Map.of(Resource.INSTANCE_NAME, "web-1"));

    private final BlockingQueue<ExportMetricsServiceRequest> pushed = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> tokens = new LinkedBlockingQueue<>();

    private static List<FigureFamily> figures() {
        Figure odd = new Figure.Whole(new TreeMap<>(Map.of("component", "otlp/a\"b\\c\nd")), 161);
        Figure durations = new Figure.Distribution(
                new TreeMap<>(Map.of("exporter", "debug")), List.of(0.1, 1.0), List.of(2L, 3L, 4L), 12.5);
        return List.of(
                new FigureFamily(
                        "borescope_sent_spans", Kind.COUNTER, "{span}", "Sent.", FigureLevel.BASIC, List.of(odd)),
                new FigureFamily(
                        "borescope_export_duration",
                        Kind.HISTOGRAM,
                        "s",
                        "How long.",
                        FigureLevel.NORMAL,
                        List.of(durations)),
                new FigureFamily(
                        "borescope_ring_fill",
                        Kind.GAUGE,
                        "By",
                        "What waits.",
                        FigureLevel.DETAILED,
                        List.of(new Figure.Whole(new TreeMap<>(), 7))),
                new FigureFamily(
                        "borescope_up",
                        Kind.GAUGE,
                        "1",
                        "Up.",
                        FigureLevel.BASIC,
                        List.of(new Figure.Whole(new TreeMap<>(), 1))));
    }

    private static SelfTelemetry telemetry(FigureLevel level, TelemetryPlan.Reader... readers) {
        TelemetryPlan plan = new TelemetryPlan(level, List.of(readers), Map.of("service.name", "shop"), "");
        return new SelfTelemetry(plan, SelfTelemetryTest::figures, RESOURCE, AGENT);
    }

    private static TelemetryPlan.Scrape scrape(int port, boolean units) {
        return new TelemetryPlan.Scrape(new HostPort("127.0.0.1", port), units, false, Set.of(), Set.of());
    }

    private static String page(int port) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"))
                    .build();
            return client.send(request, BodyHandlers.ofString()).body();
        }
    }

    @Test
    void aPageForPrometheusHasWhatTheFiguresSay() throws Exception {
        int port = freePort();
        try (SelfTelemetry telemetry = telemetry(FigureLevel.DETAILED, scrape(port, true))) {
            telemetry.start();
            assertThat(page(port).lines())
                    .contains(
                            "borescope_sent_spans_total{component=\"otlp/a\\\"b\\\\c\\nd\"} 161.0",
                            "borescope_export_duration_seconds_bucket{exporter=\"debug\",le=\"1.0\"} 5",
                            "borescope_export_duration_seconds_count{exporter=\"debug\"} 9",
                            "borescope_export_duration_seconds_sum{exporter=\"debug\"} 12.5",
                            "borescope_ring_fill_bytes 7.0",
                            "borescope_up 1.0",
                            "target_info{borescope_instance_name=\"web-1\",service_instance_id=\"" + AGENT
                                    + "\",service_name=\"shop\",service_version=\"development build\"} 1");
        }
    }

    @Test
    void unitsAreLeftOutOfNamesAndAttributesBecomeLabelsAsConfigured() throws Exception {
        int port = freePort();
        TelemetryPlan.Scrape scrape = new TelemetryPlan.Scrape(
                new HostPort("127.0.0.1", port),
                false,
                false,
                Set.of("*"),
                Set.of("service.version", "service.instance.id"));
        try (SelfTelemetry telemetry = telemetry(FigureLevel.DETAILED, scrape)) {
            telemetry.start();
            assertThat(page(port))
                    .contains("borescope_ring_fill{borescope_instance_name=\"web-1\",service_name=\"shop\"} 7.0");
        }
    }

    @ParameterizedTest
    @CsvSource({"BASIC, true, false, false", "NORMAL, true, true, false", "DETAILED, true, true, true"})
    void aLevelLeavesOutWhatIsAboveIt(FigureLevel level, boolean basic, boolean normal, boolean detailed)
            throws Exception {
        int port = freePort();
        try (SelfTelemetry telemetry = telemetry(level, scrape(port, true))) {
            telemetry.start();
            String page = page(port);
            assertThat(page.contains("borescope_sent_spans")).isEqualTo(basic);
            assertThat(page.contains("borescope_export_duration")).isEqualTo(normal);
            assertThat(page.contains("borescope_ring_fill")).isEqualTo(detailed);
        }
    }

    @Test
    void levelNoneOpensNothing() throws Exception {
        int port = freePort();
        try (SelfTelemetry telemetry = telemetry(FigureLevel.NONE, scrape(port, true))) {
            telemetry.start();
            try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                assertThat(free.isBound()).isTrue();
            }
        }
    }

    @Test
    void aPortInUseDoesNotStopTheAgentNorTheOtherReaders() throws Exception {
        int free = freePort();
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                SelfTelemetry telemetry =
                        telemetry(FigureLevel.BASIC, scrape(other.getLocalPort(), true), scrape(free, true))) {
            assertThatCode(telemetry::start).doesNotThrowAnyException();
            assertThat(page(free)).contains("borescope_up 1.0");
        }
    }

    @Test
    void aBackendIsToldOverGrpcAndOnceMoreAtTheEnd() throws Exception {
        Server backend = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addService(new Backend())
                .intercept(new TokenReader())
                .build()
                .start();
        try (SelfTelemetry telemetry =
                telemetry(FigureLevel.NORMAL, push(true, "http://127.0.0.1:" + backend.getPort()))) {
            telemetry.start();
        } finally {
            backend.shutdownNow();
        }
        assertPushed();
    }

    @Test
    void aBackendIsToldOverHttpAndOnceMoreAtTheEnd() throws Exception {
        HttpServer backend = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        accept(backend);
        try (SelfTelemetry telemetry = telemetry(FigureLevel.NORMAL, push(false, url("http", backend)))) {
            telemetry.start();
        } finally {
            backend.stop(0);
        }
        assertPushed();
    }

    @Test
    void aBackendIsToldOverTlsIfItIsTrustedOrAnyIs(@TempDir Path folder) throws Exception {
        TestCertificate certificate = TestCertificate.makeFor("elsewhere.example", folder);
        HttpsServer backend = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        backend.setHttpsConfigurator(new HttpsConfigurator(certificate.serverContext()));
        accept(backend);
        TlsConfig trusting = TlsConfig.trusting(certificate.pem());
        TlsConfig credulous = TlsConfig.trustingAnybody();
        TlsConfig expecting = trusting.withServerName("elsewhere.example");
        try {
            for (TlsConfig tls : List.of(trusting, credulous, expecting)) {
                try (SelfTelemetry telemetry = telemetry(FigureLevel.NORMAL, push(false, url("https", backend), tls))) {
                    telemetry.start();
                }
                assertThat(pushed).as("pushes to a server of another name").hasSize(tls.equals(trusting) ? 0 : 1);
                if (!tls.equals(trusting)) {
                    assertPushed();
                }
            }
        } finally {
            backend.stop(0);
        }
    }

    private static String url(String scheme, HttpServer backend) {
        return scheme + "://localhost:" + backend.getAddress().getPort() + "/v1/metrics";
    }

    private void accept(HttpServer backend) {
        backend.createContext("/v1/metrics", exchange -> {
            tokens.add(String.valueOf(exchange.getRequestHeaders().getFirst("x-token")));
            try (exchange;
                    InputStream body = new GZIPInputStream(exchange.getRequestBody())) {
                pushed.add(ExportMetricsServiceRequest.parseFrom(body));
                exchange.sendResponseHeaders(200, -1);
            }
        });
        backend.start();
    }

    @Test
    void aBackendThatIsAwayKeepsNobodyWaiting() throws Exception {
        SelfTelemetry telemetry =
                telemetry(FigureLevel.NORMAL, push(false, "http://127.0.0.1:" + freePort() + "/v1/metrics"));
        telemetry.start();
        assertThatCode(telemetry::close).doesNotThrowAnyException();
    }

    private static TelemetryPlan.Push push(boolean grpc, String endpoint) {
        return push(grpc, endpoint, TlsConfig.DEFAULT);
    }

    private static TelemetryPlan.Push push(boolean grpc, String endpoint, TlsConfig tls) {
        return new TelemetryPlan.Push(
                grpc, URI.create(endpoint), Map.of("x-token", "secret"), true, LONG, Duration.ofSeconds(10), tls);
    }

    private void assertPushed() throws InterruptedException {
        ExportMetricsServiceRequest request = pushed.poll(1, TimeUnit.MINUTES);
        assertThat(request).isNotNull();
        assertThat(tokens.take()).isEqualTo("secret");
        assertThat(request.getResourceMetrics(0).getResource().getAttributesList())
                .anySatisfy(attribute -> {
                    assertThat(attribute.getKey()).isEqualTo("service.name");
                    assertThat(attribute.getValue().getStringValue()).isEqualTo("shop");
                });
        List<Metric> metrics = request.getResourceMetrics(0).getScopeMetrics(0).getMetricsList();
        assertThat(metrics)
                .extracting(Metric::getName)
                .containsExactlyInAnyOrder("borescope_sent_spans", "borescope_export_duration", "borescope_up");
        assertThat(metrics).filteredOn(Metric::hasSum).singleElement().satisfies(metric -> {
            assertThat(metric.getSum().getIsMonotonic()).isTrue();
            assertThat(metric.getSum().getDataPoints(0).getAsInt()).isEqualTo(161);
            assertThat(metric.getUnit()).isEqualTo("{span}");
        });
        assertThat(metrics)
                .filteredOn(Metric::hasHistogram)
                .singleElement()
                .extracting(metric -> metric.getHistogram().getDataPoints(0).getBucketCountsList())
                .isEqualTo(List.of(2L, 3L, 4L));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private final class Backend extends MetricsServiceGrpc.MetricsServiceImplBase {
        @Override
        public void export(ExportMetricsServiceRequest request, StreamObserver<ExportMetricsServiceResponse> out) {
            pushed.add(request);
            out.onNext(ExportMetricsServiceResponse.getDefaultInstance());
            out.onCompleted();
        }
    }

    private final class TokenReader implements ServerInterceptor {
        @Override
        public <Q, A> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, A> call, Metadata metadata, ServerCallHandler<Q, A> next) {
            tokens.add(String.valueOf(metadata.get(Metadata.Key.of("x-token", Metadata.ASCII_STRING_MARSHALLER))));
            return next.startCall(call, metadata);
        }
    }
}
