package io.borescope.exporter.prometheus;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.borescope.api.component.StartException;
import io.borescope.api.config.HostPort;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.zip.GZIPOutputStream;

/** Answers scrapes over HTTP at {@code /metrics}. */
final class ScrapeServer implements AutoCloseable {
    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";
    private static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    private static final int THREADS = 2;
    private static final int BACKLOG = 16;

    private final boolean openMetrics;
    private final Function<Boolean, String> page;
    private final HttpServer server;
    private final ExecutorService threads;

    private ScrapeServer(HttpServer server, String name, boolean openMetrics, Function<Boolean, String> page) {
        this.server = server;
        this.openMetrics = openMetrics;
        this.page = page;
        this.threads = Executors.newFixedThreadPool(
                THREADS, Thread.ofPlatform().daemon().name(name + " scrape ", 1).factory());
    }

    /**
     * Listens.
     *
     * @param name for threads
     * @param openMetrics whether that format is offered
     * @param page the metrics, in the format of OpenMetrics if the argument says so
     */
    static ScrapeServer listen(HostPort endpoint, String name, boolean openMetrics, Function<Boolean, String> page)
            throws StartException {
        HttpServer server;
        try {
            server = HttpServer.create(endpoint.toSocketAddress(), BACKLOG);
        } catch (IOException | RuntimeException e) {
            throw new StartException(
                    "cannot listen at %s: %s. Choose an address of this host and a port that is free."
                            .formatted(endpoint, e.getMessage()),
                    e);
        }
        ScrapeServer scrapes = new ScrapeServer(server, name, openMetrics, page);
        server.setExecutor(scrapes.threads);
        server.createContext("/", scrapes::answer);
        server.start();
        return scrapes;
    }

    /** The port it listens at. */
    int port() {
        return server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String method = exchange.getRequestMethod();
            if (!exchange.getRequestURI().getPath().equals("/metrics")) {
                refuse(exchange, 404, "Metrics are at /metrics.\n");
            } else if (!method.equals("GET") && !method.equals("HEAD")) {
                exchange.getResponseHeaders().set("Allow", "GET, HEAD");
                refuse(exchange, 405, "Use GET.\n");
            } else {
                show(exchange, method.equals("HEAD"));
            }
        }
    }

    private static void refuse(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    private void show(HttpExchange exchange, boolean headOnly) throws IOException {
        boolean open = openMetrics && accepts(exchange, "Accept", "application/openmetrics-text");
        boolean zipped = accepts(exchange, "Accept-Encoding", "gzip");
        Headers headers = exchange.getResponseHeaders();
        headers.set("Content-Type", open ? OPEN_METRICS : TEXT);
        if (zipped) {
            headers.set("Content-Encoding", "gzip");
        }
        if (headOnly) {
            exchange.sendResponseHeaders(200, -1);
            return;
        }
        byte[] body = page.apply(open).getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream out =
                zipped ? new GZIPOutputStream(exchange.getResponseBody()) : exchange.getResponseBody()) {
            out.write(body);
        }
    }

    private static boolean accepts(HttpExchange exchange, String header, String value) {
        return exchange.getRequestHeaders().getOrDefault(header, List.of()).stream()
                .anyMatch(line -> line.toLowerCase(Locale.ROOT).contains(value));
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
