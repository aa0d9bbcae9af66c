package io.borescope.extension.observoorcompat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.borescope.api.component.Extension;
import io.borescope.api.component.ExtensionSettings;
import io.borescope.api.component.StartException;
import io.borescope.api.config.HostPort;
import io.borescope.api.process.ProcessTable;
import io.borescope.api.telemetry.AgentFigures;
import io.borescope.api.time.SlotClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An HTTP server with Observoor's paths. Each request is answered by a thread of its own, from what the engine says then. */
final class ObservoorCompat implements Extension {
    private static final Logger LOG = LoggerFactory.getLogger(ObservoorCompat.class);
    private static final int BACKLOG = 16;
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final Answer OK = new Answer(200, TEXT, "ok");
    private static final Answer NOT_FOUND = new Answer(404, TEXT, "Ask for /metrics or /healthz.\n");
    private static final Answer NO_PROFILE = new Answer(
            501,
            TEXT,
            "Profiles in Go's format are not made. Ask the JVM for one: jcmd %d JFR.start duration=30s filename=/tmp/borescope.jfr\n"
                    .formatted(ProcessHandle.current().pid()));

    private final ExtensionSettings settings;
    private final ObservoorCompatConfig config;
    private @Nullable HttpServer server;
    private @Nullable ExecutorService threads;

    /**
     * An answer.
     *
     * @param status of HTTP
     */
    private record Answer(int status, String contentType, String body) {}

    ObservoorCompat(ExtensionSettings settings, ObservoorCompatConfig config) {
        this.settings = settings;
        this.config = config;
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
                "{}: Observoor's metrics are at http://{}/metrics",
                settings.id(),
                new HostPort(config.endpoint().host(), port()));
    }

    private HttpServer listen() throws StartException {
        try {
            return HttpServer.create(config.endpoint().toSocketAddress(), BACKLOG);
        } catch (IOException e) {
            throw new StartException(
                    "%s: cannot listen at %s: %s. Choose another endpoint, or stop the Observoor that is there."
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
            Answer answer = answer(exchange.getRequestURI().getPath());
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            boolean head = exchange.getRequestMethod().equals("HEAD");
            exchange.getResponseHeaders().set("Content-Type", answer.contentType());
            exchange.sendResponseHeaders(answer.status(), head ? -1 : body.length);
            if (!head) {
                exchange.getResponseBody().write(body);
            }
        }
    }

    private Answer answer(String path) throws IOException {
        return switch (path) {
            case "/metrics" -> new Answer(200, MetricsPage.CONTENT_TYPE, MetricsPage.write(now()));
            case "/healthz" -> OK;
            case "/debug/pprof/profile", "/debug/pprof/flamegraph" -> NO_PROFILE;
            default -> NOT_FOUND;
        };
    }

    private FiguresNow now() {
        return new FiguresNow(
                settings.services()
                        .find(AgentFigures.class)
                        .map(AgentFigures::read)
                        .orElse(List.of()),
                settings.services().find(ProcessTable.class),
                settings.services()
                        .find(SlotClock.class)
                        .map(slots -> slots.slotAt(settings.clock().epochNanos())));
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
