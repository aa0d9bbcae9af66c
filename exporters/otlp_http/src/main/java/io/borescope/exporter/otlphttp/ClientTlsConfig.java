package io.borescope.exporter.otlphttp;

import io.borescope.api.config.Doc;
import io.borescope.api.config.Problems;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How the server of an https endpoint is recognised, and how it recognises the agent.
 *
 * @param caFile who vouches for the server; null for those that the Java runtime trusts
 * @param certFile the agent's certificates, its own first; null for none
 * @param keyFile the private key of the first
 */
public record ClientTlsConfig(
        @Doc("PEM file with the certificates to trust instead of those of the Java runtime.") @Nullable
        Path caFile,

        @Doc("PEM file with the agent's own certificate, for servers that ask for one.") @Nullable
        Path certFile,

        @Doc("PEM file with the private key of cert_file: PKCS #8, not encrypted.") @Nullable
        Path keyFile) {
    void validate(Problems problems) {
        if ((certFile == null) != (keyFile == null)) {
            problems.add(
                    certFile == null ? "cert_file" : "key_file", "is missing. A certificate and its key go together.");
        }
    }
}
