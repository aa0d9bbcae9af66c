package io.borescope.exporter.ndjsonhttp;

import com.github.luben.zstd.ZstdInputStream;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/** A real HTTP server on loopback that remembers requests and answers as it is told; 200 when it was told nothing. */
final class TestServer implements AutoCloseable {
    /**
     * What to answer.
     *
     * @param headers of the answer
     */
    record Answer(int status, Map<String, String> headers, String body) {
        static Answer of(int status) {
            return new Answer(status, Map.of(), "");
        }
    }

    /**
     * A request that arrived.
     *
     * @param lines of the decoded body
     * @param bodyBytes length of the decoded body
     * @param tls what was agreed on; null if it is not encrypted
     */
    record Received(
            String method,
            Map<String, List<String>> headers,
            List<String> lines,
            int bodyBytes,
            @Nullable ExtendedSSLSession tls) {
        /** Of an encrypted one. */
        ExtendedSSLSession agreed() {
            return Objects.requireNonNull(tls);
        }

        List<String> header(String name) {
            return headers.getOrDefault(name, List.of());
        }
    }

    private final HttpServer server;
    private final String scheme;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final ConcurrentLinkedQueue<Answer> answers = new ConcurrentLinkedQueue<>();
    private final List<Received> received = new ArrayList<>();
    private final CountDownLatch closing = new CountDownLatch(1);

    private TestServer(HttpServer server, String scheme) {
        this.server = server;
        this.scheme = scheme;
        server.createContext("/rows", this::answer);
        server.createContext("/silent", exchange -> await());
        server.setExecutor(threads);
        server.start();
    }

    static TestServer http() throws IOException {
        return new TestServer(HttpServer.create(loopback(), 0), "http");
    }

    static TestServer https(SSLContext context) throws IOException {
        return https(context, _ -> {});
    }

    /**
     * One that encrypts in its own way.
     *
     * @param way changes what it offers otherwise
     */
    static TestServer https(SSLContext context, Consumer<SSLParameters> way) throws IOException {
        HttpsServer server = HttpsServer.create(loopback(), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters connection) {
                SSLParameters parameters = context.getDefaultSSLParameters();
                way.accept(parameters);
                connection.setSSLParameters(parameters);
            }
        });
        return new TestServer(server, "https");
    }

    private static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    URI uri(String path) {
        return URI.create(scheme + "://localhost:" + server.getAddress().getPort() + path);
    }

    void handle(String path, HttpHandler handler) {
        server.createContext(path, handler);
    }

    /** Answers the next requests so, in this order. */
    void answerWith(Answer... next) {
        answers.addAll(List.of(next));
    }

    void answerWith(int... statuses) {
        for (int status : statuses) {
            answers.add(Answer.of(status));
        }
    }

    synchronized List<Received> received() {
        return List.copyOf(received);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            remember(exchange);
            Answer answer = answers.poll();
            if (answer == null) {
                answer = Answer.of(200);
            }
            answer.headers().forEach(exchange.getResponseHeaders()::set);
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private void remember(HttpExchange exchange) throws IOException {
        byte[] sent = exchange.getRequestBody().readAllBytes();
        byte[] body = decoded(sent, exchange.getRequestHeaders().getFirst("Content-Encoding"));
        List<String> lines = new String(body, StandardCharsets.UTF_8).lines().toList();
        ExtendedSSLSession tls =
                exchange instanceof HttpsExchange encrypted ? (ExtendedSSLSession) encrypted.getSSLSession() : null;
        synchronized (this) {
            received.add(new Received(
                    exchange.getRequestMethod(), Map.copyOf(exchange.getRequestHeaders()), lines, body.length, tls));
        }
    }

    private static byte[] decoded(byte[] body, @Nullable String encoding) throws IOException {
        InputStream in = new ByteArrayInputStream(body);
        return switch (encoding) {
            case null -> body;
            case "gzip" -> new GZIPInputStream(in).readAllBytes();
            case "zstd" -> new ZstdInputStream(in).readAllBytes();
            case "deflate" -> new InflaterInputStream(in).readAllBytes();
            case "snappy" -> SnappyDecoder.decode(body);
            default -> throw new IOException("an encoding that no contract names: " + encoding);
        };
    }

    private void await() {
        try {
            closing.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.close();
    }
}
