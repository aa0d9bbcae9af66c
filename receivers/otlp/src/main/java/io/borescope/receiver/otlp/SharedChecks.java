package io.borescope.receiver.otlp;

import io.borescope.api.config.HostPort;
import io.borescope.api.config.Problems;
import io.borescope.api.tls.ServerTlsConfig;
import org.jspecify.annotations.Nullable;

/** What the settings of both transports have in common. */
final class SharedChecks {
    /** Connections that a transport has at most unless told otherwise. */
    static final int DEFAULT_CONNECTIONS = 2_048;

    private static final int MOST_CONNECTIONS = 100_000;

    private SharedChecks() {}

    static void check(
            HostPort endpoint,
            @Nullable ServerTlsConfig tls,
            int maxConnections,
            boolean includeMetadata,
            Problems problems) {
        if (tls == null || !tls.asksClients()) { // else senders are asked who they are
            endpoint.warnOfEveryInterface("endpoint", "send", problems);
        }
        if (maxConnections < 1 || maxConnections > MOST_CONNECTIONS) {
            problems.add("max_connections", "%d is not between 1 and %d.", maxConnections, MOST_CONNECTIONS);
        }
        if (includeMetadata) {
            problems.add(
                    "include_metadata",
                    "is not supported: nothing is kept of the connection that records came by. Leave it out.");
        }
    }
}
