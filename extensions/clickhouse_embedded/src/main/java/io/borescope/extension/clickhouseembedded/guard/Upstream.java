package io.borescope.extension.clickhouseembedded.guard;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;

/** A connection to the engine. Used by one thread at a time. */
final class Upstream implements AutoCloseable {
    private final Socket socket;
    private final HttpInput in;
    private final OutputStream out;
    private long idleSinceNanos;

    Upstream(InetSocketAddress engine) throws IOException {
        this.socket = new Socket();
        try {
            socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
            socket.connect(engine);
            this.in = new HttpInput(socket.getInputStream(), () -> {});
            this.out = socket.getOutputStream();
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    HttpInput in() {
        return in;
    }

    OutputStream out() {
        return out;
    }

    void rest() {
        idleSinceNanos = System.nanoTime();
    }

    long idleNanos() {
        return System.nanoTime() - idleSinceNanos;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
