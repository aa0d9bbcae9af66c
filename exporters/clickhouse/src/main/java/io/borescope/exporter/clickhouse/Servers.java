package io.borescope.exporter.clickhouse;

import io.borescope.api.component.StartException;
import io.borescope.api.time.EngineClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/** The servers of one configuration: the one that answered last is asked first. Thread-safe. */
final class Servers implements AutoCloseable {
    /** A request to one server. */
    @FunctionalInterface
    private interface Request<T> {
        T send(Server server, Duration limit) throws RequestException, InterruptedException;
    }

    private final List<Server> servers;
    private final EngineClock clock;
    private volatile int preferred;

    /**
     * @throws StartException if a file of {@code tls} cannot be used
     */
    Servers(ClickHouseExporterConfig config, EngineClock clock, Duration timeout) throws StartException {
        Optional<SSLContext> tls = config.tls().context();
        this.servers = config.endpoints().stream()
                .map(endpoint -> new Server(endpoint, config, tls, timeout))
                .toList();
        this.clock = clock;
    }

    /** Inserts one packed block into whichever server takes it, until a time of the engine's monotonic clock. */
    void insert(String table, NativeBuffer body, String token, long deadlineNanos)
            throws RequestException, InterruptedException {
        ask(deadlineNanos, (server, limit) -> {
            server.insert(table, body, token, limit);
            return true;
        });
    }

    /** The rows of a small answer. */
    List<List<String>> query(String sql, Map<String, Object> parameters, long deadlineNanos)
            throws RequestException, InterruptedException {
        return ask(deadlineNanos, (server, limit) -> server.query(sql, parameters, limit));
    }

    /** The time that is left is shared by the servers that are left, so that one that hangs does not use up all of it. */
    private <T> T ask(long deadlineNanos, Request<T> request) throws RequestException, InterruptedException {
        int first = preferred;
        for (int tried = 0; ; tried++) {
            int index = (first + tried) % servers.size();
            int left = servers.size() - tried;
            Duration limit = Duration.ofNanos((deadlineNanos - clock.monotonicNanos()) / left);
            try {
                T answer = request.send(servers.get(index), limit);
                preferred = index;
                return answer;
            } catch (RequestException e) {
                if (!e.isPassing() || left == 1) {
                    throw e;
                }
            }
        }
    }

    @Override
    public void close() {
        servers.forEach(Server::close);
    }
}
