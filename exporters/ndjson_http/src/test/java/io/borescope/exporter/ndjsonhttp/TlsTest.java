package io.borescope.exporter.ndjsonhttp;

import static io.borescope.exporter.ndjsonhttp.TestBatches.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.borescope.api.component.ExportException;
import io.borescope.api.component.ExportResult;
import io.borescope.api.component.StartException;
import io.borescope.api.config.ByteSize;
import io.borescope.api.config.Secret;
import io.borescope.api.tls.TlsConfig;
import io.borescope.api.tls.TlsIdentity;
import io.borescope.api.tls.TlsParameters;
import io.borescope.testing.HandClock;
import io.borescope.testing.TestCertificate;
import io.borescope.testing.TestSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SNIHostName;
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
                NdjsonHttpExporter exporter = exporter(server, TlsConfig.trustingAnybody())) {
            exporter.start();
            assertThat(exporter.export(List.of(rows(1)))).isEqualTo(ExportResult.ACCEPTED);
            assertThat(server.received()).hasSize(1);
        }
    }

    private static void assertDelivers(TestServer server, TlsConfig tls) throws Exception {
        int before = server.received().size();
        try (NdjsonHttpExporter exporter = exporter(server, tls)) {
            exporter.start();
            assertThat(exporter.export(List.of(rows(1)))).isEqualTo(ExportResult.ACCEPTED);
        }
        assertThat(server.received()).hasSize(before + 1);
    }

    private static void assertFails(TestServer server, TlsConfig tls) throws Exception {
        int before = server.received().size();
        try (NdjsonHttpExporter exporter = exporter(server, tls)) {
            exporter.start();
            ExportException failure =
                    catchThrowableOfType(ExportException.class, () -> exporter.export(List.of(rows(1))));
            assertThat(failure.isRetryable()).isTrue();
        }
        assertThat(server.received()).hasSize(before);
    }

    @Test
    void speaksNoVersionThatItIsNotTold() throws Exception {
        TlsConfig trusting = TlsConfig.trusting(certificate.pem());
        TlsConfig lowest13 = trusting.with(TlsParameters.versions("1.3", null));
        TlsConfig highest12 = trusting.with(TlsParameters.versions("1.1", "1.2"));
        try (TestServer server = TestServer.https(
                certificate.serverContext(), parameters -> parameters.setProtocols(new String[] {"TLSv1.2"}))) {
            assertDelivers(server, trusting);
            assertFails(server, lowest13);
            assertDelivers(server, highest12);
        }
        try (TestServer server = TestServer.https(
                certificate.serverContext(), parameters -> parameters.setProtocols(new String[] {"TLSv1.3"}))) {
            assertDelivers(server, lowest13);
            assertFails(server, highest12);
        }
        try (TestServer server = TestServer.https(certificate.serverContext())) {
            assertDelivers(server, trusting);
            assertDelivers(server, highest12);
            assertThat(server.received())
                    .extracting(request -> request.agreed().getProtocol())
                    .containsExactly("TLSv1.3", "TLSv1.2");
        }
    }

    private static TlsConfig suites(@Nullable String maxVersion, String... suites) {
        return TlsConfig.trusting(certificate.pem())
                .with(new TlsParameters(null, maxVersion, List.of(suites), List.of()));
    }

    @Test
    void agreesOnNoCipherSuiteThatItIsNotTold() throws Exception {
        String one = "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256";
        String other = "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256";
        try (TestServer server = TestServer.https(
                certificate.serverContext(), parameters -> parameters.setCipherSuites(new String[] {one}))) {
            assertDelivers(server, suites(null, other, one));
            assertFails(server, suites(null, other));
        }
        try (TestServer server = TestServer.https(certificate.serverContext())) {
            assertDelivers(server, suites(null, one));
            assertDelivers(server, suites("1.2", other));
            assertDelivers(server, suites(null, "TLS_CHACHA20_POLY1305_SHA256", one));
            assertThat(server.received())
                    .extracting(request -> request.agreed().getCipherSuite())
                    .satisfiesExactly(
                            suite -> assertThat(suite)
                                    .as("of TLS 1.3, of which none was named")
                                    .doesNotContain("_WITH_"),
                            suite -> assertThat(suite).isEqualTo(other),
                            suite -> assertThat(suite).isEqualTo("TLS_CHACHA20_POLY1305_SHA256"));
        }
    }

    @Test
    void agreesOnNoCurveThatItIsNotTold() throws Exception {
        TlsConfig trusting = TlsConfig.trusting(certificate.pem());
        try (TestServer server = TestServer.https(
                certificate.serverContext(), parameters -> parameters.setNamedGroups(new String[] {"secp384r1"}))) {
            assertDelivers(server, trusting);
            assertDelivers(
                    server, trusting.with(new TlsParameters(null, null, List.of(), List.of("X25519", "P384", "P256"))));
            assertFails(server, trusting.with(new TlsParameters(null, null, List.of(), List.of("X25519"))));
        }
    }

    @Test
    void takesCertificatesAndKeysAsText() throws Exception {
        TestCertificate agent = TestCertificate.make(Files.createDirectory(folder.resolve("agent")));
        Secret authority = new Secret(Files.readString(certificate.pem()));
        TlsIdentity identity = new TlsIdentity(
                null,
                new Secret(Files.readString(agent.pem())),
                null,
                new Secret(Files.readString(agent.keyPem())),
                null);
        TlsConfig nobody =
                new TlsConfig(false, null, authority, false, TlsIdentity.NONE, false, null, TlsParameters.DEFAULT);
        try (TestServer server =
                TestServer.https(certificate.serverContext(agent), parameters -> parameters.setNeedClientAuth(true))) {
            assertFails(server, nobody);
            assertDelivers(server, nobody.with(identity));
        }
    }

    @Test
    void doesNotStartWithTextThatLostItsLines() throws Exception {
        String lines = Files.readString(certificate.pem());
        try (TestServer server = TestServer.http()) {
            for (String text : List.of("", "no certificate", lines.replace("\n", " "))) {
                TlsConfig broken = TlsConfig.DEFAULT.with(
                        new TlsIdentity(null, new Secret(text), null, new Secret("no key"), null));
                assertThatExceptionOfType(StartException.class)
                        .isThrownBy(exporter(server, broken)::start)
                        .withMessageContaining("tls.cert_pem")
                        .withMessageEndingWith(" Write PEM text there, its lines as they are.");
            }
        }
    }

    @Test
    void expectsAServerOfTheNameItIsToldAndAsksForIt() throws Exception {
        TestCertificate other =
                TestCertificate.makeFor("elsewhere.example", Files.createDirectory(folder.resolve("named")));
        try (TestServer server = TestServer.https(other.serverContext())) {
            TlsConfig trusting = TlsConfig.trusting(other.pem());
            assertFails(server, trusting);
            assertFails(server, trusting.withServerName("other.example"));
            assertDelivers(server, trusting.withServerName("elsewhere.example"));
            assertThat(server.received())
                    .singleElement()
                    .extracting(request -> request.agreed().getRequestedServerNames())
                    .isEqualTo(List.of(new SNIHostName("elsewhere.example")));
        }
        try (TestServer server = TestServer.https(certificate.serverContext())) {
            assertFails(server, TlsConfig.trusting(certificate.pem()).withServerName("elsewhere.example"));
        }
    }

    @Test
    void trustsThoseOfTheRuntimeToo() throws Exception {
        TestCertificate known = TestCertificate.make(Files.createDirectory(folder.resolve("known")));
        String before = System.setProperty(
                "javax.net.ssl.trustStore", known.trustStore().toString());
        try (TestServer ofTheRuntime = TestServer.https(known.serverContext());
                TestServer named = TestServer.https(certificate.serverContext())) {
            TlsConfig alone = TlsConfig.trusting(certificate.pem());
            TlsConfig both = new TlsConfig(
                    false, certificate.pem(), null, true, TlsIdentity.NONE, false, null, TlsParameters.DEFAULT);
            assertFails(ofTheRuntime, alone);
            assertDelivers(named, alone);
            assertDelivers(ofTheRuntime, both);
            assertDelivers(named, both);
            assertDelivers(ofTheRuntime, TlsConfig.DEFAULT.with(TlsParameters.versions("1.2", null)));
        } finally {
            if (before == null) {
                System.clearProperty("javax.net.ssl.trustStore");
            } else {
                System.setProperty("javax.net.ssl.trustStore", before);
            }
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
