package io.borescope.exporter.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.borescope.api.component.ExportException;
import io.borescope.api.component.ExportResult;
import io.borescope.api.component.StartException;
import io.borescope.api.metric.MetricBatch;
import io.borescope.api.tls.TlsConfig;
import io.borescope.api.tls.TlsIdentity;
import io.borescope.api.tls.TlsParameters;
import io.borescope.testing.BreakingProxy;
import io.borescope.testing.HandClock;
import io.borescope.testing.TestCertificate;
import io.borescope.testing.TestSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The engine itself speaks no TLS; a proxy in front of it does. */
@Timeout(120)
class TlsTest extends EngineTest {
    private static TestCertificate server;
    private static TestCertificate agent;

    private @Nullable BreakingProxy proxy;
    private String[] spoken = {"TLSv1.2", "TLSv1.3"};

    @BeforeAll
    static void prepare() throws Exception {
        engine.createDatabase("tls", "syscall_read");
        server = TestCertificate.make(Files.createDirectory(folder.resolve("server")));
        agent = TestCertificate.make(Files.createDirectory(folder.resolve("agent")));
    }

    @BeforeEach
    void empty() throws Exception {
        engine.execute("tls", "TRUNCATE TABLE syscall_read");
    }

    @AfterEach
    void closeProxy() throws IOException {
        if (proxy != null) {
            proxy.close();
        }
    }

    private ClickHouseExporter exporter(TlsConfig tls, boolean asksForCertificate) throws Exception {
        return exporter("localhost", tls, asksForCertificate);
    }

    /** TLS in front of the engine; the exporter does not know its certificate by itself. */
    private ClickHouseExporter exporter(String host, TlsConfig tls, boolean asksForCertificate) throws Exception {
        SSLContext context = server.serverContext(agent);
        SSLServerSocket listener = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        listener.setNeedClientAuth(asksForCertificate);
        listener.setEnabledProtocols(spoken);
        BreakingProxy opened = new BreakingProxy(engine.uri().getPort(), listener);
        proxy = opened;
        return new ClickHouseExporter(
                new TestSettings("clickhouse", new HandClock(0, 0)).timeout(Duration.ofSeconds(30)),
                new ClickHouseExporterConfig(
                        List.of(URI.create(
                                "https://" + host + ":" + opened.uri().getPort())),
                        "tls",
                        null,
                        null,
                        Compression.ZSTD,
                        100_000,
                        ClickHouseExporterConfig.DEFAULT_MAX_INSERT_SIZE,
                        Map.of(),
                        MetricsTablesConfig.DEFAULT,
                        tls,
                        false,
                        ClusterConfig.NONE,
                        null,
                        ClickHouseExporterConfig.LOGS,
                        ClickHouseExporterConfig.TRACES,
                        false,
                        null));
    }

    private static TlsConfig trusting(@Nullable Path certificate) {
        return TlsConfig.trusting(certificate);
    }

    private static TlsConfig showing(Path certificate, Path key) {
        return trusting(server.pem()).with(TlsIdentity.of(certificate, key));
    }

    private static MetricBatch batch() {
        return TestBatches.distinctClients("syscall_read", 3);
    }

    private static void assertDelivers(ClickHouseExporter exporter) throws Exception {
        try (exporter) {
            exporter.start();
            assertThat(exporter.export(List.of(batch()))).isEqualTo(ExportResult.ACCEPTED);
        }
        assertThat(engine.query("tls", "SELECT count() FROM syscall_read")).containsExactly("3");
    }

    private static ExportException failure(ClickHouseExporter exporter) throws Exception {
        try (exporter) {
            exporter.start();
            ExportException failure =
                    catchThrowableOfType(ExportException.class, () -> exporter.export(List.of(batch())));
            assertThat(failure.isRetryable()).isTrue();
            assertThat(engine.query("tls", "SELECT count() FROM syscall_read")).containsExactly("0");
            return failure;
        }
    }

    @Test
    void trustsTheCertificateItIsTold() throws Exception {
        assertDelivers(exporter(trusting(server.pem()), false));
    }

    @Test
    void sendsNothingToAServerItDoesNotTrust() throws Exception {
        assertThat(failure(exporter(trusting(null), false))).hasMessageContaining("certification path");
    }

    @Test
    void sendsNothingToAServerOfAnotherName() throws Exception {
        failure(exporter("127.0.0.1", trusting(server.pem()), false));
    }

    @Test
    void expectsAServerOfTheNameItIsTold() throws Exception {
        assertDelivers(exporter("127.0.0.1", trusting(server.pem()).withServerName("localhost"), false));
    }

    @Test
    void sendsNothingToAServerThatHasTheHostsNameButNotTheOneItIsTold() throws Exception {
        failure(exporter(trusting(server.pem()).withServerName("elsewhere.example"), false));
    }

    @Test
    void speaksTheVersionItIsTold() throws Exception {
        spoken = new String[] {"TLSv1.3"};
        assertDelivers(exporter(trusting(server.pem()).with(TlsParameters.versions("1.3", null)), false));
    }

    @Test
    void sendsNothingToAServerOfAnotherVersion() throws Exception {
        spoken = new String[] {"TLSv1.2"};
        failure(exporter(trusting(server.pem()).with(TlsParameters.versions("1.3", null)), false));
    }

    @Test
    void believesAnyServerOfAnyNameIfItIsTold() throws Exception {
        assertDelivers(exporter("127.0.0.1", TlsConfig.trustingAnybody(), false));
    }

    @Test
    void showsItsOwnCertificateToAServerThatAsks() throws Exception {
        assertDelivers(exporter(showing(agent.pem(), agent.keyPem()), true));
    }

    @Test
    void aServerThatAsksRefusesAnAgentWithoutOne() throws Exception {
        failure(exporter(trusting(server.pem()), true));
    }

    @Test
    void aServerThatAsksRefusesAnAgentItDoesNotKnow() throws Exception {
        TestCertificate other = TestCertificate.make(Files.createDirectory(folder.resolve("other")));
        failure(exporter(showing(other.pem(), other.keyPem()), true));
    }

    @Test
    void doesNotStartWithoutTheCertificateItIsTold() throws Exception {
        assertThatExceptionOfType(StartException.class)
                .isThrownBy(exporter(trusting(folder.resolve("missing.pem")), false)::start)
                .withMessageContaining("missing.pem");
        Path empty = Files.writeString(folder.resolve("empty.pem"), "");
        assertThatExceptionOfType(StartException.class)
                .isThrownBy(exporter(trusting(empty), false)::start)
                .withMessage(
                        "tls.ca_file " + empty + " holds no certificate. Write PEM text there, its lines as they are.");
    }

    @Test
    void doesNotStartWithAKeyInAnotherForm() throws Exception {
        Path old = Files.writeString(folder.resolve("old.pem"), "-----BEGIN EC PRIVATE KEY-----\nMHc=\n");
        assertThatExceptionOfType(StartException.class)
                .isThrownBy(exporter(showing(agent.pem(), old), true)::start)
                .withMessageContaining("tls.key_file " + old)
                .withMessageContaining("openssl pkcs8 -topk8 -nocrypt");
    }
}
