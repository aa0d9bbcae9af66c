package io.borescope.exporter.otlphttp;

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
        Path keyFile) {
    static HttpTlsConfig of(TlsConfig files) {
        return new HttpTlsConfig(null, files.caFile(), files.certFile(), files.keyFile());
    }

    /** What every client has. */
    TlsConfig files() {
        return new TlsConfig(caFile, certFile, keyFile);
    }

    void validate(boolean isOfUse, Problems problems) {
        files().validate(isOfUse, problems);
    }
}
