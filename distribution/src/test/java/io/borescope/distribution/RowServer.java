package io.borescope.distribution;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** A real HTTP peer of the agent: takes every row that is posted to it. */
final class RowServer implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final Consumer<JsonNode> taker;
    private final List<JsonNode> rows = new ArrayList<>();

    /** Keeps the rows. */
    RowServer() throws IOException {
        this(null);
    }

    /**
     * @param taker gets each row, one at a time; null to keep them all
     */
    RowServer(@Nullable Consumer<JsonNode> taker) throws IOException {
        this.taker = taker == null ? rows::add : taker;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (InputStream body = new GZIPInputStream(exchange.getRequestBody())) {
                keep(new String(body.readAllBytes(), StandardCharsets.UTF_8));
            }
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
    }

    private synchronized void keep(String lines) {
        lines.lines().map(JSON::readTree).forEach(taker);
    }

    String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/rows";
    }

    /** The rows of one metric, in order of arrival. */
    synchronized List<JsonNode> rows(String metric) {
        return rows.stream()
                .filter(row -> row.get("metric_type").asString().equals(metric))
                .toList();
    }

    /** Waits for rows of a metric, half a minute at most. */
    void awaitRows(String metric, int count) throws InterruptedException {
        long deadline = System.nanoTime() + 30_000_000_000L;
        while (rows(metric).size() < count && System.nanoTime() < deadline) {
            Thread.sleep(20);
        }
        if (rows(metric).size() < count) {
            throw new AssertionError(
                    "%d rows of %s instead of %d".formatted(rows(metric).size(), metric, count));
        }
    }

    /** Sum of a field over the rows of one metric. */
    long sum(String metric, String field) {
        return rows(metric).stream().mapToLong(row -> row.get(field).asLong()).sum();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
