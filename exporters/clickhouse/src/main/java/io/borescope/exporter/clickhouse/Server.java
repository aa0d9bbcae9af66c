package io.borescope.exporter.clickhouse;

import com.clickhouse.client.api.Client;
import com.clickhouse.client.api.ServerException;
import com.clickhouse.client.api.enums.SSLMode;
import com.clickhouse.client.api.insert.InsertResponse;
import com.clickhouse.client.api.insert.InsertSettings;
import com.clickhouse.client.api.query.QueryResponse;
import com.clickhouse.client.api.query.QuerySettings;
import com.clickhouse.data.ClickHouseFormat;
import io.borescope.exporter.clickhouse.RequestException.Kind;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** One ClickHouse server over its HTTP interface. Thread-safe. */
final class Server implements AutoCloseable {
    /**
     * Codes of ClickHouse that another time or another server may not answer with: time, memory, space and connections that ran out,
     * tables that cannot be written to for now, keepers and replicas that are away.
     */
    private static final Set<Integer> PASSING = Set.of(
            159, // TIMEOUT_EXCEEDED
            160, // TOO_SLOW
            201, // QUOTA_EXCEEDED
            202, // TOO_MANY_SIMULTANEOUS_QUERIES
            203, // NO_FREE_CONNECTION
            209, // SOCKET_TIMEOUT
            210, // NETWORK_ERROR
            225, // NO_ZOOKEEPER
            236, // ABORTED
            241, // MEMORY_LIMIT_EXCEEDED
            242, // TABLE_IS_READ_ONLY
            243, // NOT_ENOUGH_SPACE
            252, // TOO_MANY_PARTS
            279, // ALL_CONNECTION_TRIES_FAILED
            285, // TOO_FEW_LIVE_REPLICAS
            286, // UNSATISFIED_QUORUM_FOR_PREVIOUS_WRITE
            319, // UNKNOWN_STATUS_OF_INSERT
            394, // QUERY_WAS_CANCELLED
            439, // CANNOT_SCHEDULE_TASK
            473, // DEADLOCK_AVOIDED
            499, // S3_ERROR
            692, // TOO_MANY_MUTATIONS
            745, // SERVER_OVERLOADED
            999); // KEEPER_EXCEPTION

    private static final Set<Integer> PASSING_STATUSES = Set.of(408, 429);
    private static final int UNKNOWN_DATABASE = 81;
    private static final int QUOTED_CHARACTERS = 300;
    private static final Pattern CONTROL_CHARACTERS = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}]+");

    /**
     * Tables are checked beforehand; what slips through must not be dropped without a word. Looking for rows of equal key in a block costs the
     * server as much as writing it, and finds none: the keys end with the number of the row. Records of a gateway may be of any day, and who sends
     * those of a hundred days at once is not to stop everybody else's.
     */
    private static final Map<String, String> INSERT_SETTINGS = Map.of(
            "wait_for_async_insert",
            "1",
            "input_format_skip_unknown_fields",
            "0",
            "optimize_on_insert",
            "0",
            "throw_on_max_partitions_per_insert_block",
            "0");

    /** A server that cannot be reached shows it soon, however long its answers may take. */
    private static final long LONGEST_CONNECT_MILLIS = 10_000;

    /** Before the server does: 10 s by default, 30 s in recent versions. */
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(8);

    private final ClickHouseExporterConfig config;
    private final String target;
    private final Client client;

    /**
     * @param tls for https; empty for what the Java runtime trusts
     * @param timeout longest time of a request
     */
    Server(URI endpoint, ClickHouseExporterConfig config, Optional<SSLContext> tls, Duration timeout) {
        this.config = config;
        this.target = endpoint.getScheme() + "://" + endpoint.getRawAuthority();
        long millis = Math.max(1, timeout.toMillis());
        Client.Builder builder = new Client.Builder()
                .addEndpoint(endpoint.toString())
                .setDefaultDatabase(config.database())
                .setConnectTimeout(Math.min(millis, LONGEST_CONNECT_MILLIS))
                .setConnectionRequestTimeout(millis, ChronoUnit.MILLIS)
                .setSocketTimeout(millis)
                .setKeepAliveTimeout(KEEP_ALIVE.toMillis(), ChronoUnit.MILLIS)
                // A repetition is the queue's business: it waits longer and longer, and counts.
                .setMaxRetries(0)
                .useServerTimeZone(false)
                .useTimeZone("UTC")
                .setClientName("borescope");
        signIn(builder);
        if (ClickHouseExporterConfig.isSecure(endpoint)) {
            tls.ifPresent(builder::setSSLContext);
            if (config.tls().insecureSkipVerify() || config.tls().serverNameOverride() != null) {
                // The context compares names, or does not; by itself this client would want that of the endpoint.
                builder.setSSLMode(SSLMode.VERIFY_CA);
            }
        }
        this.client = builder.build();
    }

    private void signIn(Client.Builder builder) {
        String username = config.username();
        builder.setUsername(username == null ? "default" : username);
        builder.setPassword(config.password() == null ? "" : config.password().reveal());
    }

    /** Inserts one packed block. */
    void insert(String table, NativeBuffer body, String token, Duration limit)
            throws RequestException, InterruptedException {
        byte[] bytes = body.array();
        int size = body.size();
        InsertSettings settings = new InsertSettings().setDeduplicationToken(token);
        serverSettings().forEach(settings::serverSetting);
        if (config.compression() != Compression.NONE) {
            settings.appCompressedData(true, config.compression().coding());
        }
        boolean over = false;
        try {
            within(limit, () -> {
                try (InsertResponse response = client.insert(
                                "`" + table + "`", out -> out.write(bytes, 0, size), ClickHouseFormat.Native, settings)
                        .get()) {
                    return response.getWrittenRows();
                }
            });
            over = true;
        } catch (RequestException e) {
            over = !(e.getCause() instanceof TimeoutException);
            throw e;
        } finally {
            if (!over) {
                body.abandonArray();
            }
        }
    }

    private Map<String, String> serverSettings() {
        Map<String, String> settings = new LinkedHashMap<>(INSERT_SETTINGS);
        settings.put("async_insert", config.asyncInsert() ? "1" : "0");
        settings.putAll(config.settings());
        return settings;
    }

    /** The rows of a small answer, each a list of its fields, as text. */
    List<List<String>> query(String sql, Map<String, Object> parameters, Duration limit)
            throws RequestException, InterruptedException {
        return query(sql, parameters, Map.of(), limit);
    }

    /**
     * The same with settings of ClickHouse.
     *
     * @param serverSettings by name
     */
    List<List<String>> query(
            String sql, Map<String, Object> parameters, Map<String, String> serverSettings, Duration limit)
            throws RequestException, InterruptedException {
        QuerySettings settings =
                new QuerySettings().setFormat(ClickHouseFormat.TabSeparatedRaw).waitEndOfQuery(true);
        serverSettings.forEach(settings::serverSetting);
        return within(limit, () -> {
            QueryResponse response = client.query(sql, parameters, settings).get();
            try (InputStream in = response.getInputStream()) {
                String answer = new String(in.readAllBytes(), StandardCharsets.UTF_8);
                return answer.lines().map(line -> List.of(line.split("\t", -1))).toList();
            }
        });
    }

    /** Runs a request on a thread of its own whose interruption closes the connection, which that of a platform thread does not. */
    private <T> T within(Duration limit, Callable<T> request) throws RequestException, InterruptedException {
        FutureTask<T> task = new FutureTask<>(request);
        Thread thread = Thread.ofVirtual().name("clickhouse request").start(task);
        try {
            return task.get(Math.max(0, limit.toNanos()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new RequestException(Kind.AWAY, target + ": no answer within " + limit.toMillis() + " ms", e);
        } catch (ExecutionException e) {
            throw meaning(e);
        } finally {
            thread.interrupt();
        }
    }

    private RequestException meaning(ExecutionException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ServerException refusal) {
                return meaning(refusal);
            }
        }
        return new RequestException(Kind.AWAY, target + ": " + reason(failure.getCause()), failure);
    }

    private RequestException meaning(ServerException refusal) {
        int code = refusal.getCode();
        int status = refusal.getTransportProtocolCode();
        String message = target + ": " + quotable(refusal.getMessage());
        if (code == UNKNOWN_DATABASE) {
            message += ". Create it: CREATE DATABASE " + config.database();
        }
        Kind kind;
        if (code > 0) {
            kind = PASSING.contains(code) ? Kind.BUSY : Kind.REFUSED;
        } else {
            kind = status >= 500 || PASSING_STATUSES.contains(status) ? Kind.AWAY : Kind.REFUSED;
        }
        return new RequestException(kind, message, refusal);
    }

    /** The innermost explanation: outer ones say that a request failed. */
    static String reason(@Nullable Throwable failure) {
        String reason = "failed";
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String message = cause.getMessage();
            reason = cause.getClass().getSimpleName() + (message == null ? "" : ": " + quotable(message));
        }
        return reason;
    }

    /** The beginning of what a server says, harmless in a log. */
    private static String quotable(@Nullable String text) {
        String clean = CONTROL_CHARACTERS
                .matcher(text == null ? "" : text)
                .replaceAll(" ")
                .strip();
        return clean.codePointCount(0, clean.length()) <= QUOTED_CHARACTERS
                ? clean
                : clean.substring(0, clean.offsetByCodePoints(0, QUOTED_CHARACTERS)) + "…";
    }

    @Override
    public void close() {
        client.close();
    }
}
