package io.borescope.exporter.otlp;

import static java.util.Objects.requireNonNullElse;

import io.borescope.api.config.ComponentConfig;
import io.borescope.api.config.Doc;
import io.borescope.api.config.HostPort;
import io.borescope.api.config.Problems;
import io.borescope.api.config.Secret;
import io.borescope.api.http.HttpChecks;
import io.borescope.api.tls.TlsConfig;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What users configure.
 *
 * @param endpoint as users write it; see {@link #server()}
 * @param headers sent with every request
 */
public record OtlpExporterConfig(
        @Doc("Whom to send to, required: host:port, https://host:port, or http://host:port for no encryption.")
        String endpoint,

        @Doc("Compression of messages: none, gzip or zstd.") Compression compression,

        @Doc("Headers sent with every request. Values are secrets: they are never shown.")
        Map<String, Secret> headers,

        @Doc("How the server is recognised, and how it recognises the agent.")
        TlsConfig tls,

        @Doc("Of the Collector: pick_first or round_robin. There is one connection, so either is the same here.")
        @Nullable
        BalancerName balancerName,

        @Doc("Of the Collector: has no effect, a connection that no longer works is found by timeout.")
        Keepalive keepalive,

        @Doc("Of the Collector: has no effect.") @Nullable Long readBufferSize,
        @Doc("Of the Collector: has no effect.") @Nullable Long writeBufferSize,

        @Doc("Of the Collector: has no effect, what cannot be sent waits in the queue.") @Nullable
        Boolean waitForReady)
        implements ComponentConfig {
    /** How the Collector chooses among several connections. */
    public enum BalancerName {
        PICK_FIRST,
        ROUND_ROBIN
    }

    /** When the Collector asks whether a connection still works. */
    public record Keepalive(
            @Doc("Of the Collector: has no effect.") @Nullable
            Duration time,

            @Doc("Of the Collector: has no effect.") @Nullable
            Duration timeout,

            @Doc("Of the Collector: has no effect.") @Nullable
            Boolean permitWithoutStream) {}

    private static final Keepalive NO_KEEPALIVE = new Keepalive(null, null, null);
    private static final String PLAIN = "http://";
    private static final String ENCRYPTED = "https://";
    private static final Set<String> RESERVED_HEADERS =
            Set.of("connection", "content-type", "host", "te", "transfer-encoding", "upgrade", "user-agent");

    public OtlpExporterConfig {
        compression = requireNonNullElse(compression, Compression.GZIP);
        headers = Map.copyOf(headers);
    }

    /** One with the keys that have an effect. */
    OtlpExporterConfig(String endpoint, Compression compression, Map<String, Secret> headers, TlsConfig tls) {
        this(endpoint, compression, headers, tls, null, NO_KEEPALIVE, null, null, null);
    }

    @Override
    public void validate(Problems problems) {
        if (endpoint == null) {
            problems.add("endpoint", "is missing. Write whom to send to, such as backend.example.org:4317.");
        } else {
            validateEndpoint(problems);
        }
        HttpChecks.headers(headers, RESERVED_HEADERS, problems);
        headers.keySet().stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .filter(name -> name.endsWith("-bin") || name.startsWith("grpc-"))
                .forEach(name -> problems.add("headers." + name, "is a name that gRPC keeps for itself."));
        tls.validate(true, problems);
    }

    private void validateEndpoint(Problems problems) {
        try {
            if (server().host().isEmpty()) {
                problems.add("endpoint", "names no host. Write localhost%s for this machine.", server());
            }
            if (server().port() == 0) {
                problems.add("endpoint", "has the port 0.");
            }
            if (endpoint.startsWith(ENCRYPTED) && tls.insecure()) {
                problems.add("tls.insecure", "is true, but endpoint begins with https://. Leave one of them out.");
            }
        } catch (IllegalArgumentException e) {
            problems.add(
                    "endpoint",
                    "is not host:port, with http:// or https:// before it or not. Example: backend.example.org:4317.");
        }
    }

    /** Whom to connect to. */
    HostPort server() {
        String address = endpoint;
        for (String scheme : new String[] {PLAIN, ENCRYPTED}) {
            if (address.startsWith(scheme)) {
                address = address.substring(scheme.length());
            }
        }
        return HostPort.parse(address.endsWith("/") ? address.substring(0, address.length() - 1) : address);
    }

    /** Whether the connection is encrypted. */
    boolean isEncrypted() {
        return !endpoint.startsWith(PLAIN) && !tls.insecure();
    }
}
