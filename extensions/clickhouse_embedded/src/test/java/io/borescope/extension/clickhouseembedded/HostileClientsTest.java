package io.borescope.extension.clickhouseembedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.testing.LongForm;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Without the guard, each of these kinds but the last few ends the engine within some hundred tries. */
final class HostileClientsTest {
    private static final int ROUNDS = LongForm.isWanted() ? 20_000 : 2_000;

    private static final int SEED = Integer.getInteger("borescope.seed", 23);
    private static final long LARGE_BODY = 256L << 20;

    private static final List<String> GOOD = List.of(
            "GET /ping HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "GET /play HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n\r\n",
            "GET /?query=SELECT%201 HTTP/1.1\r\nHost: 127.0.0.1:8123\r\nConnection: keep-alive\r\n\r\n",
            "POST /?wait_end_of_query=1&max_block_size=1 HTTP/1.1\r\nHost: localhost\r\nContent-Length: 30\r\n\r\nSELECT number FROM numbers(100)",
            "POST /?query=INSERT%20INTO%20t%20FORMAT%20TSV HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n123\n\r\n2\r\n4\n\r\n0\r\n\r\n",
            "POST /?query=INSERT%20INTO%20t%20FORMAT%20RowBinary HTTP/1.1\r\nHost: localhost\r\nContent-Length: 16\r\nExpect: 100-continue\r\n\r\n0123456789abcdef",
            "POST /?compress=1&decompress=1 HTTP/1.1\r\nHost: localhost\r\nContent-Encoding: gzip\r\nContent-Length: 8\r\n\r\nSELECT 1",
            "POST / HTTP/1.0\r\nX-ClickHouse-Format: JSON\r\nContent-Length: 8\r\n\r\nSELECT 1");

    private static final List<String> TOKENS = List.of(
            "\r\n",
            "\n",
            "\0",
            " ",
            ":",
            "%",
            "%00",
            "&",
            "?query=",
            "0\r\n",
            "ffffffff\r\n",
            "Content-Length: 0\r\n",
            "Content-Length: 9999\r\n",
            "Transfer-Encoding: chunked\r\n",
            "Upgrade: h2c\r\n",
            "PRI * HTTP/2.0\r\n",
            "\u00ff\u00fe");

    @TempDir
    private Path folder;

    @Test
    void clientsThatBreakOffAtAnyPointLeaveTheEngineAlive() throws Exception {
        Random random = new Random(23);
        try (RealEngine engine = RealEngine.start(folder.resolve("data"))) {
            InetSocketAddress address = new InetSocketAddress(
                    InetAddress.getLoopbackAddress(), engine.url().getPort());
            ProcessHandle process = engine.process();
            engine.query("CREATE TABLE t (a UInt64) ENGINE = Memory");
            for (int i = 0; i < ROUNDS; i++) {
                breakOff(address, bytes(random), random);
                if (i % 100 == 0) {
                    assertThat(engine.query("SELECT " + i)).isEqualTo("" + i);
                }
            }
            assertThat(engine.query("SELECT version()")).isNotEmpty();
            assertThat(process.isAlive()).isTrue();
            assertThat(engine.settings.lastStatus()).isEqualTo("ok");
        }
    }

    /** More of them than the guard admits, each with half a request: a newcomer is told so or waits for its turn, and all is well once they go. */
    @Test
    void slowClientsDoNotReachTheEngine() throws Exception {
        try (RealEngine engine = RealEngine.start(folder.resolve("data"))) {
            InetSocketAddress address = new InetSocketAddress(
                    InetAddress.getLoopbackAddress(), engine.url().getPort());
            List<Socket> slow = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                Socket socket = new Socket();
                socket.connect(address);
                socket.getOutputStream()
                        .write("POST / HTTP/1.1\r\nHost: localhost\r\nX: ".getBytes(StandardCharsets.US_ASCII));
                slow.add(socket);
            }
            assertThat(engine.query("SELECT value FROM system.metrics WHERE metric = 'HTTPConnection'"))
                    .isEqualTo("1");
            for (Socket socket : slow) {
                socket.close();
            }
            assertThat(engine.query("SELECT 1")).isEqualTo("1");
        }
    }

    /** Good requests with a few bytes changed, left out, doubled or put in, some cut short, some several at once. */
    @Test
    void changedRequestsLeaveTheEngineAlive() throws Exception {
        Random random = new Random(SEED);
        try (RealEngine engine = RealEngine.start(folder.resolve("data"))) {
            InetSocketAddress address = new InetSocketAddress(
                    InetAddress.getLoopbackAddress(), engine.url().getPort());
            ProcessHandle process = engine.process();
            engine.query("CREATE TABLE t (a UInt64) ENGINE = Memory");
            for (int i = 0; i < ROUNDS; i++) {
                breakOff(address, changed(random), random);
                if (i % 100 == 0) {
                    assertThat(engine.query("SELECT " + i))
                            .as("seed %d, round %d", SEED, i)
                            .isEqualTo("" + i);
                }
            }
            assertThat(process.isAlive()).as("seed %d", SEED).isTrue();
            assertThat(engine.settings.lastStatus()).isEqualTo("ok");
        }
    }

    private static byte[] changed(Random random) throws IOException {
        ByteArrayOutputStream requests = new ByteArrayOutputStream();
        for (int i = random.nextInt(3); i >= 0; i--) {
            byte[] good = GOOD.get(random.nextInt(GOOD.size())).getBytes(StandardCharsets.ISO_8859_1);
            int changes = random.nextInt(4);
            for (int change = 0; change < changes; change++) {
                good = changed(good, random);
            }
            requests.write(good);
        }
        return requests.toByteArray();
    }

    private static byte[] changed(byte[] bytes, Random random) {
        int at = random.nextInt(bytes.length);
        int length = 1 + random.nextInt(Math.min(8, bytes.length - at));
        byte[] part = random.nextBoolean()
                ? Arrays.copyOfRange(bytes, at, at + length)
                : TOKENS.get(random.nextInt(TOKENS.size())).getBytes(StandardCharsets.ISO_8859_1);
        byte[] changed = new byte[bytes.length + part.length];
        System.arraycopy(bytes, 0, changed, 0, at);
        int end = at;
        switch (random.nextInt(3)) {
            case 0 -> end = put(changed, end, part, 0, part.length); // put in, or doubled
            case 1 -> changed[end++] = (byte) random.nextInt(256); // changed
            default -> at += length - 1; // left out
        }
        int rest = Math.min(at + 1, bytes.length);
        end = put(changed, end, bytes, rest, bytes.length - rest);
        return end == 0 ? new byte[] {'\n'} : Arrays.copyOf(changed, end);
    }

    private static int put(byte[] target, int end, byte[] source, int from, int length) {
        System.arraycopy(source, from, target, end, length);
        return end + length;
    }

    /** In the engine's process Java has 64 MiB: what were kept of such bodies would end it. */
    @Test
    void streamsBodiesOfHundredsOfMegabytes() throws Exception {
        try (RealEngine engine = RealEngine.start(folder.resolve("data"))) {
            ProcessHandle process = engine.process();
            engine.query("CREATE TABLE t (a UInt64) ENGINE = Null");
            List<CompletableFuture<Void>> streams = new ArrayList<>();
            for (HttpRequest.BodyPublisher body : List.of(zeroesOfKnownLength(), zeroesInChunks())) {
                streams.add(CompletableFuture.runAsync(() -> insert(engine, body), Thread::startVirtualThread));
                streams.add(CompletableFuture.runAsync(() -> select(engine), Thread::startVirtualThread));
            }
            streams.forEach(CompletableFuture::join);

            assertThat(process.isAlive()).isTrue();
            assertThat(engine.query("SELECT 1")).isEqualTo("1");
            assertThat(engine.settings.lastStatus()).isEqualTo("ok");
        }
    }

    private static HttpRequest.BodyPublisher zeroesOfKnownLength() {
        return HttpRequest.BodyPublishers.fromPublisher(zeroesInChunks(), LARGE_BODY);
    }

    private static HttpRequest.BodyPublisher zeroesInChunks() {
        return HttpRequest.BodyPublishers.ofInputStream(() -> new Zeroes(LARGE_BODY));
    }

    private static void insert(RealEngine engine, HttpRequest.BodyPublisher body) {
        HttpResponse<byte[]> answer =
                engine.send("query=INSERT+INTO+t+FORMAT+RowBinary", body, BodyHandlers.ofByteArray());
        assertThat(answer.statusCode())
                .as(new String(answer.body(), StandardCharsets.UTF_8))
                .isEqualTo(200);
        assertThat(answer.headers().firstValue("X-ClickHouse-Summary").orElse(""))
                .contains("\"written_rows\":\"" + LARGE_BODY / Long.BYTES + "\"");
    }

    private static void select(RealEngine engine) {
        HttpRequest.BodyPublisher sql = HttpRequest.BodyPublishers.ofString(
                "SELECT number FROM numbers(%d) FORMAT RowBinary".formatted(LARGE_BODY / Long.BYTES));
        try (InputStream body =
                engine.send("", sql, BodyHandlers.ofInputStream()).body()) {
            assertThat(body.transferTo(OutputStream.nullOutputStream())).isEqualTo(LARGE_BODY);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As many zero bytes as wanted. */
    private static final class Zeroes extends InputStream {
        private long left;

        Zeroes(long length) {
            this.left = length;
        }

        @Override
        public int read() {
            return left-- > 0 ? 0 : -1;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            if (left == 0) {
                return -1;
            }
            int read = (int) Math.min(length, left);
            Arrays.fill(buffer, offset, offset + read, (byte) 0);
            left -= read;
            return read;
        }
    }

    private static void breakOff(InetSocketAddress address, byte[] bytes, Random random) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(address);
            socket.setSoLinger(random.nextBoolean(), 0); // a reset, or an orderly end
            OutputStream out = socket.getOutputStream();
            int length = random.nextInt(3) == 0 ? bytes.length : random.nextInt(bytes.length + 1);
            out.write(bytes, 0, length);
            if (random.nextBoolean()) {
                socket.setSoTimeout(1 + random.nextInt(20));
                readSome(socket, random);
            }
        } catch (SocketException e) {
            // The guard may close first.
        }
    }

    private static void readSome(Socket socket, Random random) throws IOException {
        try {
            socket.getInputStream().readNBytes(1 + random.nextInt(20_000));
        } catch (SocketTimeoutException e) {
            // Enough.
        }
    }

    private static byte[] bytes(Random random) {
        return switch (random.nextInt(10)) {
            case 0 -> garbage(random);
            case 1 -> text("GET /play HTTP/1.1\r\nHost: localhost\r\n\r\n");
            case 2 -> text("GET /dashboard HTTP/1.1\r\nHost: localhost\r\n\r\n");
            case 3 -> text("GET /?query=SELECT+number+FROM+numbers(1000000) HTTP/1.1\r\nHost: localhost\r\n\r\n");
            case 4 -> text("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 8\r\n\r\nSELECT 1");
            case 5 ->
                text(
                        "POST /?query=INSERT+INTO+t+FORMAT+TSV HTTP/1.1\r\nHost: localhost\r\nContent-Length: 400000\r\n\r\n"
                                + "1234567\n".repeat(50_000));
            case 6 ->
                text(
                        "POST /?query=INSERT+INTO+t+FORMAT+TSV HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
                                + ("8000\r\n" + "1234567\n".repeat(4_096) + "\r\n").repeat(8) + "0\r\n\r\n");
            case 7 ->
                text("GET / HTTP/1.1\r\nHost: localhost\r\nX: " + "x".repeat(random.nextInt(100_000)) + "\r\n\r\n");
            case 8 -> text("POST / HTTP/1.0\r\n\r\nSELECT 1");
            default -> text("POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nSELECT 1");
        };
    }

    private static byte[] garbage(Random random) {
        byte[] bytes = new byte[1 + random.nextInt(2_000)];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
