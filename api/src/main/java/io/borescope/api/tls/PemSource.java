package io.borescope.api.tls;

import io.borescope.api.component.StartException;
import io.borescope.api.config.Secret;
import java.io.ByteArrayInputStream;
import java.io.IOException;
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
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * PEM text, in a file or in the configuration itself.
 *
 * @param name for messages: the key, and the file if there is one
 * @param file null for text
 * @param text null for a file
 */
record PemSource(String name, @Nullable Path file, @Nullable Secret text) {
    private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
    private static final String END = "-----END PRIVATE KEY-----";
    private static final String REMEDY = " Write PEM text there, its lines as they are.";

    /**
     * What a pair of keys names.
     *
     * @param key what both begin with: {@code cert} of {@code tls.cert_file} and {@code tls.cert_pem}
     * @return empty if neither is there
     */
    static Optional<PemSource> of(String key, @Nullable Path file, @Nullable Secret text) {
        if (file != null) {
            return Optional.of(file(key + "_file", file));
        }
        return text == null ? Optional.empty() : Optional.of(new PemSource("tls." + key + "_pem", null, text));
    }

    /** A file that has a key of its own. */
    static PemSource file(String key, Path file) {
        return new PemSource("tls." + key + " " + file, file, null);
    }

    /** For what was read. */
    static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private byte[] bytes() throws IOException {
        if (file != null) {
            return Files.readAllBytes(file);
        }
        return text == null ? new byte[0] : text.reveal().getBytes(StandardCharsets.UTF_8);
    }

    /** At least one. */
    List<Certificate> certificates() throws StartException {
        try {
            List<Certificate> certificates = List.copyOf(
                    CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(bytes())));
            if (certificates.isEmpty()) {
                throw new StartException(name + " holds no certificate." + REMEDY);
            }
            return certificates;
        } catch (IOException e) {
            throw new StartException("cannot read " + name + ": " + e + ".", e);
        } catch (GeneralSecurityException e) {
            throw new StartException("cannot read " + name + ": " + e.getMessage() + "." + REMEDY, e);
        }
    }

    PrivateKey privateKey() throws StartException {
        try {
            String pem = new String(bytes(), StandardCharsets.US_ASCII);
            int begin = pem.indexOf(BEGIN);
            int end = pem.indexOf(END);
            if (begin < 0 || end < begin) {
                throw new StartException(name + " holds no line " + BEGIN
                        + ". Convert the key with: openssl pkcs8 -topk8 -nocrypt -in old.key -out new.key");
            }
            return privateKey(Base64.getMimeDecoder().decode(pem.substring(begin + BEGIN.length(), end)));
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            // Its words are not repeated: they might show parts of the key.
            throw new StartException("cannot read " + name + ": " + e.getClass().getSimpleName() + ".", e);
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
