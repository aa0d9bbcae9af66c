package io.borescope.exporter.ndjsonhttp;

import static java.util.Objects.requireNonNullElse;

import io.borescope.api.config.ByteSize;
import io.borescope.api.config.ComponentConfig;
import io.borescope.api.config.Doc;
import io.borescope.api.config.Problems;
import io.borescope.api.config.Secret;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

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

        @Doc("Compression of the body: none, gzip or zstd.") Compression compression,

        @Doc("Headers added to every request. Values are secrets: they are never shown.")
        Map<String, Secret> headers,

        @Doc("Longest body of one request before compression. More rows than fit make several requests.")
        ByteSize maxRequestBodySize,

        @Doc("Write window_end, lost_events, sampling fields and columns that Observoor's JSON has no field for.")
        Boolean extraFields,

        @Doc("How the server of an https endpoint is recognised.")
        TlsConfig tls)
        implements ComponentConfig {
    private static final ByteSize DEFAULT_MAX_REQUEST_BODY_SIZE = ByteSize.ofMebibytes(4);
    private static final ByteSize SMALLEST_BODY = ByteSize.ofKibibytes(1);
    private static final ByteSize LARGEST_BODY = ByteSize.ofMebibytes(1024);
    private static final Pattern HEADER_NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    private static final Pattern HEADER_VALUE = Pattern.compile("[\\t\\x20-\\x7e]*");

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
        headers.forEach((name, value) -> validateHeader(name, value, problems));
        if (maxRequestBodySize.compareTo(SMALLEST_BODY) < 0 || maxRequestBodySize.compareTo(LARGEST_BODY) > 0) {
            problems.add(
                    "max_request_body_size",
                    "%s is not between %s and %s.",
                    maxRequestBodySize,
                    SMALLEST_BODY,
                    LARGEST_BODY);
        }
        if (tls.caFile() != null && endpoint != null && !"https".equalsIgnoreCase(endpoint.getScheme())) {
            problems.add("tls.ca_file", "is of no use with an endpoint that is not https.");
        }
    }

    /** Does not repeat the endpoint in messages: what is wrong with it may be a password in it. */
    private void validateEndpoint(Problems problems) {
        if (endpoint == null) {
            problems.add("endpoint", "is missing. Write where to post to, such as https://example.org/v1/rows.");
            return;
        }
        String scheme = requireNonNullElse(endpoint.getScheme(), "").toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            problems.add("endpoint", "does not begin with http:// or https://.");
        } else if (endpoint.getRawUserInfo() != null) {
            problems.add("endpoint", "has a user name in it. Put credentials into headers, such as authorization.");
        } else if (endpoint.getHost() == null) {
            problems.add("endpoint", "names no host. Write it as https://example.org/v1/rows.");
        } else if (endpoint.getRawFragment() != null) {
            problems.add("endpoint", "has a fragment (#…), which is never sent. Leave it out.");
        }
    }

    private static void validateHeader(String name, Secret value, Problems problems) {
        String key = "headers." + name;
        if (!HEADER_NAME.matcher(name).matches()) {
            problems.add(key, "is not the name of a header.");
        } else if (RESERVED_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
            problems.add(key, "is set by the exporter itself. Leave it out.");
        }
        if (!HEADER_VALUE.matcher(value.reveal()).matches()) {
            problems.add(key, "holds a line break or a character that is not ASCII.");
        }
    }
}
