package io.borescope.api.tls;

import io.borescope.api.component.StartException;
import io.borescope.api.config.Doc;
import io.borescope.api.config.Problems;
import io.borescope.api.config.Secret;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * Who the agent says it is: a certificate and its private key, each in a file or as text. Keys of {@link TlsConfig} and of {@link ServerTlsConfig}.
 *
 * @param certFile the agent's certificate, then those that lead to an authority
 * @param certPem the same as text
 * @param keyFile the private key of the first certificate
 * @param keyPem the same as text
 * @param reloadInterval of the Collector; refused
 */
public record TlsIdentity(
        @Doc("PEM file with the agent's own certificate, and those in between.") @Nullable
        Path certFile,

        @Doc("The same as text, instead of cert_file.") @Nullable
        Secret certPem,

        @Doc("PEM file with the private key of that certificate: PKCS #8, not encrypted.") @Nullable
        Path keyFile,

        @Doc("The same as text, instead of key_file.") @Nullable
        Secret keyPem,

        @Doc("Not supported: files are read when the component starts. Leave it out, or 0s.") @Nullable
        Duration reloadInterval) {
    /** Nobody. */
    public static final TlsIdentity NONE = new TlsIdentity(null, null, null, null, null);

    private static final char[] NO_PASSWORD = {};

    /** A certificate and its key, in files. */
    public static TlsIdentity of(Path certFile, Path keyFile) {
        return new TlsIdentity(certFile, null, keyFile, null, null);
    }

    private Optional<PemSource> certificate() {
        return PemSource.of("cert", certFile, certPem);
    }

    private Optional<PemSource> key() {
        return PemSource.of("key", keyFile, keyPem);
    }

    /**
     * Says what cannot be used.
     *
     * @param isRequired whether there has to be one
     * @param problems of the group that holds the keys
     */
    void validate(boolean isRequired, Problems problems) {
        checkOneOf("cert", certFile, certPem, problems);
        checkOneOf("key", keyFile, keyPem, problems);
        if (certificate().isEmpty() && (isRequired || key().isPresent())) {
            problems.add("cert_file", "is missing. A certificate and its key go together.");
        }
        if (key().isEmpty() && (isRequired || certificate().isPresent())) {
            problems.add("key_file", "is missing. A certificate and its key go together.");
        }
        if (reloadInterval != null && !reloadInterval.isZero()) {
            problems.add(
                    "reload_interval",
                    "is not supported: files are read when the component starts. Instead of cert_file and key_file write cert_pem: ${file:PATH} and"
                            + " key_pem: ${file:PATH}, and run with --watch, or send SIGHUP when the files are others.");
        }
    }

    /** Says so if a file and text are there. */
    static void checkOneOf(String key, @Nullable Path file, @Nullable Secret text, Problems problems) {
        if (file != null && text != null) {
            problems.add(key + "_pem", "is of no use beside %s_file. Leave one of them out.", key);
        }
    }

    /**
     * Reads what is configured.
     *
     * @return empty for nobody
     * @throws StartException if it cannot be used; says what and what to do
     */
    List<KeyManager> read() throws StartException {
        Optional<PemSource> certificate = certificate();
        Optional<PemSource> key = key();
        return certificate.isEmpty() || key.isEmpty() ? List.of() : read(certificate.get(), key.get());
    }

    private static List<KeyManager> read(PemSource certificate, PemSource key) throws StartException {
        List<Certificate> chain = certificate.certificates();
        PrivateKey privateKey = key.privateKey();
        try {
            KeyStore store = PemSource.emptyStore();
            store.setKeyEntry("own", privateKey, NO_PASSWORD, chain.toArray(Certificate[]::new));
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(store, NO_PASSWORD);
            return List.of(managers.getKeyManagers());
        } catch (GeneralSecurityException | IOException e) {
            throw new StartException(certificate.name() + " and " + key.name() + " do not go together: " + e + ".", e);
        }
    }
}
