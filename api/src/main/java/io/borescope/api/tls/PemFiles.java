package io.borescope.api.tls;

import io.borescope.api.component.StartException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
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
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Reads certificates and keys from the files that {@code tls} names, for both sides of a connection. */
public final class PemFiles {
    private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
    private static final String END = "-----END PRIVATE KEY-----";
    private static final char[] NO_PASSWORD = {};

    private PemFiles() {}

    /**
     * Who one is.
     *
     * @param certFile {@code tls.cert_file}: certificates, one's own first
     * @param keyFile {@code tls.key_file}: its private key, PKCS #8, not encrypted
     * @throws StartException if the files cannot be read or do not go together; says which and what to do
     */
    public static List<KeyManager> identity(Path certFile, Path keyFile) throws StartException {
        List<Certificate> chain = certificates("tls.cert_file", certFile);
        PrivateKey key = privateKey(keyFile);
        try {
            KeyStore store = emptyStore();
            store.setKeyEntry("own", key, NO_PASSWORD, chain.toArray(Certificate[]::new));
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(store, NO_PASSWORD);
            return List.of(managers.getKeyManagers());
        } catch (GeneralSecurityException | IOException e) {
            throw new StartException(
                    "tls.cert_file " + certFile + " and tls.key_file " + keyFile + " do not go together: " + e + ".",
                    e);
        }
    }

    /**
     * Whom one trusts.
     *
     * @param key for messages: {@code tls.ca_file}
     * @param file certificates that vouch for others
     * @throws StartException if the file cannot be read; says which and what to do
     */
    public static List<TrustManager> trust(String key, Path file) throws StartException {
        try {
            KeyStore trusted = emptyStore();
            for (Certificate certificate : certificates(key, file)) {
                trusted.setCertificateEntry(Integer.toString(trusted.size()), certificate);
            }
            return trust(trusted);
        } catch (GeneralSecurityException | IOException e) {
            throw new StartException("cannot use " + key + " " + file + ": " + e + ".", e);
        }
    }

    /** Whom the Java runtime trusts. */
    static List<TrustManager> trustOfTheRuntime() throws StartException {
        try {
            return trust((KeyStore) null);
        } catch (GeneralSecurityException e) {
            throw new StartException("cannot use the certificates of the Java runtime: " + e + ".", e);
        }
    }

    private static List<TrustManager> trust(@Nullable KeyStore trusted) throws GeneralSecurityException {
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        return List.of(managers.getTrustManagers());
    }

    /**
     * What a connection needs.
     *
     * @param own who one is; empty for nobody
     * @param trusted whom one trusts; null for those that the Java runtime trusts
     */
    public static SSLContext context(List<KeyManager> own, @Nullable List<TrustManager> trusted) throws StartException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    own.toArray(KeyManager[]::new),
                    trusted == null ? null : trusted.toArray(TrustManager[]::new),
                    null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new StartException("cannot use TLS: " + e + ".", e);
        }
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static List<Certificate> certificates(String key, Path file) throws StartException {
        try (InputStream in = Files.newInputStream(file)) {
            List<Certificate> certificates =
                    List.copyOf(CertificateFactory.getInstance("X.509").generateCertificates(in));
            if (certificates.isEmpty()) {
                throw new StartException(key + " " + file + " holds no certificate. Write a PEM file there.");
            }
            return certificates;
        } catch (IOException | GeneralSecurityException e) {
            throw new StartException("cannot read " + key + " " + file + ": " + e + ".", e);
        }
    }

    private static PrivateKey privateKey(Path file) throws StartException {
        try {
            String pem = Files.readString(file, StandardCharsets.US_ASCII);
            int begin = pem.indexOf(BEGIN);
            int end = pem.indexOf(END);
            if (begin < 0 || end < begin) {
                throw new StartException("tls.key_file " + file + " holds no line " + BEGIN
                        + ". Convert the key with: openssl pkcs8 -topk8 -nocrypt -in old.key -out new.key");
            }
            return privateKey(Base64.getMimeDecoder().decode(pem.substring(begin + BEGIN.length(), end)));
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            // Its words are not repeated: they might show parts of the key.
            throw new StartException(
                    "cannot read tls.key_file " + file + ": " + e.getClass().getSimpleName() + ".", e);
        }
    }

    private static PrivateKey privateKey(byte[] pkcs8) throws GeneralSecurityException {
        InvalidKeySpecException failure = new InvalidKeySpecException("neither RSA nor EC nor EdDSA");
        for (String algorithm : List.of("RSA", "EC", "EdDSA")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            } catch (InvalidKeySpecException e) {
                failure.addSuppressed(e);
            }
        }
        throw failure;
    }
}
