package io.borescope.extension.clickhouseembedded.guard;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The guard before another HTTP server, which says what reached it. */
@SuppressWarnings("StringConcatToTextBlock") // lines of HTTP end with CR LF
final class GuardTest {
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private static final GuardLimits SMALL = new GuardLimits(
            4,
            1_000,
            1_000_000,
            Duration.ofMillis(200),
            Duration.ofMillis(200),
            Duration.ofMillis(200),
            Duration.ofMillis(200));

    private final List<String> received = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private Guard guard;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(ANY_PORT, 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            received.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body.length);
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(("got " + body.length).getBytes(StandardCharsets.US_ASCII));
            }
        });
        server.start();
        guard = new Guard(ANY_PORT, server.getAddress(), SMALL, false);
    }

    @AfterEach
    void stop() throws IOException {
        guard.close();
        server.stop(0);
    }

    @Test
    void passesOnWholeRequestsOneAfterTheOther() throws Exception {
        String twice = "POST /?a=b HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n\r\nabc";
        String last = "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
                + "2\r\nab\r\n1;ext\r\nc\r\n0\r\n\r\n";

        assertThat(ask(twice + twice + last).split("got 3", -1)).hasSize(4);
        assertThat(received).containsExactly("POST /?a=b 3", "POST /?a=b 3", "POST / 3");
    }

    @Test
    void streamsABodyThatIsLongerThanItsBuffer() throws Exception {
        String answer = ask("POST / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 900000\r\n\r\n"
                + "x".repeat(900_000));

        assertThat(answer).contains("got 900000");
    }

    @Test
    void answersClientsOfTheOldProtocol() throws Exception {
        assertThat(ask("GET /ping HTTP/1.0\r\n\r\n")).startsWith("HTTP/1.1 200").endsWith("got 0");
    }

    @ParameterizedTest
    @CsvSource({
        "400, GET /",
        "400, GET / HTTP/2.0",
        "400, GET /%zz HTTP/1.1",
        "400, GET  / HTTP/1.1",
        "501, DELETE / HTTP/1.1",
        "400, GET http://example.org/ HTTP/1.1",
        "400, 'GET / HTTP/1.1|Broken header'",
        "400, 'GET / HTTP/1.1|A: b| folded'",
        "400, 'POST / HTTP/1.1|Content-Length: 1|Content-Length: 2'",
        "400, 'POST / HTTP/1.1|Content-Length: -1'",
        "400, 'POST / HTTP/1.1|Content-Length: 1|Transfer-Encoding: chunked'",
        "501, 'POST / HTTP/1.1|Transfer-Encoding: gzip, chunked'",
        "413, 'POST / HTTP/1.1|Content-Length: 1000001'",
        "403, 'POST / HTTP/1.1|Host: evil.example'",
        "403, 'POST / HTTP/1.1|Host: localhost|Origin: http://evil.example'",
        "403, 'POST / HTTP/1.1|Host: localhost|Origin: null'",
    })
    void refusesWhatIsMalformedTooLongOrForeign(int status, String head) throws Exception {
        assertThat(ask(head.replace("|", "\r\n") + "\r\n\r\n")).startsWith("HTTP/1.1 " + status + " ");
        assertThat(received).isEmpty();
    }

    @Test
    void refusesHeadersThatAreTooLong() throws Exception {
        assertThat(ask("GET / HTTP/1.1\r\nX: " + "x".repeat(1_000) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 431 ");
        assertThat(received).isEmpty();
    }

    @Test
    void refusesChunksThatAddUpToTooMuch() throws Exception {
        String chunk = "f4240\r\n" + "x".repeat(1_000_000) + "\r\n";
        assertThat(ask("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk + "1\r\n"))
                .startsWith("HTTP/1.1 413 ");
    }

    @Test
    void closesConnectionsThatTakeTooLong() throws Exception {
        assertThat(ask("GET / HTTP/1.1\r\nHost: loc")).isEmpty();
        assertThat(ask("POST / HTTP/1.1\r\nContent-Length: 10\r\n\r\nabc")).isEmpty();
        assertThat(ask("")).isEmpty();
        assertThat(received).isEmpty();
    }

    /** The head of a request has one time limit as a whole: a byte now and then does not prolong it. */
    @Test
    void isNotImpressedByAByteNowAndThen() throws Exception {
        try (Socket socket = connect()) {
            socket.getOutputStream().write("GET / HTTP/1.1\r\nX: ".getBytes(StandardCharsets.US_ASCII));
            int written = 0;
            try {
                for (; written < 10_000; written++) {
                    socket.getOutputStream().write('x');
                    java.util.concurrent.locks.LockSupport.parkNanos(5_000_000);
                }
            } catch (IOException closed) {
                assertThat(closed).isNotNull();
            }
            assertThat(written).isLessThan(10_000);
        }
    }

    @Test
    void makesRoomByClosingTheConnectionThatHasBeenIdleLongest() throws Exception {
        List<Socket> idle = new CopyOnWriteArrayList<>();
        for (int i = 0; i < 20; i++) {
            idle.add(connect());
        }
        assertThat(ask("GET /ping HTTP/1.1\r\nConnection: close\r\n\r\n")).contains("200", "got 0");
        for (Socket socket : idle) {
            socket.close();
        }
    }

    @Test
    void saysThatTheEngineIsAway() throws Exception {
        server.stop(0);

        assertThat(ask("GET / HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 503 ").contains("Retry-After: 1");
    }

    @ParameterizedTest
    @CsvSource({
        "200, '/', Authorization: Basic YWxpY2U6eA==",
        "200, '/', X-ClickHouse-User: alice",
        "200, '/?user=alice', X: y",
        "401, '/', X: y",
        "401, '/', Authorization: Basic ZGVmYXVsdDo=",
        "401, '/', Authorization: Bearer abc",
        "401, '/?user=default', X: y",
        "401, '/?us%65r=default', X: y",
        "401, '/?user=alice&user=default', X: y",
        "401, '/?user=default', X-ClickHouse-User: alice",
        "401, '/', X-ClickHouse-User:",
    })
    void asksForAUserOnceThereAreUsers(int status, String target, String header) throws Exception {
        guard.close();
        guard = new Guard(ANY_PORT, server.getAddress(), SMALL, true);

        assertThat(ask("GET " + target + " HTTP/1.1\r\n" + header + "\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 " + status + " ");
    }

    /** Sends and reads to the end of the connection. */
    private String ask(String request) throws IOException {
        try (Socket socket = connect();
                InputStream in = socket.getInputStream()) {
            try {
                socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            } catch (IOException e) {
                // It may have answered already.
            }
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    private Socket connect() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), guard.port());
    }
}
