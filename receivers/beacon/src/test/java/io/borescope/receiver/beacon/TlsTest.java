package io.borescope.receiver.beacon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.borescope.api.component.StartException;
import io.borescope.api.tls.TlsConfig;
import io.borescope.testing.TestBeaconNode;
import io.borescope.testing.TestCertificate;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class TlsTest {
    @TempDir
    Path folder;

    private static BeaconReceiverConfig config(TestBeaconNode node, TlsConfig tls) {
        return Bench.config(List.of(node.endpoint()), Map.of(), tls, null, null);
    }

    @Test
    void asksANodeThatShowsACertificateItTrustsAndNoOther() throws Exception {
        TestCertificate certificate = TestCertificate.make(folder);
        try (TestBeaconNode node = TestBeaconNode.start(certificate.serverContext())) {
            try (Bench trusting = new Bench(config(node, TlsConfig.trusting(certificate.pem())))) {
                trusting.until("there is a row", () -> !trusting.rows.batches().isEmpty());
            }
            int asked = node.requests().size();
            try (Bench doubting = new Bench(config(node, TlsConfig.DEFAULT))) {
                doubting.untilCounted(Outcome.UNREACHABLE, 1);
                assertThat(doubting.settings.lastStatus()).contains("SSLHandshakeException");
            }
            assertThat(node.requests()).hasSize(asked);
        }
    }

    @Test
    void asksANodeOfAnotherNameOnlyIfItIsToldThatNameOrToBelieveAnybody() throws Exception {
        TestCertificate certificate = TestCertificate.makeFor("elsewhere.example", folder);
        try (TestBeaconNode node = TestBeaconNode.start(certificate.serverContext())) {
            TlsConfig trusting = TlsConfig.trusting(certificate.pem());
            try (Bench doubting = new Bench(config(node, trusting))) {
                doubting.untilCounted(Outcome.UNREACHABLE, 1);
            }
            assertThat(node.requests()).isEmpty();
            for (TlsConfig tls : List.of(TlsConfig.trustingAnybody(), trusting.withServerName("elsewhere.example"))) {
                try (Bench asking = new Bench(config(node, tls))) {
                    asking.until("there is a row", () -> !asking.rows.batches().isEmpty());
                }
            }
        }
    }

    @Test
    void doesNotStartWithoutTheCertificatesItIsTold() throws Exception {
        try (TestBeaconNode node = TestBeaconNode.start()) {
            assertThatExceptionOfType(StartException.class)
                    .isThrownBy(() -> new Bench(config(node, TlsConfig.trusting(folder.resolve("missing.pem")))))
                    .withMessageContaining("missing.pem");
        }
    }
}
