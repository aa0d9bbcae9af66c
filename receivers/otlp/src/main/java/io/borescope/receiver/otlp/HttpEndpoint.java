package io.borescope.receiver.otlp;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.borescope.api.component.ReceiverSettings;
import io.borescope.api.component.StartException;
import io.borescope.api.config.HostPort;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves OTLP over HTTP. */
final class HttpEndpoint implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HttpEndpoint.class);
    private static final int BACKLOG = 128;
    private static final int SECONDS_FOR_REQUESTS_IN_FLIGHT = 1;

    private final HttpServer server;
    private final ExecutorService threads;

    private HttpEndpoint(HttpServer server, ExecutorService threads) {
        this.server = server;
        this.threads = threads;
    }

    static HttpEndpoint open(ReceiverSettings settings, HttpConfig config, List<Intake<?>> intakes)
            throws StartException {
        HttpServer server = listen(settings, config);
        Map<String, Intake<?>> byPath = new HashMap<>();
        intakes.forEach(intake -> byPath.put(path(intake, config), intake));
        HttpRequests requests = new HttpRequests(config, byPath);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        server.createContext("/", exchange -> serve(settings, exchange, requests));
        server.setExecutor(threads);
        server.start();
        HttpEndpoint open = new HttpEndpoint(server, threads);
        LOG.atInfo().log(
                "{}: listening for HTTP at {}",
                settings.id(),
                new HostPort(config.endpoint().host(), open.port()));
        return open;
    }

    private static HttpServer listen(ReceiverSettings settings, HttpConfig config) throws StartException {
        try {
            if (config.tls() == null) {
                return HttpServer.create(config.endpoint().toSocketAddress(), BACKLOG);
            }
            ServerTls tls = ServerTls.read(config.tls());
            SSLContext context = tls.context();
            HttpsServer server = HttpsServer.create(config.endpoint().toSocketAddress(), BACKLOG);
            server.setHttpsConfigurator(new HttpsConfigurator(context) {
                @Override
                public void configure(HttpsParameters connection) {
                    SSLParameters parameters = context.getDefaultSSLParameters();
                    parameters.setNeedClientAuth(tls.clients() != null);
                    connection.setSSLParameters(parameters);
                }
            });
            return server;
        } catch (IOException e) {
            throw new StartException(
                    "%s: cannot listen for HTTP at %s: %s. Choose another protocols.http.endpoint."
                            .formatted(settings.id(), config.endpoint(), e.getMessage()),
                    e);
        }
    }

    private static String path(Intake<?> intake, HttpConfig config) {
        return switch (intake.signal().path()) {
            case "/v1/traces" -> config.tracesUrlPath();
            case "/v1/metrics" -> config.metricsUrlPath();
            default -> config.logsUrlPath();
        };
    }

    private static void serve(ReceiverSettings settings, HttpExchange exchange, HttpRequests requests) {
        try (exchange) {
            requests.serve(exchange);
        } catch (IOException e) {
            LOG.atDebug().setCause(e).log("{}: a sender went away", settings.id());
        }
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** Requests that have begun get a moment to end. */
    @Override
    public void close() {
        server.stop(SECONDS_FOR_REQUESTS_IN_FLIGHT);
        threads.shutdownNow();
    }
}
