package io.borescope.receiver.otlp;

import io.borescope.api.config.Doc;
import io.borescope.api.config.Problems;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How the agent proves who it is, and whether senders must.
 *
 * @param certFile its certificates, its own first
 * @param keyFile the private key of the first
 * @param clientCaFile who vouches for senders; null if anybody may send
 */
public record ServerTlsConfig(
        @Doc("PEM file with the agent's certificate and those in between, required.") @Nullable
        Path certFile,

        @Doc("PEM file with the private key of cert_file, required: PKCS #8, not encrypted.") @Nullable
        Path keyFile,

        @Doc(
                "PEM file with the certificates that vouch for senders. Senders without such a certificate are turned away.")
        @Nullable
        Path clientCaFile) {
    void validate(Problems problems) {
        if (certFile == null) {
            problems.add("cert_file", "is missing. Write a PEM file with the agent's certificate.");
        }
        if (keyFile == null) {
            problems.add("key_file", "is missing. Write a PEM file with the certificate's private key.");
        }
    }
}
