package io.borescope.exporter.clickhouse;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Reads the files of {@code tls}. The client's own reader takes RSA keys alone. */
final class TlsFiles {
    /** A file that cannot be used; the message says which, and what helps. */
    static final class UnusableException extends RuntimeException {
        private static final long serialVersionUID = 1;

        UnusableException(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    private static final List<String> ALGORITHMS = List.of("EC", "RSA", "EdDSA");

    private TlsFiles() {}

    /** A context that trusts and shows what is configured. */
    static SSLContext read(TlsConfig config) {
        try {
            Path ca = config.caFile();
            Path certificate = config.certFile();
            Path key = config.keyFile();
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    certificate == null || key == null ? null : own(certificate, key),
                    ca == null ? null : trusted(ca),
                    null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new UnusableException("cannot use the files of tls: " + e + ".", e);
        }
    }

    private static TrustManager[] trusted(Path file) throws IOException, GeneralSecurityException {
        KeyStore store = emptyStore();
        for (Certificate certificate : certificates(file, "tls.ca_file")) {
            store.setCertificateEntry(Integer.toString(store.size()), certificate);
        }
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(store);
        return managers.getTrustManagers();
    }

    private static KeyManager[] own(Path certificateFile, Path keyFile) throws IOException, GeneralSecurityException {
        Certificate[] chain = certificates(certificateFile, "tls.cert_file").toArray(Certificate[]::new);
        KeyStore store = emptyStore();
        store.setKeyEntry("own", key(keyFile), new char[0], chain);
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, new char[0]);
        return managers.getKeyManagers();
    }

    private static KeyStore emptyStore() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static Collection<? extends Certificate> certificates(Path file, String key)
            throws IOException, GeneralSecurityException {
        try (InputStream in = Files.newInputStream(file)) {
            Collection<? extends Certificate> certificates =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (certificates.isEmpty()) {
                throw new UnusableException(key + " " + file + " holds no certificate. Write a PEM file there.", null);
            }
            return certificates;
        }
    }

    private static PrivateKey key(Path file) throws IOException, GeneralSecurityException {
        Matcher pem = KEY.matcher(Files.readString(file));
        if (!pem.find()) {
            throw new UnusableException(
                    "tls.key_file " + file + " holds no unencrypted key that begins with -----BEGIN PRIVATE KEY-----."
                            + " Make one of what is there: openssl pkcs8 -topk8 -nocrypt -in " + file + ".",
                    null);
        }
        PKCS8EncodedKeySpec encoded =
                new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem.group(1)));
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(encoded);
            } catch (InvalidKeySpecException e) {
                // One of another kind, which the file does not tell.
            }
        }
        throw new UnusableException(
                "tls.key_file " + file + " holds a key that is neither of " + String.join(", ", ALGORITHMS) + ".",
                null);
    }
}
