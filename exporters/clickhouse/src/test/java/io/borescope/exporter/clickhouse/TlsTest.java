package io.borescope.exporter.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.borescope.api.component.ExportException;
import io.borescope.api.component.ExportResult;
import io.borescope.api.component.StartException;
import io.borescope.api.metric.MetricBatch;
import io.borescope.testing.HandClock;
import io.borescope.testing.TestSettings;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The engine itself speaks no TLS; a proxy in front of it does. */
@Timeout(120)
class TlsTest {
    private static final String PASSWORD = "for this test only";

    @TempDir
    static Path folder;

    private static TestEngine engine;
    private static Path keyStore;
    private static Path certificate;
    private static BreakingProxy proxy;

    @BeforeAll
    static void start() throws Exception {
        engine = TestEngine.start(folder);
        engine.createDatabase("tls");
        keyStore = folder.resolve("server.p12");
        certificate = folder.resolve("server.pem");
        keytool("-genkeypair", "-keyalg", "EC", "-dname", "CN=localhost", "-ext", "san=dns:localhost");
        keytool("-exportcert", "-rfc", "-file", certificate.toString());
        proxy = new BreakingProxy(
                engine.uri().getPort(),
                serverContext().getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress()));
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

    @AfterAll
    static void close() throws IOException {
        if (proxy != null) {
            proxy.close();
        }
        if (engine != null) {
            engine.close();
        }
    }

    private static ClickHouseExporter exporter(@Nullable Path caFile) {
        return new ClickHouseExporter(
                new TestSettings("clickhouse", new HandClock(0, 0)).timeout(Duration.ofSeconds(30)),
                new ClickHouseExporterConfig(
                        List.of(URI.create("https://localhost:" + proxy.uri().getPort())),
                        "tls",
                        null,
                        null,
                        Compression.ZSTD,
                        100_000,
                        Map.of(),
                        new TlsConfig(caFile, null, null)));
    }

    private static MetricBatch batch() {
        return TestBatches.distinctClients("syscall_read", 3);
    }

    @Test
    void trustsTheCertificateItIsTold() throws Exception {
        try (ClickHouseExporter exporter = exporter(certificate)) {
            exporter.start();
            assertThat(exporter.export(List.of(batch()))).isEqualTo(ExportResult.ACCEPTED);
        }
        assertThat(engine.query("tls", "SELECT count() FROM syscall_read")).containsExactly("3");
    }

    @Test
    void sendsNothingToAServerItDoesNotTrust() throws Exception {
        try (ClickHouseExporter exporter = exporter(null)) {
            exporter.start();
            ExportException failure =
                    catchThrowableOfType(ExportException.class, () -> exporter.export(List.of(batch())));
            assertThat(failure.isRetryable()).isTrue();
            assertThat(failure).hasMessageContaining("certification path");
        }
    }

    @Test
    void doesNotStartWithoutTheCertificateItIsTold() {
        assertThatExceptionOfType(StartException.class)
                .isThrownBy(exporter(folder.resolve("missing.pem"))::start)
                .withMessageContaining("missing.pem");
    }
}
