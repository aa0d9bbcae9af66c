package io.borescope.benchmarks.agent;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes rows as lines of JSON and adds up how many events each metric has. */
final class RowSink implements AutoCloseable {
    private static final Pattern ROW = Pattern.compile("\"metric_type\":\"([a-z_]+)\".*\"count\":([0-9]+)");

    private final HttpServer server;
    private final Map<String, Long> events = new ConcurrentHashMap<>();

    RowSink() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::take);
        server.start();
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange;
                BufferedReader lines =
                        new BufferedReader(new InputStreamReader(exchange.getRequestBody(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Matcher row = ROW.matcher(line);
                if (row.find()) {
                    events.merge(row.group(1), Long.parseLong(row.group(2)), Long::sum);
                }
            }
            exchange.sendResponseHeaders(200, -1);
        }
    }

    /** Events of a metric so far. */
    long events(String metric) {
        return events.getOrDefault(metric, 0L);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
