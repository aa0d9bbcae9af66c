package io.borescope.exporter.clickhouse;

import static java.util.Objects.requireNonNullElse;

import io.borescope.api.config.ByteSize;
import io.borescope.api.config.ComponentConfig;
import io.borescope.api.config.Doc;
import io.borescope.api.config.Problems;
import io.borescope.api.config.Secret;
import io.borescope.api.tls.TlsConfig;
import io.borescope.exporter.clickhouse.schema.OtelSchema;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What users write under {@code clickhouse}.
 *
 * @param username null for the server's default user
 * @param password null for none
 * @param ttl null to leave TTLs as they are
 * @param endpoint the only one of {@code endpoints}, as users of the Collector write it; null if it is not written so
 */
public record ClickHouseExporterConfig(
        @Doc(
                "HTTP interfaces of the server, or of several that hold the same tables: http://host:8123 or https://host:8443. One is used"
                        + " until it fails, then the next.")
        List<URI> endpoints,

        @Doc("Database that holds the tables. It must exist.")
        String database,

        @Doc("User to sign in as.") @Nullable String username,

        @Doc("Password of the user.") @Nullable Secret password,

        @Doc("How blocks are packed: zstd, lz4 or none. Use none for a server on the same machine.")
        Compression compression,

        @Doc(
                "Most rows of one insert, unless a single batch of metrics in columns has more. Rows of one table that are delivered together make one insert.")
        Integer maxInsertRows,

        @Doc(
                "About how large one insert may become, before it is packed, unless a single row is larger. What is more makes several.")
        ByteSize maxInsertSize,

        @Doc("Settings of ClickHouse that are sent with each insert.")
        Map<String, String> settings,

        @Doc("Tables for metrics that Observoor has none for, those of the OpenTelemetry Collector's exporter.")
        MetricsTablesConfig metricsTables,

        @Doc("How servers are recognised, and how they recognise the agent.")
        TlsConfig tls,

        @Doc(
                "Whether the agent makes and updates the tables when it starts, as 'borescope clickhouse apply' does. Its user then has to be allowed to.")
        boolean createSchema,

        @Doc("How tables are spread over a cluster.") ClusterConfig cluster,

        @Doc(
                "How long rows are kept, such as 30d; 0s for ever. Left out, TTLs stay as they are. Takes effect when the schema is applied.")
        @Nullable
        Duration ttl,

        @Doc("Table for log records.") String logsTableName,

        @Doc(
                "Table for spans. What says when each trace was is in the table, and the view, whose names begin with it: otel_traces_trace_id_ts.")
        String tracesTableName,

        @Doc(
                "Whether the server may gather rows of several inserts. An answer still means that they are stored, but a repeated insert may leave two copies.")
        boolean asyncInsert,

        @Doc("A single one of endpoints.") @Nullable URI endpoint)
        implements ComponentConfig {

    private static final int DEFAULT_MAX_INSERT_ROWS = 100_000;
    private static final int LARGEST_MAX_INSERT_ROWS = 1_000_000;
    static final ByteSize DEFAULT_MAX_INSERT_SIZE = ByteSize.ofMebibytes(32);
    private static final ByteSize SMALLEST_MAX_INSERT_SIZE = ByteSize.ofKibibytes(64);
    private static final ByteSize LARGEST_MAX_INSERT_SIZE = ByteSize.ofMebibytes(512);
    private static final Duration SHORTEST_TTL = Duration.ofMinutes(1);

    /** ClickHouse counts the end of a row's life in 32 bits, until 2106; what is beyond begins anew, and the row is deleted at once. */
    private static final Duration LONGEST_TTL = Duration.ofDays(50 * 365);

    static final String LOGS = "otel_logs";
    static final String TRACES = "otel_traces";

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,127}");

    /** Parameters of the request that are the exporter's own, or would change what is inserted. */
    private static final Set<String> RESERVED = Set.of(
            "query",
            "database",
            "user",
            "password",
            "query_id",
            "compress",
            "decompress",
            "insert_deduplication_token");

    public ClickHouseExporterConfig {
        List<URI> several = requireNonNullElse(endpoints, List.of());
        endpoints = several.isEmpty() && endpoint != null ? List.of(endpoint) : List.copyOf(several);
        database = requireNonNullElse(database, "default");
        compression = requireNonNullElse(compression, Compression.ZSTD);
        maxInsertRows = requireNonNullElse(maxInsertRows, DEFAULT_MAX_INSERT_ROWS);
        maxInsertSize = requireNonNullElse(maxInsertSize, DEFAULT_MAX_INSERT_SIZE);
        settings = Map.copyOf(requireNonNullElse(settings, Map.of()));
        metricsTables = requireNonNullElse(metricsTables, MetricsTablesConfig.DEFAULT);
        tls = requireNonNullElse(tls, TlsConfig.DEFAULT);
        cluster = requireNonNullElse(cluster, ClusterConfig.NONE);
        logsTableName = requireNonNullElse(logsTableName, LOGS);
        tracesTableName = requireNonNullElse(tracesTableName, TRACES);
    }

    @Override
    public void validate(Problems problems) {
        if (endpoint != null && !endpoints.equals(List.of(endpoint))) {
            problems.add("endpoint", "is of no use beside endpoints. Write it there.");
        } else if (endpoints.isEmpty()) {
            problems.add("endpoints", "is missing. Write where the server listens, such as [http://127.0.0.1:8123].");
        }
        for (int i = 0; i < endpoints.size(); i++) {
            validateEndpoint(endpoints.get(i), endpoint == null ? "endpoints[" + i + "]" : "endpoint", problems);
        }
        if (!NAME.matcher(database).matches()) {
            problems.add("database", "\"%s\" is not a name. Use letters, digits and _.", database);
        }
        if (password != null && username == null) {
            problems.add("password", "is of no use without a username.");
        }
        if (maxInsertRows < 1 || maxInsertRows > LARGEST_MAX_INSERT_ROWS) {
            problems.add("max_insert_rows", "%d is not between 1 and %d.", maxInsertRows, LARGEST_MAX_INSERT_ROWS);
        }
        if (maxInsertSize.compareTo(SMALLEST_MAX_INSERT_SIZE) < 0
                || maxInsertSize.compareTo(LARGEST_MAX_INSERT_SIZE) > 0) {
            problems.add(
                    "max_insert_size",
                    "%s is not between %s and %s.",
                    maxInsertSize,
                    SMALLEST_MAX_INSERT_SIZE,
                    LARGEST_MAX_INSERT_SIZE);
        }
        settings.keySet().forEach(name -> validateSetting(name, problems));
        validateTable("logs_table_name", logsTableName, LOGS, problems);
        validateTable("traces_table_name", tracesTableName, TRACES, problems);
        metricsTables.names().forEach((byDefault, name) -> {
            String kind = byDefault.substring("otel_metrics_".length());
            validateTable("metrics_tables." + kind + ".name", name, byDefault, problems);
        });
        tls.validate(endpoints.stream().anyMatch(ClickHouseExporterConfig::isSecure), problems);
        cluster.validate(problems);
        if (ttl != null && !ttl.isZero() && ttl.compareTo(SHORTEST_TTL) < 0) {
            problems.add("ttl", "%s is shorter than %s. Write 0s to keep rows for ever.", ttl, SHORTEST_TTL);
        } else if (ttl != null && ttl.compareTo(LONGEST_TTL) > 0) {
            problems.add("ttl", "is longer than %d days. Write 0s to keep rows for ever.", LONGEST_TTL.toDays());
        }
    }

    /** Does not repeat the endpoint in messages: what is wrong with it may be a password in it. */
    private static void validateEndpoint(URI endpoint, String key, Problems problems) {
        String scheme = requireNonNullElse(endpoint.getScheme(), "").toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            problems.add(
                    key,
                    "does not begin with http:// or https://. The native protocol (tcp://, clickhouse://, port 9000) is not spoken: write"
                            + " the HTTP interface, such as http://example.org:8123.");
        } else if (requireNonNullElse(endpoint.getRawAuthority(), "").contains(",")) {
            problems.add(
                    key, "names several servers. Write them as a list: endpoints: [http://a:8123, http://b:8123].");
        } else if (endpoint.getRawUserInfo() != null) {
            problems.add(key, "has a user name in it. Use username and password.");
        } else if (endpoint.getHost() == null) {
            problems.add(key, "names no host. Write it as http://example.org:8123.");
        } else if (endpoint.getPort() < 0) {
            problems.add(
                    key,
                    "names no port. ClickHouse listens on 8123 for http and 8443 for https, unless told otherwise.");
        } else if (endpoint.getRawQuery() != null || endpoint.getRawFragment() != null) {
            problems.add(key, "has a query or fragment. Use database, username, password, compression and settings.");
        }
    }

    private static void validateSetting(String name, Problems problems) {
        String key = "settings." + name;
        if (!NAME.matcher(name).matches()) {
            problems.add(key, "is not the name of a setting.");
        } else if (RESERVED.contains(name)) {
            problems.add(key, "is set by the exporter itself. Leave it out.");
        }
    }

    private static void validateTable(String key, String name, String byDefault, Problems problems) {
        if (!NAME.matcher(name).matches()) {
            problems.add(key, "\"%s\" is not a name. Use letters, digits and _, such as %s.", name, byDefault);
        }
    }

    /** The tables of OpenTelemetry that are written to. */
    OtelSchema otelSchema() {
        Map<String, String> names = new HashMap<>(metricsTables.names());
        names.put(LOGS, logsTableName);
        names.put(TRACES, tracesTableName);
        names.put(TRACES + OtelSchema.TRACE_TIMES, tracesTableName + OtelSchema.TRACE_TIMES);
        names.put(
                TRACES + OtelSchema.TRACE_TIMES + OtelSchema.VIEW,
                tracesTableName + OtelSchema.TRACE_TIMES + OtelSchema.VIEW);
        return OtelSchema.named(names);
    }

    static boolean isSecure(URI endpoint) {
        return "https".equalsIgnoreCase(endpoint.getScheme());
    }
}
