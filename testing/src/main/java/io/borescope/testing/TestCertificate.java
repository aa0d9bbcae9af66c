package io.borescope.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** A certificate that nobody trusts unless told to, made for one test. */
public final class TestCertificate {
    private static final String PASSWORD = "for this test only";
    private static final String ALIAS = "mykey"; // keytool's default

    private final Path keyStore;
    private final Path pem;

    private TestCertificate(Path folder) {
        this.keyStore = folder.resolve("server.p12");
        this.pem = folder.resolve("server.pem");
    }

    /**
     * Makes one for {@code localhost}, with the JDK's keytool.
     *
     * @param folder for its files
     */
    public static TestCertificate make(Path folder) throws Exception {
        return make(folder, "localhost");
    }

    /** Makes one for another host, so that nobody at {@code localhost} should be believed who shows it. */
    public static TestCertificate makeFor(String host, Path folder) throws Exception {
        return make(folder, host);
    }

    /** Makes one that was valid once, by an authority that still is. */
    public static TestCertificate makeExpired(Path folder) throws Exception {
        TestCertificate made = new TestCertificate(folder);
        String request = folder.resolve("request").toString();
        made.keytool("-genkeypair", "-keyalg", "EC", "-alias", "ca", "-dname", "CN=authority", "-ext", "bc=ca:true");
        made.keytool(
                "-exportcert", "-alias", "ca", "-rfc", "-file", made.authority().toString());
        made.keytool("-genkeypair", "-keyalg", "EC", "-dname", "CN=localhost");
        made.keytool("-certreq", "-file", request);
        made.keytool(
                "-gencert",
                "-alias",
                "ca",
                "-infile",
                request,
                "-outfile",
                made.pem.toString(),
                "-rfc",
                "-ext",
                "san=dns:localhost",
                "-startdate",
                "-3d",
                "-validity",
                "1");
        made.keytool("-importcert", "-noprompt", "-file", made.pem.toString());
        return made;
    }

    private static TestCertificate make(Path folder, String host) throws Exception {
        TestCertificate made = new TestCertificate(folder);
        made.keytool("-genkeypair", "-keyalg", "EC", "-dname", "CN=" + host, "-ext", "san=dns:" + host);
        made.keytool("-exportcert", "-rfc", "-file", made.pem.toString());
        Files.copy(made.pem, made.authority());
        return made;
    }

    private void keytool(String... arguments) throws Exception {
        ProcessBuilder command = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.command().addAll(List.of(arguments));
        command.command().addAll(List.of("-keystore", keyStore.toString(), "-storepass", PASSWORD));
        Process keytool = command.inheritIO().start();
        assertThat(keytool.waitFor()).as("exit code of keytool").isZero();
    }

    /** The certificate, in the form that {@code tls.ca_file} takes. */
    public Path pem() {
        return pem;
    }

    /** The certificate of whoever signed this one: itself, unless it was made {@linkplain #makeExpired with an authority}. */
    public Path authority() {
        return keyStore.resolveSibling("authority.pem");
    }

    /** The key and its certificate, which is no PEM file. */
    public Path keyStore() {
        return keyStore;
    }

    /** The certificate alone, as {@code -Djavax.net.ssl.trustStore} takes it without a password. */
    public Path trustStore() throws Exception {
        KeyStore trusted = trusted();
        Path file = keyStore.resolveSibling("trusted.jks");
        try (OutputStream out = Files.newOutputStream(file)) {
            trusted.store(out, PASSWORD.toCharArray());
        }
        return file;
    }

    /** The key alone, unencrypted, in the form that {@code tls.key_file} takes. */
    public Path keyPem() throws Exception {
        byte[] key = keys().getKey(ALIAS, PASSWORD.toCharArray()).getEncoded();
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key);
        Path file = keyStore.resolveSibling("key.pem");
        return Files.writeString(file, "-----BEGIN PRIVATE KEY-----\n" + text + "\n-----END PRIVATE KEY-----\n");
    }

    /** For a server that shows this certificate. */
    public SSLContext serverContext() throws Exception {
        return serverContext(null);
    }

    /**
     * For a server that shows this certificate and knows its clients by theirs. Whether it asks for one is up to its socket.
     *
     * @param clients whom it trusts; null for nobody in particular
     */
    public SSLContext serverContext(@Nullable TestCertificate clients) throws Exception {
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys(), PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), clients == null ? null : clients.trust(), null);
        return context;
    }

    private TrustManager[] trust() throws Exception {
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted());
        return managers.getTrustManagers();
    }

    /** In the one format whose certificates are not encrypted. */
    private KeyStore trusted() throws Exception {
        KeyStore trusted = KeyStore.getInstance("JKS");
        trusted.load(null, null);
        trusted.setCertificateEntry(ALIAS, keys().getCertificate(ALIAS));
        return trusted;
    }

    private KeyStore keys() throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keyStore)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        return keys;
    }
}
