package io.borescope.api.tls;

import io.borescope.api.component.StartException;
import io.borescope.api.config.Doc;
import io.borescope.api.config.Problems;
import io.borescope.api.config.Unwrapped;
import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * How a server proves who it is, whether its clients must, and what they may agree on. A group of keys for the configuration of any component, as servers
 * of the OpenTelemetry Collector have it.
 *
 * @param identity who the agent says it is; required
 * @param clientCaFile who vouches for clients; null if anybody may come
 * @param clientCaFileReload of the Collector; refused
 * @param includeSystemCaCertsPool whether those that the Java runtime trusts vouch for clients, too
 * @param parameters what may be agreed on
 * @see <a href="https://github.com/open-telemetry/opentelemetry-collector/tree/main/config/configtls">the Collector's keys</a>
 */
public record ServerTlsConfig(
        @Unwrapped TlsIdentity identity,

        @Doc(
                "PEM file with the certificates that vouch for senders. Senders without such a certificate are turned away.")
        @Nullable
        Path clientCaFile,

        @Doc("Not supported: the file is read when the component starts. Leave it out, or false.")
        boolean clientCaFileReload,

        @Doc("Let those that the Java runtime trusts vouch for senders, too, beside client_ca_file.")
        boolean includeSystemCaCertsPool,

        @Unwrapped TlsParameters parameters) {
    /** Lets anybody in. */
    public static ServerTlsConfig of(TlsIdentity identity) {
        return new ServerTlsConfig(identity, null, false, false, TlsParameters.DEFAULT);
    }

    /** The same, but only for those that a file vouches for. */
    public ServerTlsConfig withClientCaFile(@Nullable Path file) {
        return new ServerTlsConfig(identity, file, clientCaFileReload, includeSystemCaCertsPool, parameters);
    }

    /** The same, but agreeing on this alone. */
    public ServerTlsConfig with(TlsParameters newParameters) {
        return new ServerTlsConfig(identity, clientCaFile, clientCaFileReload, includeSystemCaCertsPool, newParameters);
    }

    /** Whether clients have to say who they are. */
    public boolean asksClients() {
        return clientCaFile != null;
    }

    /**
     * Says what cannot be used.
     *
     * @param problems of the group itself
     */
    public void validate(Problems problems) {
        identity.validate(true, problems);
        parameters.validate(problems);
        if (clientCaFileReload) {
            problems.add(
                    "client_ca_file_reload",
                    "is not supported: the file is read when the component starts. Leave it out, and start the agent anew when the file is another.");
        }
    }

    /**
     * Reads what is named, for engines of connections from clients; whoever makes those has them ask for certificates.
     *
     * @throws StartException if something cannot be used; says what and what to do
     */
    public SSLContext context() throws StartException {
        return TlsContext.of(
                identity.read(),
                clientCaFile == null
                        ? List.of()
                        : Trust.of(PemSource.file("client_ca_file", clientCaFile), includeSystemCaCertsPool),
                parameters,
                null);
    }
}
