package io.borescope.exporter.otlphttp;

import static java.util.Objects.requireNonNullElse;

import io.borescope.api.config.Doc;
import io.borescope.api.config.Problems;
import io.borescope.api.tls.TlsConfig;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What users write under {@code tls}: what every client has, and what the Collector has beside it. */
public record HttpTlsConfig(
        @Doc("Of the Collector: has no effect. The endpoint says by http:// that nothing is encrypted.") @Nullable
        Boolean insecure,

        @Doc("PEM file with the certificates to trust instead of those of the Java runtime.") @Nullable
        Path caFile,

        @Doc("PEM file with the agent's own certificate, for servers that ask for one.") @Nullable
        Path certFile,

        @Doc("PEM file with the private key of cert_file: PKCS #8, not encrypted.") @Nullable
        Path keyFile,

        @Doc(
                "Believe any server, whatever certificate it shows. Whoever is in between can then read and change everything.")
        Boolean insecureSkipVerify) {
    public HttpTlsConfig {
        insecureSkipVerify = requireNonNullElse(insecureSkipVerify, false);
    }

    static HttpTlsConfig of(TlsConfig common) {
        return new HttpTlsConfig(
                null, common.caFile(), common.certFile(), common.keyFile(), common.insecureSkipVerify());
    }

    /** What every client has. */
    TlsConfig common() {
        return new TlsConfig(caFile, certFile, keyFile, insecureSkipVerify);
    }

    void validate(boolean isOfUse, Problems problems) {
        common().validate(isOfUse, problems);
    }
}
