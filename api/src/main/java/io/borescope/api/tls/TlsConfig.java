package io.borescope.api.tls;

import static java.util.Objects.requireNonNullElse;

import io.borescope.api.component.StartException;
import io.borescope.api.config.Doc;
import io.borescope.api.config.Problems;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * How a client recognises the server of an https endpoint, and how the server recognises the agent. A group of keys for the configuration of any
 * component: {@code tls}.
 *
 * @param caFile who vouches for the server; null for those that the Java runtime trusts
 * @param certFile the agent's certificates, its own first; null for none
 * @param keyFile the private key of the first
 * @param insecureSkipVerify whether any server is believed, whatever it shows
 */
public record TlsConfig(
        @Doc("PEM file with the certificates to trust instead of those of the Java runtime.") @Nullable
        Path caFile,

        @Doc("PEM file with the agent's own certificate, for servers that ask for one.") @Nullable
        Path certFile,

        @Doc("PEM file with the private key of cert_file: PKCS #8, not encrypted.") @Nullable
        Path keyFile,

        @Doc(
                "Believe any server, whatever certificate it shows. Whoever is in between can then read and change everything.")
        Boolean insecureSkipVerify) {
    /** Trusts whom the Java runtime trusts, and shows nothing. */
    public static final TlsConfig DEFAULT = new TlsConfig(null, null, null);

    public TlsConfig {
        insecureSkipVerify = requireNonNullElse(insecureSkipVerify, false);
    }

    /** Files alone. */
    public TlsConfig(@Nullable Path caFile, @Nullable Path certFile, @Nullable Path keyFile) {
        this(caFile, certFile, keyFile, false);
    }

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
        if (insecureSkipVerify) {
            problems.warn(
                    "tls.insecure_skip_verify",
                    "is true: any server is believed, so whoever is in between can read and change what is sent. Write the server's certificate into ca_file instead.");
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
        return Optional.of(PemFiles.context(identity(), trust()));
    }

    /**
     * Who the agent says it is.
     *
     * @return empty for nobody
     * @throws StartException if a file cannot be used; says which and what to do
     */
    public List<KeyManager> identity() throws StartException {
        return certFile == null || keyFile == null ? List.of() : PemFiles.identity(certFile, keyFile);
    }

    /**
     * Which servers are believed. It covers their names too, but for a client that looks at those by itself.
     *
     * @throws StartException if the file cannot be used; says what to do
     */
    public List<TrustManager> trust() throws StartException {
        if (insecureSkipVerify) {
            return List.of(new Credulous());
        }
        return caFile == null ? PemFiles.trustOfTheRuntime() : PemFiles.trust("tls.ca_file", caFile);
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
