package io.borescope.exporter.otlphttp;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import com.google.protobuf.ByteString;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** An HTTP server that keeps what it is sent and answers as told. */
final class TestBackend implements AutoCloseable {
    /**
     * A request.
     *
     * @param body decompressed
     */
    record Received(String path, Headers headers, ByteString body) {}

    /** What to answer. */
    record Answer(int status, Map<String, String> headers, ByteString body) {
        static Answer of(int status, String body) {
            return new Answer(status, Map.of(), ByteString.copyFromUtf8(body));
        }
    }

    final Queue<Received> received = new ConcurrentLinkedQueue<>();
    private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
    private final HttpServer server;
    private final String scheme;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private TestBackend(@Nullable SSLContext tls) throws IOException {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        if (tls == null) {
            server = HttpServer.create(address, 0);
            scheme = "http";
        } else {
            HttpsServer https = HttpsServer.create(address, 0);
            https.setHttpsConfigurator(new HttpsConfigurator(tls));
            server = https;
            scheme = "https";
        }
        server.createContext("/", this::serve);
        server.setExecutor(threads);
        server.start();
    }

    static TestBackend start(@Nullable SSLContext tls) throws IOException {
        return new TestBackend(tls);
    }

    String url() {
        return scheme + "://localhost:" + server.getAddress().getPort();
    }

    /** Answers the next request so; with 200 and nothing where nothing is told. */
    void answer(Answer answer) {
        answers.add(answer);
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            received.add(
                    new Received(exchange.getRequestURI().toString(), exchange.getRequestHeaders(), body(exchange)));
            Answer answer = answers.poll();
            if (answer == null) {
                exchange.sendResponseHeaders(200, -1);
                return;
            }
            answer.headers().forEach(exchange.getResponseHeaders()::set);
            exchange.sendResponseHeaders(
                    answer.status(),
                    answer.body().isEmpty() ? -1 : answer.body().size());
            answer.body().writeTo(exchange.getResponseBody());
        }
    }

    private static ByteString body(HttpExchange exchange) throws IOException {
        InputStream raw = exchange.getRequestBody();
        String encoding = String.valueOf(exchange.getRequestHeaders().getFirst("Content-Encoding"));
        return switch (encoding) {
            case "gzip" -> ByteString.readFrom(new GZIPInputStream(raw));
            case "zstd" -> ByteString.readFrom(new ZstdInputStreamNoFinalizer(raw));
            default -> ByteString.readFrom(raw);
        };
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
