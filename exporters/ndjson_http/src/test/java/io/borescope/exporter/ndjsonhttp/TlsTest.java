package io.borescope.exporter.ndjsonhttp;

import static io.borescope.exporter.ndjsonhttp.TestBatches.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.borescope.api.component.ExportException;
import io.borescope.api.component.ExportResult;
import io.borescope.api.component.StartException;
import io.borescope.api.config.ByteSize;
import io.borescope.api.http.TlsConfig;
import io.borescope.testing.HandClock;
import io.borescope.testing.TestSettings;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
class TlsTest {
    private static final String PASSWORD = "for this test only";

    @TempDir
    static Path folder;

    private static Path keyStore;
    private static Path certificate;

    @BeforeAll
    static void makeCertificate() throws Exception {
        keyStore = folder.resolve("server.p12");
        certificate = folder.resolve("server.pem");
        keytool("-genkeypair", "-keyalg", "EC", "-dname", "CN=localhost", "-ext", "san=dns:localhost");
        keytool("-exportcert", "-rfc", "-file", certificate.toString());
    }

    private static void keytool(String... arguments) throws Exception {
        ProcessBuilder command = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.command().addAll(List.of(arguments));
        command.command().addAll(List.of("-keystore", keyStore.toString(), "-storepass", PASSWORD));
        Process keytool = command.inheritIO().start();
        assertThat(keytool.waitFor()).isZero();
    }

    private static SSLContext serverContext() throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keyStore)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    private static NdjsonHttpExporter exporter(TestServer server, @Nullable Path caFile) {
        return new NdjsonHttpExporter(
                new TestSettings("ndjson_http", new HandClock(0, 0)),
                new NdjsonHttpExporterConfig(
                        server.uri("/rows"),
                        Compression.GZIP,
                        Map.of(),
                        ByteSize.ofMebibytes(4),
                        true,
                        new TlsConfig(caFile)));
    }

    @Test
    void trustsTheCertificatesItIsTold() throws Exception {
        try (TestServer server = TestServer.https(serverContext());
                NdjsonHttpExporter exporter = exporter(server, certificate)) {
            exporter.start();
            assertThat(exporter.export(List.of(rows(1)))).isEqualTo(ExportResult.ACCEPTED);
            assertThat(server.received()).hasSize(1);
        }
    }

    @Test
    void sendsNothingToAServerItDoesNotTrust() throws Exception {
        try (TestServer server = TestServer.https(serverContext());
                NdjsonHttpExporter exporter = exporter(server, null)) {
            exporter.start();
            ExportException failure =
                    catchThrowableOfType(ExportException.class, () -> exporter.export(List.of(rows(1))));
            assertThat(failure).hasMessageContaining("SSLHandshakeException");
            assertThat(server.received()).isEmpty();
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
                    .isThrownBy(exporter(server, keyStore)::start)
                    .withMessageContaining("server.p12");
        }
    }
}
