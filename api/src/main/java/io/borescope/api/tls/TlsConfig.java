package io.borescope.api.tls;

import io.borescope.api.component.StartException;
import io.borescope.api.config.Doc;
import io.borescope.api.config.Problems;
import io.borescope.api.config.Secret;
import io.borescope.api.config.Unwrapped;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * How a client recognises the server, how the server recognises the agent, and what they may agree on. A group of keys for the configuration of any
 * component: {@code tls}, as clients of the OpenTelemetry Collector have it.
 *
 * @param insecure whether not to encrypt; only for components whose endpoint does not say so
 * @param caFile who vouches for the server; null for those that the Java runtime trusts
 * @param caPem the same as text
 * @param includeSystemCaCertsPool whether those that the Java runtime trusts are trusted beside
 * @param identity who the agent says it is
 * @param insecureSkipVerify whether any server is believed, whatever it shows
 * @param serverNameOverride whom to expect; null for the endpoint's host
 * @param parameters what may be agreed on
 * @see <a href="https://github.com/open-telemetry/opentelemetry-collector/tree/main/config/configtls">the Collector's keys</a>
 */
public record TlsConfig(
        @Doc("Do not encrypt. An endpoint that begins with http:// or https:// says by itself whether to.")
        boolean insecure,

        @Doc("PEM file with the certificates to trust instead of those of the Java runtime.") @Nullable
        Path caFile,

        @Doc("The same as text, instead of ca_file.") @Nullable
        Secret caPem,

        @Doc("Trust those of the Java runtime, too, beside ca_file or ca_pem.")
        boolean includeSystemCaCertsPool,

        @Unwrapped TlsIdentity identity,

        @Doc(
                "Believe any server, whatever certificate it shows. Whoever is in between can then read and change everything.")
        boolean insecureSkipVerify,

        @Doc("The name that the server's certificate is for, if it is not the endpoint's host.") @Nullable
        String serverNameOverride,

        @Unwrapped TlsParameters parameters) {
    /** Trusts whom the Java runtime trusts, and shows nothing. */
    public static final TlsConfig DEFAULT =
            new TlsConfig(false, null, null, false, TlsIdentity.NONE, false, null, TlsParameters.DEFAULT);

    public TlsConfig {
        serverNameOverride = "".equals(serverNameOverride) ? null : serverNameOverride;
    }

    /** Trusts the certificates of a file, and shows nothing. */
    public static TlsConfig trusting(@Nullable Path caFile) {
        return new TlsConfig(false, caFile, null, false, TlsIdentity.NONE, false, null, TlsParameters.DEFAULT);
    }

    /** Believes any server, and shows nothing. */
    public static TlsConfig trustingAnybody() {
        return new TlsConfig(false, null, null, false, TlsIdentity.NONE, true, null, TlsParameters.DEFAULT);
    }

    /** The same, but showing this. */
    public TlsConfig with(TlsIdentity newIdentity) {
        return new TlsConfig(
                insecure,
                caFile,
                caPem,
                includeSystemCaCertsPool,
                newIdentity,
                insecureSkipVerify,
                serverNameOverride,
                parameters);
    }

    /** The same, but agreeing on this alone. */
    public TlsConfig with(TlsParameters newParameters) {
        return new TlsConfig(
                insecure,
                caFile,
                caPem,
                includeSystemCaCertsPool,
                identity,
                insecureSkipVerify,
                serverNameOverride,
                newParameters);
    }

    /** The same, but expecting a server of this name. */
    public TlsConfig withServerName(@Nullable String name) {
        return new TlsConfig(
                insecure, caFile, caPem, includeSystemCaCertsPool, identity, insecureSkipVerify, name, parameters);
    }

    /** Without {@link #insecure}, which says nothing of encrypted connections. */
    private TlsConfig encrypting() {
        return new TlsConfig(
                false,
                caFile,
                caPem,
                includeSystemCaCertsPool,
                identity,
                insecureSkipVerify,
                serverNameOverride,
                parameters);
    }

    private Optional<PemSource> authorities() {
        return PemSource.of("ca", caFile, caPem);
    }

    /**
     * Says what cannot be used.
     *
     * @param isOfUse whether any connection is encrypted
     * @param problems of the configuration that holds the group as {@code tls}
     */
    public void validate(boolean isOfUse, Problems problems) {
        Problems below = problems.within("tls");
        TlsIdentity.checkOneOf("ca", caFile, caPem, below);
        identity.validate(false, below);
        parameters.validate(below);
        if (!isOfUse && !encrypting().equals(DEFAULT)) {
            problems.add("tls", "is of no use without an endpoint that is https.");
        }
        if (insecureSkipVerify) {
            below.warn(
                    "insecure_skip_verify",
                    "is true: any server is believed, so whoever is in between can read and change what is sent. Write the server's certificate into ca_file instead.");
        }
    }

    /**
     * Reads what is named, for connections to servers. They keep to all that is configured, {@link #serverNameOverride} included, unless their owner
     * compares the server's name by itself.
     *
     * @return empty if nothing is configured
     * @throws StartException if something cannot be used; says what and what to do
     */
    public Optional<SSLContext> context() throws StartException {
        return encrypting().equals(DEFAULT)
                ? Optional.empty()
                : Optional.of(TlsContext.of(identity.read(), trust(), parameters, serverNameOverride));
    }

    /**
     * Which servers are believed. It covers their names too, but for a client that looks at those by itself.
     *
     * @throws StartException if a file cannot be used; says what to do
     */
    public List<TrustManager> trust() throws StartException {
        if (insecureSkipVerify) {
            return List.of(new Credulous());
        }
        Optional<PemSource> authorities = authorities();
        return authorities.isEmpty() ? Trust.ofTheRuntime() : Trust.of(authorities.get(), includeSystemCaCertsPool);
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
