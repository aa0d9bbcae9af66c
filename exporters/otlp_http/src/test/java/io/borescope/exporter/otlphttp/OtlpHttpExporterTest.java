package io.borescope.exporter.otlphttp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import io.borescope.api.Batch;
import io.borescope.api.component.ExportException;
import io.borescope.api.component.ExportResult;
import io.borescope.api.config.Secret;
import io.borescope.api.tls.TlsConfig;
import io.borescope.api.tls.TlsIdentity;
import io.borescope.exporter.otlphttp.TestBackend.Answer;
import io.borescope.exporter.otlphttp.TestBackend.Received;
import io.borescope.otlp.Encoding;
import io.borescope.otlp.ErrorStatus;
import io.borescope.testing.ComponentContract;
import io.borescope.testing.HandClock;
import io.borescope.testing.OtelRecords;
import io.borescope.testing.TestCertificate;
import io.borescope.testing.TestSettings;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsPartialSuccess;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("NullAway") // keys that are left out arrive as null
final class OtlpHttpExporterTest {
    private static final TlsConfig NO_TLS = TlsConfig.DEFAULT;
    private static final String PROTOBUF = "application/x-protobuf";

    private final TestSettings settings = new TestSettings("otlp_http", new HandClock(0, 0));
    private TestBackend backend;

    @BeforeEach
    void start() throws Exception {
        backend = TestBackend.start(null);
    }

    @AfterEach
    void stop() {
        backend.close();
    }

    private ExportResult export(Batch... batches) throws Exception {
        return export(config(backend.url(), null, null), batches);
    }

    private ExportResult export(OtlpHttpExporterConfig config, Batch... batches) throws Exception {
        try (OtlpHttpExporter exporter = new OtlpHttpExporter(settings, config)) {
            exporter.start();
            return exporter.export(List.of(batches));
        }
    }

    private ExportException failure(Batch... batches) {
        return catchThrowableOfType(ExportException.class, () -> export(batches));
    }

    private static OtlpHttpExporterConfig config(
            String endpoint, @Nullable MessageEncoding encoding, @Nullable Compression compression) {
        return new OtlpHttpExporterConfig(
                URI.create(endpoint),
                null,
                null,
                null,
                encoding,
                compression,
                Map.of("Authorization", new Secret("Bearer t")),
                NO_TLS);
    }

    @Test
    void keepsTheContractOfComponents() throws Exception {
        ComponentContract.check(() -> new OtlpHttpExporter(settings, config(backend.url(), null, null)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "/otlp", "/otlp/"})
    void sendsEachSignalToItsPath(String prefix) throws Exception {
        assertThat(export(
                        config(backend.url() + prefix, null, null),
                        OtelRecords.spans(3),
                        OtelRecords.logs(5, "said"),
                        OtelRecords.points(7),
                        OtelRecords.logs(9, "said")))
                .isEqualTo(ExportResult.ACCEPTED);
        String before = prefix.replaceAll("/$", "");
        assertThat(backend.received)
                .extracting(Received::path)
                .containsExactly(before + "/v1/traces", before + "/v1/metrics", before + "/v1/logs");
        List<Received> received = List.copyOf(backend.received);
        assertThat(received)
                .allSatisfy(request ->
                        assertThat(request.headers().getFirst("Content-Type")).isEqualTo(PROTOBUF))
                .allSatisfy(request ->
                        assertThat(request.headers().getFirst("Authorization")).isEqualTo("Bearer t"));
        assertThat(ExportTraceServiceRequest.parseFrom(received.get(0).body())
                        .getResourceSpans(0)
                        .getScopeSpans(0)
                        .getSpansCount())
                .isEqualTo(3);
        assertThat(ExportMetricsServiceRequest.parseFrom(received.get(1).body())
                        .getResourceMetrics(0)
                        .getScopeMetrics(0)
                        .getMetrics(0)
                        .getGauge()
                        .getDataPointsCount())
                .isEqualTo(7);
        assertThat(ExportLogsServiceRequest.parseFrom(received.get(2).body()).getResourceLogsList())
                .extracting(logs -> logs.getScopeLogs(0).getLogRecordsCount())
                .containsExactly(5, 9);
    }

    @Test
    void signalsMayHaveEndpointsOfTheirOwn() throws Exception {
        OtlpHttpExporterConfig config = new OtlpHttpExporterConfig(
                null, URI.create(backend.url() + "/in?token=7"), null, null, null, null, Map.of(), NO_TLS);
        export(config, OtelRecords.spans(1));
        assertThat(backend.received).extracting(Received::path).containsExactly("/in?token=7");
        ExportException failure =
                catchThrowableOfType(ExportException.class, () -> export(config, OtelRecords.logs(1, "said")));
        assertThat(failure.isRetryable()).isFalse();
        assertThat(failure).hasMessage("no endpoint for logs. Write endpoint.");
    }

    @ParameterizedTest
    @EnumSource
    void compresses(Compression compression) throws Exception {
        export(config(backend.url(), null, compression), OtelRecords.logs(1_000, "said"));
        Received request = backend.received.element();
        assertThat(request.headers().getFirst("Content-Encoding"))
                .isEqualTo(
                        switch (compression) {
                            case NONE -> null;
                            case GZIP -> "gzip";
                            case ZSTD -> "zstd";
                        });
        assertThat(ExportLogsServiceRequest.parseFrom(request.body())
                        .getResourceLogs(0)
                        .getScopeLogs(0)
                        .getLogRecordsCount())
                .isEqualTo(1_000);
    }

    @Test
    void writesJson() throws Exception {
        export(config(backend.url(), MessageEncoding.JSON, Compression.NONE), OtelRecords.spans(1));
        Received request = backend.received.element();
        assertThat(request.headers().getFirst("Content-Type")).isEqualTo("application/json");
        assertThat(request.body().toStringUtf8())
                .contains("\"traceId\":\"0af7651916cd43dd0000000000000001\"", "\"kind\":2");
    }

    @ParameterizedTest
    @CsvSource({
        "429, true",
        "502, true",
        "503, true",
        "504, true",
        "400, false",
        "401, false",
        "404, false",
        "408, false",
        "413, false",
        "500, false",
        "501, false",
        "505, false"
    })
    void triesAgainWhatTheSpecificationWants(int status, boolean retryable) {
        backend.answer(Answer.of(status, "so it is"));
        ExportException failure = failure(OtelRecords.logs(1, "said"));
        assertThat(failure.isRetryable()).isEqualTo(retryable);
        assertThat(failure).hasMessage("POST " + backend.url() + "/v1/logs: HTTP " + status + ": so it is");
    }

    @ParameterizedTest
    @CsvSource({"429", "503"})
    void waitsAsLongAsTheBackendWants(int status) {
        backend.answer(new Answer(status, Map.of("Retry-After", "7"), ByteString.EMPTY));
        assertThat(failure(OtelRecords.logs(1, "said")).retryAfter()).contains(Duration.ofSeconds(7));
        backend.answer(new Answer(status, Map.of("Retry-After", "Thu, 01 Jan 1970 00:01:00 GMT"), ByteString.EMPTY));
        assertThat(failure(OtelRecords.logs(1, "said")).retryAfter()).contains(Duration.ofMinutes(1));
    }

    @Test
    void saysWhatTheStatusInTheAnswerSays() {
        ByteString status = ByteString.copyFrom(ErrorStatus.of(3, "no tenant").write(Encoding.PROTOBUF));
        backend.answer(new Answer(400, Map.of("Content-Type", PROTOBUF), status));
        assertThat(failure(OtelRecords.logs(1, "said"))).hasMessageEndingWith("HTTP 400: no tenant");
        backend.answer(new Answer(
                400,
                Map.of("Content-Type", "application/json"),
                ByteString.copyFromUtf8("{\"code\":3,\"message\":\"no tenant\"}")));
        assertThat(failure(OtelRecords.logs(1, "said"))).hasMessageEndingWith("HTTP 400: no tenant");
    }

    @Test
    void partialSuccessIsSuccessAndCounted() throws Exception {
        backend.answer(new Answer(
                200,
                Map.of("Content-Type", PROTOBUF),
                ExportLogsServiceResponse.newBuilder()
                        .setPartialSuccess(ExportLogsPartialSuccess.newBuilder()
                                .setRejectedLogRecords(2)
                                .setErrorMessage("too old"))
                        .build()
                        .toByteString()));
        ExportResult result = export(OtelRecords.logs(5, "said"));
        assertThat(result.rejected()).isEqualTo(2);
        assertThat(result.reason()).isEqualTo("too old");
        assertThat(settings.counted("rejected_records")).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 202, 204, 299})
    void any2xxIsSuccessWhateverTheBodySays(int status) throws Exception {
        backend.answer(Answer.of(status, status == 204 ? "" : "thanks".repeat(100_000)));
        assertThat(export(OtelRecords.logs(5, "said"))).isEqualTo(ExportResult.ACCEPTED);
    }

    @Test
    void redirectsAreNotFollowed() {
        backend.answer(new Answer(307, Map.of("Location", "https://elsewhere.example"), ByteString.EMPTY));
        ExportException failure = failure(OtelRecords.logs(1, "said"));
        assertThat(failure.isRetryable()).isFalse();
        assertThat(failure).hasMessageContaining("a redirect to https://elsewhere.example, which is not followed");
    }

    @Test
    void whatWasSentIsNotSentAgain() {
        Batch spans = OtelRecords.spans(1);
        Batch points = OtelRecords.points(1);
        Batch logs = OtelRecords.logs(1, "said");
        backend.answer(Answer.of(200, ""));
        backend.answer(Answer.of(503, ""));
        assertThat(failure(spans, points, logs).unsent()).contains(List.of(points, logs));
        backend.answer(Answer.of(400, ""));
        assertThat(failure(spans, points, logs).unsent()).contains(List.of(spans));
    }

    @Test
    void nobodyThereMayPass() throws Exception {
        int port;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closed.getLocalPort();
        }
        ExportException failure = catchThrowableOfType(
                ExportException.class,
                () -> export(config("http://localhost:" + port, null, null), OtelRecords.logs(1, "said")));
        assertThat(failure.isRetryable()).isTrue();
    }

    @Test
    void sendsOnlyToAServerThatItTrusts(@TempDir Path folder) throws Exception {
        TestCertificate certificate = TestCertificate.make(folder);
        try (TestBackend https = TestBackend.start(certificate.serverContext())) {
            assertThat(export(trusting(https, certificate.pem()), OtelRecords.logs(1, "said")))
                    .isEqualTo(ExportResult.ACCEPTED);
            ExportException failure = catchThrowableOfType(
                    ExportException.class, () -> export(trusting(https, null), OtelRecords.logs(1, "said")));
            assertThat(failure.isRetryable()).isTrue();
            assertThat(https.received).hasSize(1);
        }
    }

    @Test
    void believesAnyServerIfItIsTold(@TempDir Path folder) throws Exception {
        TestCertificate certificate = TestCertificate.makeFor("elsewhere.example", folder);
        try (TestBackend https = TestBackend.start(certificate.serverContext())) {
            ExportException failure = catchThrowableOfType(
                    ExportException.class,
                    () -> export(trusting(https, certificate.pem()), OtelRecords.logs(1, "said")));
            assertThat(failure).hasMessageContaining("SSLHandshakeException");
            assertThat(export(config(https, TlsConfig.trustingAnybody()), OtelRecords.logs(1, "said")))
                    .isEqualTo(ExportResult.ACCEPTED);
            assertThat(https.received).hasSize(1);
        }
    }

    private static OtlpHttpExporterConfig trusting(TestBackend backend, @Nullable Path caFile) {
        return config(backend, TlsConfig.trusting(caFile));
    }

    private static OtlpHttpExporterConfig config(TestBackend backend, TlsConfig tls) {
        return new OtlpHttpExporterConfig(URI.create(backend.url()), null, null, null, null, null, Map.of(), tls);
    }

    @Test
    void saysEachProblemAtItsKey() {
        assertThat(problems(new OtlpHttpExporterConfig(null, null, null, null, null, null, Map.of(), NO_TLS)))
                .containsExactly(
                        "endpoint: is missing. Write whom to send to, such as https://backend.example.org:4318.");
        assertThat(problems(new OtlpHttpExporterConfig(
                        URI.create("localhost:4318"),
                        URI.create("ftp://x"),
                        null,
                        null,
                        null,
                        null,
                        Map.of("Host", new Secret("x")),
                        TlsConfig.DEFAULT.with(new TlsIdentity(null, null, Path.of("key.pem"), null, null)))))
                .containsExactly(
                        "endpoint: does not begin with http:// or https://.",
                        "traces_endpoint: does not begin with http:// or https://.",
                        "headers.Host: is set by the agent itself. Leave it out.",
                        "tls.cert_file: is missing. A certificate and its key go together.",
                        "tls: is of no use without an endpoint that is https.");
    }

    private static List<String> problems(OtlpHttpExporterConfig config) {
        List<String> problems = new ArrayList<>();
        config.validate((key, format, arguments) -> problems.add(key + ": " + format.formatted(arguments)));
        return problems;
    }
}
