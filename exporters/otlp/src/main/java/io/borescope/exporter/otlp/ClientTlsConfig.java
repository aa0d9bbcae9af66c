package io.borescope.exporter.otlp;

import static java.util.Objects.requireNonNullElse;

import io.borescope.api.config.Doc;
import io.borescope.api.config.Problems;
import io.borescope.api.tls.TlsConfig;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How the server is recognised, and how it recognises the agent.
 *
 * @param insecure whether the connection is not encrypted at all
 * @param caFile who vouches for the server; null for those that the Java runtime trusts
 * @param certFile the agent's certificates, its own first; null for none
 * @param keyFile the private key of the first
 * @param insecureSkipVerify whether any server is believed, whatever it shows
 * @param serverNameOverride what the server's certificate must be for, instead of the host of the endpoint
 */
public record ClientTlsConfig(
        @Doc("Do not encrypt. Also meant by http:// in front of the endpoint.")
        Boolean insecure,

        @Doc("PEM file with the certificates to trust instead of those of the Java runtime.") @Nullable
        Path caFile,

        @Doc("PEM file with the agent's own certificate, for servers that ask for one.") @Nullable
        Path certFile,

        @Doc("PEM file with the private key of cert_file: PKCS #8, not encrypted.") @Nullable
        Path keyFile,

        @Doc(
                "Believe any server, whatever certificate it shows. Whoever is in between can then read and change everything.")
        Boolean insecureSkipVerify,

        @Doc("The name that the server's certificate is for, if it is not the endpoint's host.") @Nullable
        String serverNameOverride) {
    public ClientTlsConfig {
        insecure = requireNonNullElse(insecure, false);
        insecureSkipVerify = requireNonNullElse(insecureSkipVerify, false);
    }

    /** What every client has. */
    TlsConfig common() {
        return new TlsConfig(caFile, certFile, keyFile, insecureSkipVerify);
    }

    void validate(Problems problems) {
        common().validate(true, problems);
    }
}
