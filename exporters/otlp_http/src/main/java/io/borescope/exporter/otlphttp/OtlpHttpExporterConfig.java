package io.borescope.exporter.otlphttp;

import static java.util.Objects.requireNonNullElse;

import io.borescope.api.config.ComponentConfig;
import io.borescope.api.config.Doc;
import io.borescope.api.config.Problems;
import io.borescope.api.config.Secret;
import io.borescope.api.http.HttpChecks;
import io.borescope.api.tls.TlsConfig;
import io.borescope.otlp.OtlpSignal;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What users configure.
 *
 * @param endpoint what {@code /v1/traces} and so on are added to
 * @param headers added to every request
 * @param tls for https
 */
public record OtlpHttpExporterConfig(
        @Doc("Whom to send to: http:// or https://. /v1/traces, /v1/metrics or /v1/logs is added.") @Nullable
        URI endpoint,

        @Doc("Where to send traces, used as it is; instead of endpoint.") @Nullable
        URI tracesEndpoint,

        @Doc("Where to send metrics, used as it is; instead of endpoint.") @Nullable
        URI metricsEndpoint,

        @Doc("Where to send logs, used as it is; instead of endpoint.") @Nullable
        URI logsEndpoint,

        @Doc("How requests are written: proto or json.") MessageEncoding encoding,
        @Doc("Compression of the body: none, gzip or zstd.") Compression compression,

        @Doc("Headers added to every request. Values are secrets: they are never shown.")
        Map<String, Secret> headers,

        @Doc("How the server of an https endpoint is recognised, and how it recognises the agent.")
        TlsConfig tls,

        @Doc("Of the Collector: has no effect.") @Nullable Long readBufferSize,
        @Doc("Of the Collector: has no effect.") @Nullable Long writeBufferSize)
        implements ComponentConfig {
    private static final String EXAMPLE = "https://backend.example.org:4318";

    /** Set by the exporter itself or by the HTTP client. */
    private static final Set<String> RESERVED_HEADERS = Set.of(
            "connection",
            "content-encoding",
            "content-length",
            "content-type",
            "expect",
            "host",
            "transfer-encoding",
            "upgrade");

    public OtlpHttpExporterConfig {
        encoding = requireNonNullElse(encoding, MessageEncoding.PROTO);
        compression = requireNonNullElse(compression, Compression.GZIP);
        headers = Map.copyOf(headers);
    }

    /** One with the keys that have an effect. */
    OtlpHttpExporterConfig(
            @Nullable URI endpoint,
            @Nullable URI tracesEndpoint,
            @Nullable URI metricsEndpoint,
            @Nullable URI logsEndpoint,
            MessageEncoding encoding,
            Compression compression,
            Map<String, Secret> headers,
            TlsConfig tls) {
        this(endpoint, tracesEndpoint, metricsEndpoint, logsEndpoint, encoding, compression, headers, tls, null, null);
    }

    @Override
    public void validate(Problems problems) {
        if (endpoint == null && tracesEndpoint == null && metricsEndpoint == null && logsEndpoint == null) {
            problems.add("endpoint", "is missing. Write whom to send to, such as %s.", EXAMPLE);
        }
        check("endpoint", endpoint, problems);
        check("traces_endpoint", tracesEndpoint, problems);
        check("metrics_endpoint", metricsEndpoint, problems);
        check("logs_endpoint", logsEndpoint, problems);
        HttpChecks.headers(headers, RESERVED_HEADERS, problems);
        tls.validate(anyIsHttps(), problems);
    }

    private boolean anyIsHttps() {
        return Stream.of(endpoint, tracesEndpoint, metricsEndpoint, logsEndpoint)
                .anyMatch(target -> target != null && "https".equalsIgnoreCase(target.getScheme()));
    }

    private static void check(String key, @Nullable URI endpoint, Problems problems) {
        if (endpoint != null) {
            HttpChecks.endpoint(endpoint, key, EXAMPLE, problems);
        }
    }

    /** Where requests of a signal go; empty if nobody says. */
    Optional<URI> target(OtlpSignal<?> signal) {
        URI own = switch (signal.path()) {
            case "/v1/traces" -> tracesEndpoint;
            case "/v1/metrics" -> metricsEndpoint;
            default -> logsEndpoint;
        };
        return own == null ? Optional.ofNullable(endpoint).map(base -> below(base, signal.path())) : Optional.of(own);
    }

    private static URI below(URI base, String path) {
        String text = base.toString();
        return URI.create((text.endsWith("/") ? text.substring(0, text.length() - 1) : text) + path);
    }
}
