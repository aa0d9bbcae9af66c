package io.borescope.exporter.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.rpc.RetryInfo;
import io.borescope.api.Batch;
import io.borescope.api.component.ExportException;
import io.borescope.api.component.ExportResult;
import io.borescope.api.config.Secret;
import io.borescope.api.tls.TlsConfig;
import io.borescope.api.tls.TlsIdentity;
import io.borescope.api.tls.TlsParameters;
import io.borescope.testing.ComponentContract;
import io.borescope.testing.HandClock;
import io.borescope.testing.MetricRows;
import io.borescope.testing.OtelRecords;
import io.borescope.testing.TestSettings;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.protobuf.StatusProto;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@SuppressWarnings("NullAway") // keys that are left out arrive as null
final class OtlpExporterTest {
    private static final TlsConfig NO_TLS = TlsConfig.DEFAULT;
    private static final TlsConfig INSECURE =
            new TlsConfig(true, null, null, false, TlsIdentity.NONE, false, null, TlsParameters.DEFAULT);

    private final TestSettings settings = new TestSettings("otlp", new HandClock(0, 0));
    private TestBackend backend;
    private @Nullable OtlpExporter exporter;

    @BeforeEach
    void start() throws Exception {
        backend = TestBackend.start();
    }

    @AfterEach
    void stop() throws Exception {
        if (exporter != null) {
            exporter.close();
        }
        backend.close();
    }

    private ExportResult export(Batch... batches) throws Exception {
        return export(config("http://localhost:" + backend.port(), Compression.NONE, Map.of()), batches);
    }

    private ExportResult export(OtlpExporterConfig config, Batch... batches) throws Exception {
        if (exporter == null) {
            exporter = new OtlpExporter(settings, config);
            exporter.start();
        }
        return exporter.export(List.of(batches));
    }

    private static OtlpExporterConfig config(String endpoint, Compression compression, Map<String, Secret> headers) {
        return new OtlpExporterConfig(endpoint, compression, headers, NO_TLS);
    }

    @Test
    void keepsTheContractOfComponents() throws Exception {
        ComponentContract.check(
                () -> new OtlpExporter(settings, config("http://localhost:4317", Compression.GZIP, Map.of())));
    }

    @Test
    void sendsEachSignalToItsServiceInAsFewRequestsAsMakeSense() throws Exception {
        assertThat(export(
                        OtelRecords.spans(3),
                        OtelRecords.logs(5, "said"),
                        OtelRecords.points(7),
                        MetricRows.bytes(0, 1, 2),
                        OtelRecords.spans(13)))
                .isEqualTo(ExportResult.ACCEPTED);
        assertThat(backend.traces).hasSize(1);
        assertThat(backend.traces.element().getResourceSpansList())
                .extracting(spans -> spans.getScopeSpans(0).getSpansCount())
                .containsExactly(3, 13);
        assertThat(backend.logs).hasSize(1);
        assertThat(backend.logs.element().getResourceLogs(0).getScopeLogs(0).getLogRecordsList())
                .hasSize(5)
                .allSatisfy(log -> assertThat(log.getBody().getStringValue()).isEqualTo("said"));
        assertThat(backend.metrics).hasSize(1);
        assertThat(backend.metrics.element().getResourceMetricsList())
                .flatExtracting(metrics -> metrics.getScopeMetrics(0).getMetricsList())
                .extracting(metric -> metric.getName())
                .containsExactly("load", "net_io", "net_io.count");
        assertThat(settings.counted("requests")).isEqualTo(3);
    }

    @Test
    void batchesThatAreTooLongForOneRequestMakeSeveral() throws Exception {
        Batch long3 = OtelRecords.logs(3, "x".repeat(1 << 20));
        export(long3, long3, OtelRecords.logs(1, "said"));
        assertThat(backend.logs)
                .extracting(request -> request.getResourceLogsList().stream()
                        .mapToInt(logs -> logs.getScopeLogs(0).getLogRecordsCount())
                        .sum())
                .containsExactly(3, 4);
    }

    @ParameterizedTest
    @EnumSource
    void compresses(Compression compression) throws Exception {
        export(config("http://localhost:" + backend.port(), compression, Map.of()), OtelRecords.logs(1_000, "said"));
        assertThat(backend.logs.element().getResourceLogs(0).getScopeLogs(0).getLogRecordsCount())
                .isEqualTo(1_000);
        String encoding =
                backend.headers.element().get(Metadata.Key.of("grpc-encoding", Metadata.ASCII_STRING_MARSHALLER));
        switch (compression) {
            case NONE -> assertThat(encoding).isIn(null, "identity");
            case GZIP -> assertThat(encoding).isEqualTo("gzip");
            case ZSTD -> assertThat(encoding).isEqualTo("zstd");
        }
    }

    @Test
    void sendsHeaders() throws Exception {
        export(
                config(
                        "http://localhost:" + backend.port(),
                        Compression.NONE,
                        Map.of("Authorization", new Secret("Bearer t"))),
                OtelRecords.logs(1, "said"));
        assertThat(backend.headers.element().get(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER)))
                .isEqualTo("Bearer t");
    }

    @ParameterizedTest
    @CsvSource({
        "CANCELLED, true",
        "DEADLINE_EXCEEDED, true",
        "ABORTED, true",
        "OUT_OF_RANGE, true",
        "UNAVAILABLE, true",
        "DATA_LOSS, true",
        "RESOURCE_EXHAUSTED, false",
        "INVALID_ARGUMENT, false",
        "UNKNOWN, false",
        "NOT_FOUND, false",
        "ALREADY_EXISTS, false",
        "PERMISSION_DENIED, false",
        "FAILED_PRECONDITION, false",
        "UNIMPLEMENTED, false",
        "INTERNAL, false",
        "UNAUTHENTICATED, false"
    })
    void triesAgainWhatTheSpecificationWants(Status.Code code, boolean retryable) {
        backend.failWith(code.toStatus().withDescription("so it is"));
        ExportException failure = failure(OtelRecords.logs(1, "said"));
        assertThat(failure.isRetryable()).isEqualTo(retryable);
        assertThat(failure.retryAfter()).isEmpty();
        assertThat(failure).hasMessage("gRPC to localhost:" + backend.port() + ": " + code + ": so it is");
    }

    @ParameterizedTest
    @CsvSource({"UNAVAILABLE", "RESOURCE_EXHAUSTED"})
    void waitsAsLongAsTheBackendWants(Status.Code code) {
        backend.failWith(StatusProto.toStatusException(com.google.rpc.Status.newBuilder()
                .setCode(code.value())
                .setMessage("later")
                .addDetails(Any.pack(RetryInfo.newBuilder()
                        .setRetryDelay(Duration.newBuilder().setSeconds(7).setNanos(500_000_000))
                        .build()))
                .build()));
        ExportException failure = failure(OtelRecords.logs(1, "said"));
        assertThat(failure.isRetryable()).isTrue();
        assertThat(failure.retryAfter()).contains(java.time.Duration.ofMillis(7_500));
    }

    @Test
    void partialSuccessIsSuccessAndCounted() throws Exception {
        backend.reject(2);
        ExportResult result = export(OtelRecords.logs(5, "said"));
        assertThat(result.rejected()).isEqualTo(2);
        assertThat(result.reason()).isEqualTo("too old");
        assertThat(settings.counted("rejected_records")).isEqualTo(2);
    }

    @Test
    void whatWasSentIsNotSentAgain() {
        Batch spans = OtelRecords.spans(1);
        Batch points = OtelRecords.points(1);
        Batch logs = OtelRecords.logs(1, "said");
        backend.failWith(Status.UNAVAILABLE); // traces go first
        assertThat(failure(spans, points, logs).unsent()).contains(List.of(spans, points, logs));
        backend.failWith(Status.INVALID_ARGUMENT);
        ExportException refusal = failure(spans, points, logs);
        assertThat(refusal.isRetryable()).isFalse();
        assertThat(refusal.unsent()).contains(List.of(spans));
        assertThat(backend.logs).hasSize(1);
    }

    @Test
    void nobodyThereMayPass() throws Exception {
        int port;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closed.getLocalPort();
        }
        ExportException failure = catchThrowableOfType(
                ExportException.class,
                () -> export(
                        config("http://localhost:" + port, Compression.NONE, Map.of()), OtelRecords.logs(1, "said")));
        assertThat(failure.isRetryable()).isTrue();
        assertThat(failure).hasMessageContaining("UNAVAILABLE").hasMessageContaining("Connection refused");
    }

    @Test
    void aBackendThatDoesNotAnswerMayYet() {
        settings.timeout(java.time.Duration.ofMillis(100));
        backend.beSilent();
        ExportException failure = failure(OtelRecords.logs(1, "said"));
        assertThat(failure.isRetryable()).isTrue();
        assertThat(failure).hasMessageContaining("DEADLINE_EXCEEDED");
    }

    private ExportException failure(Batch... batches) {
        return catchThrowableOfType(ExportException.class, () -> export(batches));
    }

    @Test
    void readsEndpointsAsTheCollectorDoes() {
        assertThat(config("backend:4317", null, Map.of()).isEncrypted()).isTrue();
        assertThat(config("https://backend:4317/", null, Map.of()).isEncrypted())
                .isTrue();
        assertThat(config("http://backend:4317", null, Map.of()).isEncrypted()).isFalse();
        assertThat(new OtlpExporterConfig("backend:4317", null, Map.of(), INSECURE).isEncrypted())
                .isFalse();
        assertThat(config("https://backend:4317/", null, Map.of()).server()).hasToString("backend:4317");
        assertThat(config("backend:4317", null, Map.of()).compression()).isEqualTo(Compression.GZIP);
    }

    @Test
    void saysEachProblemAtItsKey() {
        assertThat(problems(new OtlpExporterConfig(null, null, Map.of(), NO_TLS)))
                .containsExactly("endpoint: is missing. Write whom to send to, such as backend.example.org:4317.");
        assertThat(problems(new OtlpExporterConfig(
                        "backend",
                        null,
                        Map.of("trace-bin", new Secret("x")),
                        TlsConfig.DEFAULT.with(new TlsIdentity(Path.of("cert.pem"), null, null, null, null)))))
                .containsExactly(
                        "endpoint: is not host:port, with http:// or https:// before it or not. Example: backend.example.org:4317.",
                        "headers.trace-bin: is a name that gRPC keeps for itself.",
                        "tls.key_file: is missing. A certificate and its key go together.");
        assertThat(problems(new OtlpExporterConfig("https://backend:4317", null, Map.of(), INSECURE)))
                .containsExactly("tls.insecure: is true, but endpoint begins with https://. Leave one of them out.");
    }

    private static List<String> problems(OtlpExporterConfig config) {
        List<String> problems = new ArrayList<>();
        config.validate((key, format, arguments) -> problems.add(key + ": " + format.formatted(arguments)));
        return problems;
    }
}
