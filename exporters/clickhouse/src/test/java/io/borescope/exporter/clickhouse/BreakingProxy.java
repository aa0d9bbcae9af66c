package io.borescope.exporter.clickhouse;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Stands between exporter and engine and breaks the exporter's side of one connection, then lets everything through. Closes the engine's
 * side only where the engine survives it.
 */
final class BreakingProxy implements AutoCloseable {
    /** What happens to the next request. */
    enum Fault {
        /** The connection is reset before the engine sees anything. */
        RESET_AT_ONCE,
        /** It is reset amid the body. */
        RESET_IN_BODY,
        /** The engine took the block and answered, the answer is lost. */
        RESET_INSTEAD_OF_ANSWER,
        /** The same, but the connection stays open and silent. */
        HANG_INSTEAD_OF_ANSWER,
        /** The engine took the block, and a gateway says that it did not. */
        BAD_GATEWAY_INSTEAD_OF_ANSWER
    }

    private static final byte[] BAD_GATEWAY =
            "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII);

    private final int enginePort;
    private final ServerSocket listener;
    private final Queue<Fault> next = new ConcurrentLinkedQueue<>();
    private final Queue<Socket> open = new ConcurrentLinkedQueue<>();

    BreakingProxy(int enginePort) throws IOException {
        this(enginePort, new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
    }

    /**
     * @param listener of any kind, for TLS in front of the engine, which has none; closed with the proxy
     */
    BreakingProxy(int enginePort, ServerSocket listener) {
        this.enginePort = enginePort;
        this.listener = listener;
        Thread.ofVirtual().start(this::accept);
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort());
    }

    /** Breaks the next request on any connection. */
    void next(Fault fault) {
        next.add(fault);
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                open.add(client);
                Thread.ofVirtual().start(() -> serve(client));
            }
        } catch (IOException closed) {
            // the end of the test
        }
    }

    private void serve(Socket client) {
        try (client;
                Socket engine = new Socket(InetAddress.getLoopbackAddress(), enginePort)) {
            open.add(engine);
            Thread answers = Thread.ofVirtual().start(() -> copyAnswers(engine, client));
            copyRequests(client, engine);
            answers.join();
        } catch (IOException | InterruptedException broken) {
            // as intended
        }
    }

    private void copyRequests(Socket client, Socket engine) throws IOException {
        InputStream in = client.getInputStream();
        byte[] bytes = new byte[8192];
        for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
            if (next.peek() == Fault.RESET_AT_ONCE) {
                reset(client);
            } else if (next.peek() == Fault.RESET_IN_BODY) {
                engine.getOutputStream().write(bytes, 0, count);
                count = in.read(bytes);
                engine.getOutputStream().write(bytes, 0, count);
                reset(client);
            }
            engine.getOutputStream().write(bytes, 0, count);
        }
        engine.shutdownOutput();
    }

    private void reset(Socket client) throws IOException {
        next.remove();
        client.setSoLinger(true, 0);
        client.close();
        throw new IOException("reset");
    }

    private void copyAnswers(Socket engine, Socket client) {
        try {
            InputStream in = engine.getInputStream();
            OutputStream out = client.getOutputStream();
            byte[] bytes = new byte[8192];
            for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
                Fault fault = next.poll();
                if (fault == Fault.RESET_INSTEAD_OF_ANSWER) {
                    client.setSoLinger(true, 0);
                    client.close();
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
