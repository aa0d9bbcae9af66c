package io.borescope.exporter.ndjsonhttp;

import static java.util.Objects.requireNonNullElse;

import io.borescope.api.config.ByteSize;
import io.borescope.api.config.ComponentConfig;
import io.borescope.api.config.Doc;
import io.borescope.api.config.Problems;
import io.borescope.api.config.Secret;
import io.borescope.api.http.HttpChecks;
import io.borescope.api.tls.TlsConfig;
import java.net.URI;
import java.util.Map;
import java.util.Set;

/**
 * What users configure.
 *
 * @param endpoint http or https, without user and password
 * @param compression of the body
 * @param headers added to every request
 * @param maxRequestBodySize before compression
 * @param extraFields whether to write what the contract has no field for
 * @param tls for https
 */
public record NdjsonHttpExporterConfig(
        @Doc("Where to post to: http:// or https://, required. Credentials belong in headers.")
        URI endpoint,

        @Doc("Compression of the body: none, gzip, zstd, zlib or snappy.")
        Compression compression,

        @Doc("Headers added to every request. Values are secrets: they are never shown.")
        Map<String, Secret> headers,

        @Doc("Longest body of one request before compression. More rows than fit make several requests.")
        ByteSize maxRequestBodySize,

        @Doc("Write window_end, lost_events, sampling fields and columns that Observoor's JSON has no field for.")
        Boolean extraFields,

        @Doc("How the server of an https endpoint is recognised, and how it recognises the agent.")
        TlsConfig tls)
        implements ComponentConfig {
    private static final String EXAMPLE = "https://example.org/v1/rows";
    private static final ByteSize DEFAULT_MAX_REQUEST_BODY_SIZE = ByteSize.ofMebibytes(4);
    private static final ByteSize SMALLEST_BODY = ByteSize.ofKibibytes(1);
    private static final ByteSize LARGEST_BODY = ByteSize.ofMebibytes(1024);

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

    public NdjsonHttpExporterConfig {
        compression = requireNonNullElse(compression, Compression.GZIP);
        headers = Map.copyOf(headers);
        maxRequestBodySize = requireNonNullElse(maxRequestBodySize, DEFAULT_MAX_REQUEST_BODY_SIZE);
        extraFields = requireNonNullElse(extraFields, true);
    }

    @Override
    public void validate(Problems problems) {
        validateEndpoint(problems);
        HttpChecks.headers(headers, RESERVED_HEADERS, problems);
        if (maxRequestBodySize.compareTo(SMALLEST_BODY) < 0 || maxRequestBodySize.compareTo(LARGEST_BODY) > 0) {
            problems.add(
                    "max_request_body_size",
                    "%s is not between %s and %s.",
                    maxRequestBodySize,
                    SMALLEST_BODY,
                    LARGEST_BODY);
        }
        tls.validate(endpoint == null || "https".equalsIgnoreCase(endpoint.getScheme()), problems);
    }

    private void validateEndpoint(Problems problems) {
        if (endpoint == null) {
            problems.add("endpoint", "is missing. Write where to post to, such as %s.", EXAMPLE);
        } else {
            HttpChecks.endpoint(endpoint, "endpoint", EXAMPLE, problems);
        }
    }
}
