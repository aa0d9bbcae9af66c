package io.borescope.exporter.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.borescope.api.component.ExportException;
import io.borescope.api.component.ExportResult;
import io.borescope.api.tls.TlsConfig;
import io.borescope.api.tls.TlsIdentity;
import io.borescope.api.tls.TlsParameters;
import io.borescope.testing.HandClock;
import io.borescope.testing.OtelRecords;
import io.borescope.testing.TestCertificate;
import io.borescope.testing.TestSettings;
import io.grpc.TlsServerCredentials;
import io.grpc.TlsServerCredentials.ClientAuth;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettySslContextServerCredentials;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway") // keys that are left out arrive as null
final class TlsTest {
    @TempDir
    private Path folder;

    @Test
    void sendsOnlyToAServerThatItTrusts() throws Exception {
        TestCertificate certificate = TestCertificate.make(folder);
        try (TestBackend backend = TestBackend.start(TlsServerCredentials.newBuilder()
                .keyManager(certificate.pem().toFile(), certificate.keyPem().toFile())
                .build())) {
            assertThat(exportTrusting(backend, certificate.pem())).isEqualTo(ExportResult.ACCEPTED);
            ExportException failure = catchThrowableOfType(ExportException.class, () -> exportTrusting(backend, null));
            assertThat(failure.isRetryable()).isTrue();
            assertThat(failure).hasMessageContaining("UNAVAILABLE");
            assertThat(backend.logs).hasSize(1);
        }
    }

    @Test
    void showsItsOwnCertificateToAServerThatAsksForOne() throws Exception {
        TestCertificate server = TestCertificate.make(Files.createDirectory(folder.resolve("server")));
        TestCertificate agent = TestCertificate.make(Files.createDirectory(folder.resolve("agent")));
        try (TestBackend backend = TestBackend.start(TlsServerCredentials.newBuilder()
                .keyManager(server.pem().toFile(), server.keyPem().toFile())
                .trustManager(agent.pem().toFile())
                .clientAuth(ClientAuth.REQUIRE)
                .build())) {
            assertThat(export(
                            backend,
                            TlsConfig.trusting(server.pem()).with(TlsIdentity.of(agent.pem(), agent.keyPem()))))
                    .isEqualTo(ExportResult.ACCEPTED);
            ExportException failure =
                    catchThrowableOfType(ExportException.class, () -> exportTrusting(backend, server.pem()));
            assertThat(failure.isRetryable()).isTrue();
            assertThat(backend.logs).hasSize(1);
        }
    }

    @Test
    void believesAnyServerIfItIsTold() throws Exception {
        TestCertificate certificate = TestCertificate.makeFor("elsewhere.example", folder);
        try (TestBackend backend = TestBackend.start(TlsServerCredentials.newBuilder()
                .keyManager(certificate.pem().toFile(), certificate.keyPem().toFile())
                .build())) {
            ExportException failure =
                    catchThrowableOfType(ExportException.class, () -> exportTrusting(backend, certificate.pem()));
            assertThat(failure).as("of a server of another name").hasMessageContaining("UNAVAILABLE");
            assertThat(backend.logs).isEmpty();
            assertThat(export(backend, TlsConfig.trustingAnybody())).isEqualTo(ExportResult.ACCEPTED);
            assertThat(export(backend, TlsConfig.trusting(certificate.pem()).withServerName("elsewhere.example")))
                    .isEqualTo(ExportResult.ACCEPTED);
            assertThat(backend.logs).hasSize(2);
        }
    }

    @Test
    void agreesOnNothingThatItIsNotTold() throws Exception {
        TestCertificate certificate = TestCertificate.make(folder);
        TlsConfig trusting = TlsConfig.trusting(certificate.pem());
        try (TestBackend backend = TestBackend.start(NettySslContextServerCredentials.create(GrpcSslContexts.forServer(
                        certificate.pem().toFile(), certificate.keyPem().toFile())
                .protocols("TLSv1.2")
                .ciphers(List.of("TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"))
                .build()))) {
            for (TlsParameters wanted : List.of(
                    TlsParameters.versions("1.2", null),
                    new TlsParameters(
                            null,
                            null,
                            List.of("TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"),
                            List.of("X25519", "P384")))) {
                assertThat(export(backend, trusting.with(wanted))).isEqualTo(ExportResult.ACCEPTED);
            }
            assertThat(backend.logs).hasSize(2);
            for (TlsParameters wanted : List.of(
                    TlsParameters.versions("1.3", null),
                    new TlsParameters(null, null, List.of("TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384"), List.of()))) {
                ExportException failure =
                        catchThrowableOfType(ExportException.class, () -> export(backend, trusting.with(wanted)));
                assertThat(failure).hasMessageContaining("UNAVAILABLE");
            }
            assertThat(backend.logs).hasSize(2);
        }
    }

    private static ExportResult exportTrusting(TestBackend backend, @Nullable Path caFile) throws Exception {
        return export(backend, TlsConfig.trusting(caFile));
    }

    private static ExportResult export(TestBackend backend, TlsConfig tls) throws Exception {
        OtlpExporterConfig config = new OtlpExporterConfig("localhost:" + backend.port(), null, Map.of(), tls);
        try (OtlpExporter exporter = new OtlpExporter(
                new TestSettings("otlp", new HandClock(0, 0)).timeout(Duration.ofSeconds(30)), config)) {
            exporter.start();
            return exporter.export(List.of(OtelRecords.logs(1, "said")));
        }
    }
}
