package io.borescope.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/**
 * Stands between an exporter and its backend and breaks the exporter's side of one connection, then lets everything through. Closes the
 * backend's side only where a ClickHouse engine survives it. Thread-safe.
 */
public final class BreakingProxy implements AutoCloseable {
    /** What happens to the next request. */
    public enum Fault {
        /** The connection is reset before the backend sees anything. */
        RESET_AT_ONCE,
        /** The connection stays open and silent, and the backend sees nothing. */
        HANG_AT_ONCE,
        /** The backend took the request, and its answer breaks off in the middle. */
        HALF_AN_ANSWER,
        /** A gateway says that there is no server now, and the backend sees nothing. */
        UNAVAILABLE_AT_ONCE,
        /** It is reset amid the body. */
        RESET_IN_BODY,
        /** The backend waits for the rest of the body, and the exporter for its answer. */
        HANG_IN_BODY,
        /** So slow that the backend sees the whole request only when {@link #letGo} is called, and answers to nobody. */
        HELD_BACK,
        /** The backend took the request and answered, the answer is lost. */
        RESET_INSTEAD_OF_ANSWER,
        /** The same, but the connection stays open and silent. */
        HANG_INSTEAD_OF_ANSWER,
        /** The backend took the request, and a gateway says that it did not. */
        BAD_GATEWAY_INSTEAD_OF_ANSWER
    }

    private static final byte[] BAD_GATEWAY = answer("502 Bad Gateway");
    private static final byte[] UNAVAILABLE = answer("503 Service Unavailable");

    /** The end of a body that comes in chunks. */
    private static final byte[] LAST_CHUNK = "\r\n0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private static final long SLOWNESS_NANOS = 5_000_000;

    private final int backendPort;
    private final ServerSocket listener;
    private final Queue<Fault> next = new ConcurrentLinkedQueue<>();
    private final Queue<Socket> open = new ConcurrentLinkedQueue<>();
    private final CountDownLatch letGo = new CountDownLatch(1);
    private final CountDownLatch answeredLate = new CountDownLatch(1);
    private volatile boolean away;
    private volatile boolean slow;

    public BreakingProxy(int backendPort) throws IOException {
        this(backendPort, new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
    }

    /**
     * @param listener of any kind, for TLS in front of a backend that has none; closed with the proxy
     */
    public BreakingProxy(int backendPort, ServerSocket listener) {
        this.backendPort = backendPort;
        this.listener = listener;
        Thread.ofVirtual().start(this::accept);
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort());
    }

    /** Breaks the next request on any connection. */
    public void next(Fault fault) {
        next.add(fault);
    }

    /** Resets all connections and every new one, until {@link #comeBack}. */
    public void goAway() throws IOException {
        away = true;
        resetConnections();
    }

    /** Resets the exporter's connections; new ones work. */
    public void resetConnections() throws IOException {
        for (Socket socket : open) {
            if (socket.getPort() != backendPort) {
                socket.setSoLinger(true, 0);
                socket.close();
            }
        }
    }

    public void comeBack() {
        away = false;
    }

    /** From now on, the backend reads as if it had no time. */
    public void slowDown() {
        slow = true;
    }

    /** Lets the backend have what was held back, and waits for its answer. */
    public void letGo() throws InterruptedException {
        letGo.countDown();
        answeredLate.await();
    }

    private static byte[] answer(String status) {
        return ("HTTP/1.1 " + status + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                open.add(client);
                if (away) {
                    client.setSoLinger(true, 0);
                    client.close();
                } else {
                    Thread.ofVirtual().start(() -> serve(client));
                }
            }
        } catch (IOException closed) {
            // the end of the test
        }
    }

    private void serve(Socket client) {
        try (client;
                Socket backend = new Socket(InetAddress.getLoopbackAddress(), backendPort)) {
            open.add(backend);
            Thread answers = Thread.ofVirtual().start(() -> copyAnswers(backend, client));
            copyRequests(client, backend);
            answers.join();
        } catch (IOException | InterruptedException broken) {
            // as intended
        }
    }

    private void copyRequests(Socket client, Socket backend) throws IOException {
        InputStream in = client.getInputStream();
        byte[] bytes = new byte[8192];
        for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
            switch (next.peek()) {
                case RESET_AT_ONCE -> reset(client);
                case HANG_AT_ONCE -> {
                    next.remove();
                    in.transferTo(OutputStream.nullOutputStream());
                    return;
                }
                case UNAVAILABLE_AT_ONCE -> {
                    next.remove();
                    wholeRequest(bytes, count, in);
                    client.getOutputStream().write(UNAVAILABLE);
                    client.shutdownOutput();
                    return;
                }
                case RESET_IN_BODY -> {
                    backend.getOutputStream().write(bytes, 0, count);
                    count = in.read(bytes);
                    backend.getOutputStream().write(bytes, 0, count);
                    reset(client);
                }
                case HANG_IN_BODY -> {
                    next.remove();
                    backend.getOutputStream().write(bytes, 0, count);
                    in.transferTo(OutputStream.nullOutputStream());
                    return;
                }
                case HELD_BACK -> {
                    next.remove();
                    deliverLate(wholeRequest(bytes, count, in));
                    return;
                }
                case null, default -> {}
            }
            backend.getOutputStream().write(bytes, 0, count);
            if (slow) {
                LockSupport.parkNanos(SLOWNESS_NANOS);
            }
        }
        backend.shutdownOutput();
    }

    private static byte[] wholeRequest(byte[] first, int count, InputStream in) throws IOException {
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.write(first, 0, count);
        byte[] more = new byte[8192];
        while (!endsWith(request.toByteArray(), LAST_CHUNK)) {
            int read = in.read(more);
            if (read < 0) {
                break;
            }
            request.write(more, 0, read);
        }
        return request.toByteArray();
    }

    private static boolean endsWith(byte[] bytes, byte[] end) {
        return bytes.length >= end.length
                && Arrays.equals(bytes, bytes.length - end.length, bytes.length, end, 0, end.length);
    }

    /** On a connection of its own: the exporter has long closed the other. */
    private void deliverLate(byte[] request) throws IOException {
        try (Socket backend = new Socket(InetAddress.getLoopbackAddress(), backendPort)) {
            letGo.await();
            backend.getOutputStream().write(request);
            byte[] answer = new byte[8192];
            assertThat(backend.getInputStream().read(answer)).isPositive();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            answeredLate.countDown();
        }
    }

    private void reset(Socket client) throws IOException {
        next.remove();
        client.setSoLinger(true, 0);
        client.close();
        throw new IOException("reset");
    }

    private void copyAnswers(Socket backend, Socket client) {
        try {
            InputStream in = backend.getInputStream();
            OutputStream out = client.getOutputStream();
            byte[] bytes = new byte[8192];
            for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
                Fault fault = next.poll(); // those of requests are gone by now
                if (fault == Fault.RESET_INSTEAD_OF_ANSWER) {
                    client.setSoLinger(true, 0);
                    client.close();
                } else if (fault == Fault.HALF_AN_ANSWER) {
                    out.write(bytes, 0, count / 2);
                    client.shutdownOutput();
                } else if (fault == Fault.BAD_GATEWAY_INSTEAD_OF_ANSWER) {
                    out.write(BAD_GATEWAY);
                    client.shutdownOutput();
                } else if (fault == null) {
                    out.write(bytes, 0, count);
                }
            }
        } catch (IOException broken) {
            // as intended
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
