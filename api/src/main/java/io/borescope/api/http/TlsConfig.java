package io.borescope.api.http;

import io.borescope.api.component.StartException;
import io.borescope.api.config.Doc;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * How the server of an https endpoint is recognised. A group of keys for the configuration of any component: {@code tls}.
 *
 * @param caFile certificates to trust; null for those of the Java runtime
 */
public record TlsConfig(
        @Doc("PEM file with the certificates to trust instead of those of the Java runtime.") @Nullable
        Path caFile) {
    /**
     * Makes a client trust what is configured.
     *
     * @throws StartException if the certificates cannot be read
     */
    public void applyTo(HttpClient.Builder client) throws StartException {
        if (caFile != null) {
            client.sslContext(trusting(caFile));
        }
    }

    private static SSLContext trusting(Path caFile) throws StartException {
        try (InputStream in = Files.newInputStream(caFile)) {
            Collection<? extends Certificate> certificates =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (certificates.isEmpty()) {
                throw new StartException("tls.ca_file " + caFile + " holds no certificate. Write a PEM file there.");
            }
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            for (Certificate certificate : certificates) {
                trusted.setCertificateEntry(Integer.toString(trusted.size()), certificate);
            }
            TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new StartException("cannot read tls.ca_file " + caFile + ": " + e + ".", e);
        }
    }
}
