package io.borescope.api.tls;

import io.borescope.api.component.StartException;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Whom one believes. */
final class Trust {
    private Trust() {}

    /** Whom the Java runtime does. */
    static List<TrustManager> ofTheRuntime() throws StartException {
        try {
            return of((KeyStore) null);
        } catch (GeneralSecurityException e) {
            throw new StartException("cannot use the certificates of the Java runtime: " + e + ".", e);
        }
    }

    /**
     * Those whom certificates vouch for.
     *
     * @param andRuntime whether also those whom the Java runtime believes
     */
    static List<TrustManager> of(PemSource source, boolean andRuntime) throws StartException {
        List<Certificate> certificates = new ArrayList<>(source.certificates());
        if (andRuntime) {
            ofTheRuntime().stream()
                    .flatMap(manager -> manager instanceof X509TrustManager x509
                            ? Stream.of(x509.getAcceptedIssuers())
                            : Stream.empty())
                    .forEach(certificates::add);
        }
        try {
            KeyStore trusted = PemSource.emptyStore();
            for (Certificate certificate : certificates) {
                trusted.setCertificateEntry(Integer.toString(trusted.size()), certificate);
            }
            return of(trusted);
        } catch (GeneralSecurityException | IOException e) {
            throw new StartException("cannot use " + source.name() + ": " + e + ".", e);
        }
    }

    private static List<TrustManager> of(@Nullable KeyStore trusted) throws GeneralSecurityException {
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        return List.of(managers.getTrustManagers());
    }
}
