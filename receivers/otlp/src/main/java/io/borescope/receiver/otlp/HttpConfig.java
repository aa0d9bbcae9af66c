package io.borescope.receiver.otlp;

import static java.util.Objects.requireNonNullElse;

import io.borescope.api.config.ByteSize;
import io.borescope.api.config.Doc;
import io.borescope.api.config.HostPort;
import io.borescope.api.config.Problems;
import io.borescope.api.tls.ServerTlsConfig;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How to listen for HTTP.
 *
 * @param endpoint where
 * @param maxRequestBodySize longest body, decompressed
 * @param readHeaderTimeout zero for no limit, as all times here
 * @param tls null for none
 * @param cors null if pages in browsers must not send
 */
public record HttpConfig(
        @Doc("Where to listen for HTTP. Only this machine, unless another address is named.")
        HostPort endpoint,

        @Doc("Longest body of a request, decompressed; 1KiB to 256MiB.")
        ByteSize maxRequestBodySize,

        @Doc("Most connections at a time; 1 to 100000. Further ones are closed.")
        Integer maxConnections,

        @Doc(
                "Longest time in which the head of a request comes in, from the beginning of the connection or its first byte on. 0s: no limit.")
        Duration readHeaderTimeout,

        @Doc("Longest time in which the body of a request comes in. 0s: no limit.")
        Duration readTimeout,

        @Doc("Longest time in which a sender takes an answer. 0s: no limit.")
        Duration writeTimeout,

        @Doc("A connection without requests for so long is closed. 0s: never.")
        Duration idleTimeout,

        @Doc("Not supported: nothing is kept of the connection that records came by. Leave it out, or false.")
        boolean includeMetadata,

        @Doc("Path of traces.") String tracesUrlPath,
        @Doc("Path of metrics.") String metricsUrlPath,
        @Doc("Path of logs.") String logsUrlPath,
        @Doc("Speak TLS.") @Nullable ServerTlsConfig tls,

        @Doc("Let pages in browsers send.") @Nullable CorsConfig cors) {
    private static final HostPort DEFAULT_ENDPOINT = new HostPort("127.0.0.1", 4318);
    private static final ByteSize DEFAULT_BODY = ByteSize.ofMebibytes(20);
    private static final Duration ONE_MINUTE = Duration.ofMinutes(1);
    private static final Duration DEFAULT_WRITE_TIMEOUT = Duration.ofSeconds(30);
    private static final ByteSize SMALLEST_BODY = ByteSize.ofKibibytes(1);
    private static final ByteSize LARGEST_BODY = ByteSize.ofMebibytes(256);

    /** Where nothing is said. */
    static final HttpConfig DEFAULTS = new HttpConfig(
            DEFAULT_ENDPOINT,
            DEFAULT_BODY,
            SharedChecks.DEFAULT_CONNECTIONS,
            ONE_MINUTE,
            ONE_MINUTE,
            DEFAULT_WRITE_TIMEOUT,
            ONE_MINUTE,
            false,
            "/v1/traces",
            "/v1/metrics",
            "/v1/logs",
            null,
            null);

    public HttpConfig {
        endpoint = requireNonNullElse(endpoint, DEFAULT_ENDPOINT);
        maxRequestBodySize = requireNonNullElse(maxRequestBodySize, DEFAULT_BODY);
        maxConnections = requireNonNullElse(maxConnections, SharedChecks.DEFAULT_CONNECTIONS);
        readHeaderTimeout = requireNonNullElse(readHeaderTimeout, ONE_MINUTE);
        readTimeout = requireNonNullElse(readTimeout, ONE_MINUTE);
        writeTimeout = requireNonNullElse(writeTimeout, DEFAULT_WRITE_TIMEOUT);
        idleTimeout = requireNonNullElse(idleTimeout, ONE_MINUTE);
        tracesUrlPath = absolute(requireNonNullElse(tracesUrlPath, "/v1/traces"));
        metricsUrlPath = absolute(requireNonNullElse(metricsUrlPath, "/v1/metrics"));
        logsUrlPath = absolute(requireNonNullElse(logsUrlPath, "/v1/logs"));
    }

    private static String absolute(String path) {
        return path.startsWith("/") ? path : "/" + path;
    }

    int maxBytes() {
        return Math.toIntExact(maxRequestBodySize.bytes());
    }

    void validate(Problems problems) {
        if (maxRequestBodySize.compareTo(SMALLEST_BODY) < 0 || maxRequestBodySize.compareTo(LARGEST_BODY) > 0) {
            problems.add(
                    "max_request_body_size",
                    "%s is not between %s and %s.",
                    maxRequestBodySize,
                    SMALLEST_BODY,
                    LARGEST_BODY);
        }
        SharedChecks.check(endpoint, tls, maxConnections, includeMetadata, problems);
        for (String twice : OtlpReceiverConfig.duplicates(List.of(tracesUrlPath, metricsUrlPath, logsUrlPath))) {
            problems.add("", "has the path %s for two signals. Write one for each.", twice);
        }
        if (tls != null) {
            tls.validate(problems.within("tls"));
        }
        if (cors != null) {
            cors.validate(problems.within("cors"));
        }
    }
}
