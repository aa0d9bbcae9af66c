package io.borescope.api.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.Request;
import io.borescope.api.component.ComponentId;
import io.borescope.api.component.StartException;
import io.borescope.api.config.HostPort;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The HTTP server of an extension that shows something about the agent: each request is answered by a thread of its own with a page that is
 * made for it, whole and in memory. No encryption, and nobody is asked who they are.
 */
public final class PageServer implements AutoCloseable {
    private static final int BACKLOG = 64;

    /** Makes pages; called by many threads at once. */
    @FunctionalInterface
    public interface Pages {
        /**
         * Makes the page for a request of any method; of one for HEAD no body is sent.
         *
         * @throws IOException to break the connection off without an answer
         */
        Page answer(Request request) throws IOException;
    }

    private final HttpServer server;
    private final HostPort address;
    private final ExecutorService threads;

    private PageServer(HttpServer server, HostPort endpoint) {
        this.server = server;
        this.address = new HostPort(endpoint.host(), server.getAddress().getPort());
        this.threads = Executors.newVirtualThreadPerTaskExecutor();
    }

    /**
     * Listens, and answers from then on.
     *
     * @param owner for messages
     * @param remedy what to do if the address cannot be had, as a sentence: {@code Choose another endpoint.}
     * @throws StartException if the address cannot be had
     */
    public static PageServer listen(ComponentId owner, HostPort endpoint, String remedy, Pages pages)
            throws StartException {
        HttpServer server;
        try {
            server = HttpServer.create(endpoint.toSocketAddress(), BACKLOG);
        } catch (IOException | RuntimeException e) { // the latter for a name that means nothing here
            throw new StartException(
                    "%s: cannot listen at %s: %s. %s".formatted(owner, endpoint, e.getMessage(), remedy), e);
        }
        PageServer listening = new PageServer(server, endpoint);
        server.createContext("/", exchange -> send(exchange, pages));
        server.setExecutor(listening.threads);
        server.start();
        return listening;
    }

    private static void send(HttpExchange exchange, Pages pages) throws IOException {
        try (exchange) {
            Page page = pages.answer(exchange);
            byte[] body = page.body().getBytes(StandardCharsets.UTF_8);
            boolean head = exchange.getRequestMethod().equals("HEAD");
            exchange.getResponseHeaders().set("Content-Type", page.contentType());
            exchange.sendResponseHeaders(page.status(), head ? -1 : body.length);
            if (!head) {
                exchange.getResponseBody().write(body);
            }
        }
    }

    /** Where it listens: with the port that the system chose, if it was asked to. */
    public HostPort address() {
        return address;
    }

    /** Ends what is being answered, too. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
