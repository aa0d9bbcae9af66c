package io.borescope.exporter.ndjsonhttp;

import static io.borescope.exporter.ndjsonhttp.TestBatches.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.borescope.api.component.ExportException;
import io.borescope.api.component.ExportResult;
import io.borescope.api.component.StartException;
import io.borescope.api.config.ByteSize;
import io.borescope.api.tls.TlsConfig;
import io.borescope.testing.HandClock;
import io.borescope.testing.TestCertificate;
import io.borescope.testing.TestSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class TlsTest {
    @TempDir
    static Path folder;

    private static TestCertificate certificate;

    @BeforeAll
    static void makeCertificate() throws Exception {
        certificate = TestCertificate.make(folder);
    }

    private static NdjsonHttpExporter exporter(TestServer server, @Nullable Path caFile) {
        return exporter(server, TlsConfig.trusting(caFile));
    }

    private static NdjsonHttpExporter exporter(TestServer server, TlsConfig tls) {
        return new NdjsonHttpExporter(
                new TestSettings("ndjson_http", new HandClock(0, 0)).timeout(Duration.ofSeconds(30)),
                new NdjsonHttpExporterConfig(
                        server.uri("/rows"), Compression.GZIP, Map.of(), ByteSize.ofMebibytes(4), true, tls));
    }

    @Test
    void trustsTheCertificatesItIsTold() throws Exception {
        try (TestServer server = TestServer.https(certificate.serverContext());
                NdjsonHttpExporter exporter = exporter(server, certificate.pem())) {
            exporter.start();
            assertThat(exporter.export(List.of(rows(1)))).isEqualTo(ExportResult.ACCEPTED);
            assertThat(server.received()).hasSize(1);
        }
    }

    @Test
    void sendsNothingToAServerItDoesNotTrust() throws Exception {
        try (TestServer server = TestServer.https(certificate.serverContext());
                NdjsonHttpExporter exporter = exporter(server, TlsConfig.DEFAULT)) {
            exporter.start();
            ExportException failure =
                    catchThrowableOfType(ExportException.class, () -> exporter.export(List.of(rows(1))));
            assertThat(failure).hasMessageContaining("SSLHandshakeException");
            assertThat(server.received()).isEmpty();
        }
    }

    @Test
    void believesAnyServerIfItIsTold() throws Exception {
        TestCertificate other =
                TestCertificate.makeFor("elsewhere.example", Files.createDirectory(folder.resolve("other")));
        try (TestServer server = TestServer.https(other.serverContext());
                NdjsonHttpExporter exporter = exporter(server, new TlsConfig(null, null, null, true))) {
            exporter.start();
            assertThat(exporter.export(List.of(rows(1)))).isEqualTo(ExportResult.ACCEPTED);
            assertThat(server.received()).hasSize(1);
        }
    }

    @Test
    void doesNotStartWithoutTheCertificatesItIsTold() throws Exception {
        Path empty = Files.createFile(folder.resolve("empty.pem"));
        try (TestServer server = TestServer.http()) {
            assertThatExceptionOfType(StartException.class)
                    .isThrownBy(exporter(server, folder.resolve("missing.pem"))::start)
                    .withMessageContaining("missing.pem");
            assertThatExceptionOfType(StartException.class)
                    .isThrownBy(exporter(server, empty)::start)
                    .withMessageContaining("holds no certificate");
            assertThatExceptionOfType(StartException.class)
                    .isThrownBy(exporter(server, certificate.keyStore())::start)
                    .withMessageContaining("server.p12");
        }
    }
}
