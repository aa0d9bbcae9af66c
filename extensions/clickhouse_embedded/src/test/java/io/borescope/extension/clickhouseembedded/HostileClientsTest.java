package io.borescope.extension.clickhouseembedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Without the guard, each of these kinds but the last few ends the engine within some hundred tries. */
final class HostileClientsTest {
    private static final int ROUNDS = Boolean.getBoolean("borescope.long") ? 20_000 : 2_000;

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
