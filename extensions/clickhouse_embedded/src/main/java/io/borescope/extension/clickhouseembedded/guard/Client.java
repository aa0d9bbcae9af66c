package io.borescope.extension.clickhouseembedded.guard;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * A client's connection: one thread serves it, the guard's watch closes it when its time is up, which ends whatever that thread waits for.
 */
final class Client implements AutoCloseable {
    private static final int LINGER_BYTES = 1 << 20;

    private enum State {
        IDLE,
        READING_HEAD,
        BUSY
    }

    private final Socket socket;
    private final GuardLimits limits;
    private final HttpInput in;
    private final OutputStream out;
    private volatile State state = State.IDLE;
    private volatile long deadlineNanos;
    private volatile boolean hasDeadline;
    private boolean endsAfterAnswer;
    private boolean answerBegun;

    Client(Socket socket, GuardLimits limits) throws IOException {
        this.socket = socket;
        this.limits = limits;
        this.in = new HttpInput(socket.getInputStream(), this::beforeRead);
        this.out = socket.getOutputStream();
        allow(limits.idle());
    }

    /** Serves one request after the other until either side has enough of it. */
    void serve(InetSocketAddress engine, UpstreamPool pool, boolean hasUsers) throws IOException {
        while (in.awaitByte()) {
            state = State.READING_HEAD;
            allow(limits.head());
            boolean goesOn = false;
            try {
                Request request = Request.read(in, limits);
                state = State.BUSY;
                if (hasUsers) {
                    Credentials.require(request);
                } else {
                    WebPages.refuseForeign(request.head());
                }
                goesOn = new Exchange(request, this, engine, limits).run(pool);
            } catch (RefusedException e) {
                refuse(e);
            }
            if (!goesOn) {
                linger();
                return;
            }
            answerBegun = false;
            allow(limits.idle());
            state = State.IDLE;
        }
    }

    /** A whole head has one time limit; within a body each byte earns more time. */
    private void beforeRead() {
        if (state == State.BUSY) {
            allow(limits.stall());
        }
    }

    void write(byte[] bytes, int offset, int length) throws IOException {
        allow(limits.stall());
        answerBegun = true;
        out.write(bytes, offset, length);
    }

    /** The engine may think as long as it likes; its own limits end a query. */
    void waitForEngine() {
        hasDeadline = false;
    }

    void endAfterAnswer() {
        endsAfterAnswer = true;
    }

    boolean endsAfterAnswer() {
        return endsAfterAnswer;
    }

    /** Once an answer has begun, only its breaking off can tell. */
    private void refuse(RefusedException refused) throws IOException {
        if (!answerBegun) {
            byte[] answer = answer(refused.status(), refused.getMessage() + "\n");
            write(answer, 0, answer.length);
        }
    }

    static byte[] answer(int status, String text) {
        return ("HTTP/1.1 " + status + " " + reason(status)
                        + "\r\nContent-Type: text/plain; charset=UTF-8\r\nContent-Length: "
                        + text.length() + "\r\nConnection: close\r\n" + extra(status) + "\r\n"
                        + text)
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String extra(int status) {
        return switch (status) {
            case 401 -> "WWW-Authenticate: Basic realm=\"ClickHouse\"\r\n";
            case 503 -> "Retry-After: 1\r\n";
            default -> "";
        };
    }

    private static String reason(int status) {
        return switch (status) {
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 413 -> "Content Too Large";
            case 431 -> "Request Header Fields Too Large";
            case 501 -> "Not Implemented";
            case 502 -> "Bad Gateway";
            default -> "Service Unavailable";
        };
    }

    /** A socket closed with unread input resets the connection, and the client loses the answer: read a little on. */
    private void linger() throws IOException {
        allow(limits.head());
        state = State.READING_HEAD;
        out.flush();
        socket.shutdownOutput();
        byte[] rest = new byte[8 << 10];
        int skipped = 0;
        for (int read = in.read(rest, 0, rest.length);
                read >= 0 && skipped < LINGER_BYTES;
                read = in.read(rest, 0, rest.length)) {
            skipped += read;
        }
    }

    private void allow(Duration time) {
        deadlineNanos = System.nanoTime() + time.toNanos();
        hasDeadline = true;
    }

    boolean isOverdue(long nowNanos) {
        return hasDeadline && nowNanos - deadlineNanos > 0;
    }

    boolean isIdle() {
        return state == State.IDLE;
    }

    boolean isBusy() {
        return state == State.BUSY;
    }

    /** How long it may still be idle, in nanoseconds. */
    long deadlineNanos() {
        return deadlineNanos;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
