package io.borescope.api.tls;

import io.borescope.api.component.StartException;
import io.borescope.api.config.Doc;
import io.borescope.api.config.Problems;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * How a client recognises the server of an https endpoint, and how the server recognises the agent. A group of keys for the configuration of any
 * component: {@code tls}.
 *
 * @param caFile who vouches for the server; null for those that the Java runtime trusts
 * @param certFile the agent's certificates, its own first; null for none
 * @param keyFile the private key of the first
 */
public record TlsConfig(
        @Doc("PEM file with the certificates to trust instead of those of the Java runtime.") @Nullable
        Path caFile,

        @Doc("PEM file with the agent's own certificate, for servers that ask for one.") @Nullable
        Path certFile,

        @Doc("PEM file with the private key of cert_file: PKCS #8, not encrypted.") @Nullable
        Path keyFile) {
    /** Trusts whom the Java runtime trusts, and shows nothing. */
    public static final TlsConfig DEFAULT = new TlsConfig(null, null, null);

    /** Trusts the certificates of a file, and shows nothing. */
    public static TlsConfig trusting(@Nullable Path caFile) {
        return new TlsConfig(caFile, null, null);
    }

    /**
     * Says what cannot be used.
     *
     * @param isOfUse whether any endpoint is https
     * @param problems of the configuration that holds the group as {@code tls}
     */
    public void validate(boolean isOfUse, Problems problems) {
        if ((certFile == null) != (keyFile == null)) {
            problems.add(
                    certFile == null ? "tls.cert_file" : "tls.key_file",
                    "is missing. A certificate and its key go together.");
        }
        if (!isOfUse && !equals(DEFAULT)) {
            problems.add("tls", "is of no use without an endpoint that is https.");
        }
    }

    /**
     * Reads the files.
     *
     * @return empty if none is configured
     * @throws StartException if one cannot be used; says which and what to do
     */
    public Optional<SSLContext> context() throws StartException {
        if (equals(DEFAULT)) {
            return Optional.empty();
        }
        List<KeyManager> own = certFile == null || keyFile == null ? List.of() : PemFiles.identity(certFile, keyFile);
        return Optional.of(PemFiles.context(own, caFile == null ? null : PemFiles.trust("tls.ca_file", caFile)));
    }

    /**
     * Makes a client use what is configured.
     *
     * @throws StartException if a file cannot be used; says which and what to do
     */
    public void applyTo(HttpClient.Builder client) throws StartException {
        context().ifPresent(client::sslContext);
    }
}
