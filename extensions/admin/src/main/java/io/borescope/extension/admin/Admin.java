package io.borescope.extension.admin;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.borescope.api.component.Extension;
import io.borescope.api.component.ExtensionSettings;
import io.borescope.api.component.StartException;
import io.borescope.api.config.HostPort;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An HTTP server for people who operate the agent. Each request is answered by a thread of its own. */
final class Admin implements Extension {
    private static final Logger LOG = LoggerFactory.getLogger(Admin.class);
    private static final int BACKLOG = 16;

    private final ExtensionSettings settings;
    private final AdminConfig config;
    private final Access access;
    private final Routes routes;
    private @Nullable HttpServer server;
    private @Nullable ExecutorService threads;

    Admin(ExtensionSettings settings, AdminConfig config) {
        this.settings = settings;
        this.config = config;
        this.access = new Access(config.endpoint(), config.token());
        this.routes = new Routes(settings);
    }

    @Override
    public void start() throws StartException {
        HttpServer listening = listen();
        ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
        listening.createContext("/", this::answer);
        listening.setExecutor(executor);
        listening.start();
        threads = executor;
        server = listening;
        LOG.atInfo().log(
                "{}: http://{}/", settings.id(), new HostPort(config.endpoint().host(), port()));
    }

    private HttpServer listen() throws StartException {
        try {
            return HttpServer.create(config.endpoint().toSocketAddress(), BACKLOG);
        } catch (IOException e) {
            throw new StartException(
                    "%s: cannot listen at %s: %s. Choose another endpoint."
                            .formatted(settings.id(), config.endpoint(), e.getMessage()),
                    e);
        }
    }

    /** The port that is listened at; for tests. */
    int port() {
        HttpServer listening = server;
        return listening == null ? 0 : listening.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            reply(exchange).send(exchange);
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    private Reply reply(HttpExchange exchange) throws IOException, InterruptedException {
        Optional<Reply> refusal = access.refuse(exchange);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        try {
            return routes.answer(exchange);
        } catch (IOException | RuntimeException failure) {
            LOG.error(
                    "{}: cannot answer {}",
                    settings.id(),
                    exchange.getRequestURI().getPath(),
                    failure);
            return Reply.text(500, "That failed; the agent's log says why.\n");
        }
    }

    /** A request that waits, for a reload or for records, is interrupted and not waited for: the reload may be what closes this. */
    @Override
    public void close() {
        if (server != null) {
            server.stop(0);
            server = null;
        }
        if (threads != null) {
            threads.shutdownNow();
            threads = null;
        }
    }
}
