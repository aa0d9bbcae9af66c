package io.borescope.extension.health;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.borescope.api.component.Extension;
import io.borescope.api.component.ExtensionSettings;
import io.borescope.api.component.StartException;
import io.borescope.api.config.HostPort;
import io.borescope.api.telemetry.AgentHealth;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An HTTP server that says how the agent is. Each request is answered by a thread of its own, from what the engine says then. */
final class Health implements Extension {
    static final String LIVE = "/live";
    static final String READY = "/ready";
    static final String STATUS = "/status";

    private static final Logger LOG = LoggerFactory.getLogger(Health.class);
    private static final int BACKLOG = 64;

    private final ExtensionSettings settings;
    private final HealthConfig config;
    private @Nullable HttpServer server;
    private @Nullable ExecutorService threads;

    Health(ExtensionSettings settings, HealthConfig config) {
        this.settings = settings;
        this.config = config;
    }

    @Override
    public void start() throws StartException {
        HealthAnswer answers = new HealthAnswer(settings.clock(), config.responseBody());
        Map<String, Function<AgentHealth, HealthAnswer.Answer>> pages = Map.of(
                config.path(),
                answers::likeTheCollector,
                LIVE,
                _ -> HealthAnswer.ALIVE,
                READY,
                answers::ready,
                STATUS,
                answers::status);
        ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
        HttpServer listening = listen();
        listening.createContext("/", exchange -> answer(exchange, pages));
        listening.setExecutor(executor);
        listening.start();
        threads = executor;
        server = listening;
        LOG.atInfo().log(
                "{}: http://{}{}", settings.id(), new HostPort(config.endpoint().host(), port()), config.path());
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

    private void answer(HttpExchange exchange, Map<String, Function<AgentHealth, HealthAnswer.Answer>> pages)
            throws IOException {
        try (exchange) {
            Function<AgentHealth, HealthAnswer.Answer> page =
                    pages.get(exchange.getRequestURI().getPath());
            HealthAnswer.Answer answer = page == null
                    ? HealthAnswer.NOT_FOUND
                    : settings.services().find(AgentHealth.class).map(page).orElse(HealthAnswer.UNKNOWN);
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            boolean head = exchange.getRequestMethod().equals("HEAD");
            exchange.getResponseHeaders().set("Content-Type", answer.contentType());
            exchange.sendResponseHeaders(answer.status(), head ? -1 : body.length);
            if (!head) {
                exchange.getResponseBody().write(body);
            }
        }
    }

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
