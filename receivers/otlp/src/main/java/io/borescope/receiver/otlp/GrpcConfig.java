package io.borescope.receiver.otlp;

import static java.util.Objects.requireNonNullElse;

import io.borescope.api.config.Doc;
import io.borescope.api.config.HostPort;
import io.borescope.api.config.Problems;
import io.borescope.api.tls.ServerTlsConfig;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How to listen for gRPC.
 *
 * @param endpoint where
 * @param maxRecvMsgSizeMib longest request, decompressed, in MiB
 * @param maxConcurrentStreams requests at a time on one connection
 * @param readTimeout zero for no limit
 * @param tls null for none
 */
public record GrpcConfig(
        @Doc("Where to listen for gRPC. Only this machine, unless another address is named.")
        HostPort endpoint,

        @Doc("Longest request in MiB, decompressed; 1 to 256.")
        Integer maxRecvMsgSizeMib,

        @Doc("Most requests at a time on one connection; 1 to 10000.")
        Integer maxConcurrentStreams,

        @Doc("Most connections at a time; 1 to 100000. Further ones are closed.")
        Integer maxConnections,

        @Doc("Longest time in which a request comes in. 0s: no limit.")
        Duration readTimeout,

        @Doc("How long connections last, and how often senders may ask whether they do.")
        KeepaliveConfig keepalive,

        @Doc("Not supported: nothing is kept of the connection that records came by. Leave it out, or false.")
        boolean includeMetadata,

        @Doc("Speak TLS.") @Nullable ServerTlsConfig tls) {
    private static final HostPort DEFAULT_ENDPOINT = new HostPort("127.0.0.1", 4317);
    private static final int DEFAULT_MIB = 4;
    private static final int LARGEST_MIB = 256;
    private static final int DEFAULT_STREAMS = 100;
    private static final int MOST_STREAMS = 10_000;
    private static final Duration DEFAULT_READ_TIMEOUT = Duration.ofMinutes(1);

    /** Where nothing is said. */
    static final GrpcConfig DEFAULTS = new GrpcConfig(
            DEFAULT_ENDPOINT,
            DEFAULT_MIB,
            DEFAULT_STREAMS,
            SharedChecks.DEFAULT_CONNECTIONS,
            DEFAULT_READ_TIMEOUT,
            KeepaliveConfig.DEFAULTS,
            false,
            null);

    public GrpcConfig {
        endpoint = requireNonNullElse(endpoint, DEFAULT_ENDPOINT);
        maxRecvMsgSizeMib = requireNonNullElse(maxRecvMsgSizeMib, DEFAULT_MIB);
        maxConcurrentStreams = requireNonNullElse(maxConcurrentStreams, DEFAULT_STREAMS);
        maxConnections = requireNonNullElse(maxConnections, SharedChecks.DEFAULT_CONNECTIONS);
        readTimeout = requireNonNullElse(readTimeout, DEFAULT_READ_TIMEOUT);
    }

    int maxBytes() {
        return maxRecvMsgSizeMib << 20;
    }

    void validate(Problems problems) {
        if (maxRecvMsgSizeMib < 1 || maxRecvMsgSizeMib > LARGEST_MIB) {
            problems.add("max_recv_msg_size_mib", "%d is not between 1 and %d.", maxRecvMsgSizeMib, LARGEST_MIB);
        }
        if (maxConcurrentStreams < 1 || maxConcurrentStreams > MOST_STREAMS) {
            problems.add("max_concurrent_streams", "%d is not between 1 and %d.", maxConcurrentStreams, MOST_STREAMS);
        }
        SharedChecks.check(endpoint, tls, maxConnections, includeMetadata, problems);
        keepalive.validate(problems.within("keepalive"));
        if (tls != null) {
            tls.validate(problems.within("tls"));
        }
    }
}
