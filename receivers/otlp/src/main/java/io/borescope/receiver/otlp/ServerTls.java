package io.borescope.receiver.otlp;

import io.borescope.api.component.StartException;
import io.borescope.api.tls.PemFiles;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * What {@link ServerTlsConfig} names, read.
 *
 * @param keys the agent's key and certificates
 * @param clients tell whom to trust; null if anybody may send
 */
record ServerTls(List<KeyManager> keys, @Nullable List<TrustManager> clients) {
    static ServerTls read(ServerTlsConfig config) throws StartException {
        if (config.certFile() == null || config.keyFile() == null) {
            throw new StartException("tls needs cert_file and key_file.");
        }
        return new ServerTls(
                PemFiles.identity(config.certFile(), config.keyFile()),
                config.clientCaFile() == null ? null : PemFiles.trust("tls.client_ca_file", config.clientCaFile()));
    }

    /** For the JDK's HTTP server. */
    SSLContext context() throws StartException {
        return PemFiles.context(keys, clients);
    }
}
