package io.borescope.api.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.api.config.Problems;
import io.borescope.api.config.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TlsConfigTest {
    private static final Path FILE = Path.of("a.pem");
    private static final Secret TEXT = new Secret("PEM");

    private static List<String> problems(Consumer<Problems> validate) {
        List<String> problems = new ArrayList<>();
        validate.accept(new Problems() {
            @Override
            public void add(String key, String format, Object... arguments) {
                problems.add(text(key, format, List.of(arguments)));
            }

            @Override
            public void warn(String key, String format, Object... arguments) {
                problems.add("warning: " + text(key, format, List.of(arguments)));
            }
        });
        return problems;
    }

    private static String text(String key, String format, List<Object> arguments) {
        return key + ": " + format.formatted(arguments.toArray());
    }

    private static List<String> problems(TlsConfig tls) {
        return problems(problems -> tls.validate(true, problems));
    }

    @Test
    void nothingIsWrongWithNothing() {
        assertThat(problems(TlsConfig.DEFAULT)).isEmpty();
        assertThat(problems(problems -> TlsConfig.DEFAULT.validate(false, problems)))
                .isEmpty();
    }

    @Test
    void aFileAndTextAreNotForTheSame() {
        TlsConfig both = new TlsConfig(
                false,
                FILE,
                TEXT,
                false,
                new TlsIdentity(FILE, TEXT, FILE, TEXT, null),
                false,
                null,
                TlsParameters.DEFAULT);
        assertThat(problems(both))
                .containsExactly(
                        "tls.ca_pem: is of no use beside ca_file. Leave one of them out.",
                        "tls.cert_pem: is of no use beside cert_file. Leave one of them out.",
                        "tls.key_pem: is of no use beside key_file. Leave one of them out.");
    }

    @Test
    void aCertificateAndItsKeyGoTogetherHoweverTheyAreWritten() {
        assertThat(problems(TlsConfig.DEFAULT.with(new TlsIdentity(FILE, null, null, TEXT, null))))
                .isEmpty();
        assertThat(problems(TlsConfig.DEFAULT.with(new TlsIdentity(null, TEXT, null, null, null))))
                .containsExactly("tls.key_file: is missing. A certificate and its key go together.");
        assertThat(problems(TlsConfig.DEFAULT.with(new TlsIdentity(null, null, null, TEXT, null))))
                .containsExactly("tls.cert_file: is missing. A certificate and its key go together.");
        assertThat(problems(ServerTlsConfig.of(TlsIdentity.NONE)::validate)).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            delimiter = '|',
            value = {
                "1.2  | 1.3  | none",
                "1.2  | 1.2  | none",
                "none | 1.2  | none",
                "''   | ''   | none",
                "1.3  | 1.2  | tls.min_version: 1.3 is above max_version, 1.2.",
                "1.0  | none | warning: tls.min_version: TLS 1.0 is not spoken: 1.2 is the lowest version.",
                "none | 1.1  | tls.max_version: leaves no version: the lowest that is spoken is 1.2. Write 1.2 or 1.3.",
                "TLS1 | none | 'tls.min_version: \"TLS1\" is not one of 1.2, 1.3.'"
            })
    void versionsAreThoseThatAreSpoken(@Nullable String lowest, @Nullable String highest, @Nullable String problem) {
        List<String> found = problems(TlsConfig.DEFAULT.with(TlsParameters.versions(lowest, highest)));
        assertThat(found).isEqualTo(problem == null ? List.of() : List.of(problem));
    }

    @Test
    void cipherSuitesAreSafeOnes() {
        TlsParameters suites = new TlsParameters(
                null,
                "1.2",
                List.of("TLS_AES_128_GCM_SHA256", "TLS_RSA_WITH_RC4_128_SHA"),
                List.of("P256", "secp256k1"));
        assertThat(problems(TlsConfig.DEFAULT.with(suites)))
                .satisfiesExactly(
                        problem -> assertThat(problem)
                                .startsWith("tls.cipher_suites[1]: \"TLS_RSA_WITH_RC4_128_SHA\" is not one that")
                                .contains("TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256")
                                .endsWith("."),
                        problem -> assertThat(problem)
                                .isEqualTo(
                                        "tls.curve_preferences[1]: \"secp256k1\" is not one of P256, P384, P521, X25519."));
        assertThat(problems(TlsConfig.DEFAULT.with(
                        new TlsParameters(null, "1.2", List.of("TLS_AES_128_GCM_SHA256"), List.of()))))
                .containsExactly("tls.cipher_suites: has none for TLS 1.2, which max_version ends at.");
    }

    @Test
    void whatTheCollectorReadsAgainIsRefused() {
        TlsIdentity identity = new TlsIdentity(FILE, null, FILE, null, Duration.ofHours(1));
        assertThat(problems(TlsConfig.DEFAULT.with(identity)))
                .singleElement()
                .asString()
                .startsWith("tls.reload_interval: is not supported: ")
                .contains("cert_pem: ${file:PATH}");
        assertThat(problems(new ServerTlsConfig(identity, FILE, true, false, TlsParameters.DEFAULT)::validate))
                .hasSize(2)
                .anyMatch(problem -> problem.startsWith("client_ca_file_reload: is not supported: "));
    }

    @Test
    void isOfNoUseWhereNothingIsEncryptedButForSayingSo() {
        TlsConfig insecure =
                new TlsConfig(true, null, null, false, TlsIdentity.NONE, false, null, TlsParameters.DEFAULT);
        assertThat(problems(problems -> insecure.validate(false, problems))).isEmpty();
        assertThat(problems(problems -> insecure.withServerName("a.example").validate(false, problems)))
                .containsExactly("tls: is of no use without an endpoint that is https.");
    }
}
