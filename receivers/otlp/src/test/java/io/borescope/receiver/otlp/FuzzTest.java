package io.borescope.receiver.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import io.borescope.testing.LongForm;
import io.borescope.testing.Mutator;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Damaged requests over real sockets: whatever comes, the next good request is served, and nothing is kept of the bad one. */
@Timeout(value = 2, unit = TimeUnit.HOURS)
final class FuzzTest {
    private static final int INPUTS = LongForm.isWanted() ? 200_000 : 400;
    private static final int GOOD_EVERY = 20;
    private static final Duration SOON = Duration.ofMillis(500);
    private static final long MOST_KEPT = 16 << 20;

    private final long seed = LongForm.isWanted() ? System.nanoTime() : 11;
    private final Random random = new Random(seed);
    private final Mutator mutator = new Mutator(random);

    @Test
    void http() throws Exception {
        byte[] body = Bench.traces(23).toByteArray();
        byte[] json = "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{\"name\":\"a\",\"kind\":2}]}]}]}"
                .getBytes(StandardCharsets.UTF_8);
        List<byte[]> good = List.of(
                request("application/x-protobuf", "", body),
                request("application/json", "", json),
                request("application/x-protobuf", "Content-Encoding: gzip\r\n", gzip(body)),
                request("application/x-protobuf", "Content-Encoding: zstd\r\n", Zstd.compress(body)));
        try (Bench bench = Bench.start(256, SOON)) {
            fuzz(bench, bench.receiver.httpPort(), good);
        }
    }

    private static byte[] request(String type, String header, byte[] body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes("POST /v1/traces HTTP/1.1\r\nHost: a\r\nContent-Type: %s\r\n%sContent-Length: %d\r\n\r\n"
                .formatted(type, header, body.length)
                .getBytes(StandardCharsets.ISO_8859_1));
        bytes.writeBytes(body);
        return bytes.toByteArray();
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(compressed)) {
            out.write(bytes);
        }
        return compressed.toByteArray();
    }

    @Test
    void grpc() throws Exception {
        try (Bench bench = Bench.start(256, SOON)) {
            int port = bench.receiver.grpcPort();
            fuzz(bench, port, List.of(recorded(port, "identity"), recorded(port, "gzip")));
        }
    }

    /** What a real client says when it sends spans. */
    private static byte[] recorded(int port, String compression) throws Exception {
        try (Recorder recorder = new Recorder(port)) {
            ManagedChannel channel = Grpc.newChannelBuilderForAddress(
                            "127.0.0.1", recorder.port(), InsecureChannelCredentials.create())
                    .build();
            try {
                TraceServiceGrpc.newBlockingStub(channel)
                        .withCompression(compression)
                        .export(Bench.traces(23));
            } finally {
                channel.shutdownNow();
            }
            return recorder.said();
        }
    }

    private void fuzz(Bench bench, int port, List<byte[]> good) throws Exception {
        send(port, good.getFirst());
        sendGood(bench);
        long before = heapInUse();
        for (int i = 0; i < INPUTS; i++) {
            send(port, mutator.change(good.get(i % good.size()), good.get(random.nextInt(good.size()))));
            if (i % GOOD_EVERY == 0) {
                sendGood(bench);
            }
            bench.pipelines.forget();
        }
        sendGood(bench);
        while (bench.settings.gauged("http_connections") + bench.settings.gauged("grpc_connections") > 0) {
            Thread.onSpinWait(); // those that are slow end after their time
        }
        assertThat(bench.receiver.memory().used()).as("seed %d", seed).isZero();
        assertThat(heapInUse() - before).as("bytes kept, seed %d", seed).isLessThan(MOST_KEPT);
    }

    /** Sends it and says no more; whether an answer comes does not matter here. */
    private static void send(int port, byte[] bytes) throws IOException {
        try (RawConnection connection = new RawConnection(port)) {
            connection.send(bytes).sayNoMore();
            connection.awaitClosed();
        } catch (IOException e) {
            // closed before all was sent
        }
    }

    private static void sendGood(Bench bench) throws Exception {
        try (RawConnection connection = new RawConnection(bench.receiver.httpPort())) {
            assertThat(connection.sendRequest(Bench.traces(1).toByteArray()).readStatus())
                    .isEqualTo(200);
        }
        ManagedChannel channel = Grpc.newChannelBuilderForAddress(
                        "127.0.0.1", bench.receiver.grpcPort(), InsecureChannelCredentials.create())
                .build();
        try {
            TraceServiceGrpc.newBlockingStub(channel).export(Bench.traces(1));
        } finally {
            channel.shutdownNow();
        }
    }

    private static long heapInUse() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    /** Stands between a client and a server, and writes down what the client says. */
    private static final class Recorder implements AutoCloseable {
        private final ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        private final ByteArrayOutputStream said = new ByteArrayOutputStream();

        Recorder(int port) throws IOException {
            Thread.ofVirtual().start(() -> relay(port));
        }

        private void relay(int port) {
            try (Socket client = listening.accept();
                    Socket server = new Socket(InetAddress.getLoopbackAddress(), port)) {
                Thread answers = Thread.ofVirtual().start(() -> copy(server, client));
                InputStream in = client.getInputStream();
                byte[] bytes = new byte[8 << 10];
                for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
                    synchronized (said) {
                        said.write(bytes, 0, count);
                    }
                    server.getOutputStream().write(bytes, 0, count);
                }
                server.shutdownOutput();
                answers.join();
            } catch (IOException | InterruptedException e) {
                // the client has ended
            }
        }

        private static void copy(Socket from, Socket to) {
            try {
                from.getInputStream().transferTo(to.getOutputStream());
            } catch (IOException e) {
                // one of them has ended
            }
        }

        int port() {
            return listening.getLocalPort();
        }

        byte[] said() {
            synchronized (said) {
                return said.toByteArray();
            }
        }

        @Override
        public void close() throws IOException {
            listening.close();
        }
    }
}
