package io.borescope.extension.clickhouseembedded.guard;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer.
 *
 * <p>The engine dies of connections that break at the wrong moment. So a head is sent to it only when it is whole, a short body too; a long
 * one is streamed, because it survives an insert that is broken off. Answers of its pages are read to their end before the client gets a
 * byte; the answer of a query is streamed, and may be left.
 */
final class Exchange {
    private static final int BUFFER_SIZE = 64 << 10;
    private static final int LONGEST_PAGE = 8 << 20;
    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.[01] ([1-5][0-9]{2})( .*)?");
    private static final byte[] LINE_END = {'\r', '\n'};
    private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final Request request;
    private final Client client;
    private final String host;
    private final GuardLimits limits;
    private final byte[] buffer = new byte[BUFFER_SIZE];
    private boolean requestRead;

    Exchange(Request request, Client client, InetSocketAddress engine, GuardLimits limits) {
        this.request = request;
        this.client = client;
        this.host = engine.getAddress().getHostAddress() + ":" + engine.getPort();
        this.limits = limits;
    }

    /** Does it. Says whether the client's connection can be used for another one. */
    boolean run(UpstreamPool pool) throws IOException, RefusedException {
        if (request.wantsContinue()) {
            client.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII), 0, 25);
        }
        int begun = fillBuffer();
        Upstream upstream = connect(pool);
        boolean reusable = false;
        try {
            send(upstream, begun);
            Head answer = readAnswerHead(upstream);
            reusable = passOn(answer, upstream) && !answer.says("connection", "close");
            return requestRead && request.keepsConnection() && !client.endsAfterAnswer();
        } finally {
            if (reusable && requestRead && !upstream.in().hasBuffered()) {
                pool.giveBack(upstream);
            } else {
                upstream.close();
            }
        }
    }

    private Upstream connect(UpstreamPool pool) throws RefusedException {
        try {
            return pool.take();
        } catch (IOException e) {
            throw new RefusedException(503, "The engine does not answer. It may be starting again.");
        }
    }

    /** Reads what fits of the body; notes when that was all. */
    private int fillBuffer() throws IOException, RefusedException {
        int filled = 0;
        while (filled < buffer.length) {
            int read = request.body().read(buffer, filled, buffer.length - filled);
            if (read < 0) {
                requestRead = true;
                return filled;
            }
            filled += read;
        }
        requestRead = request.body().length() == filled;
        return filled;
    }

    private void send(Upstream upstream, int begun) throws RefusedException, IOException {
        long length = requestRead ? begun : request.body().length();
        String framing = length < 0 ? "Transfer-Encoding: chunked" : "Content-Length: " + length;
        List<String> own = length == 0 && !request.method().equals("POST")
                ? List.of("Host: " + host)
                : List.of("Host: " + host, framing);
        byte[] head = request.head().rewritten(request.method() + " " + request.target() + " HTTP/1.1", own);
        try {
            upstream.out().write(head);
            sendBody(upstream, begun, length < 0);
        } catch (IOException e) {
            if (!upstream.in().hasByte()) { // else the engine has answered early, and closed
                throw e;
            }
        }
    }

    /** Stops when the engine answers before it has heard everything: it does when it refuses a query. */
    private void sendBody(Upstream upstream, int begun, boolean inChunks) throws IOException, RefusedException {
        int length = begun;
        while (length > 0) {
            send(upstream.out(), length, inChunks);
            if (requestRead || upstream.in().hasByte()) {
                break;
            }
            int read = request.body().read(buffer, 0, buffer.length);
            requestRead = read < 0;
            length = Math.max(0, read);
        }
        if (inChunks && requestRead) {
            upstream.out().write(LAST_CHUNK);
        }
    }

    private void send(OutputStream out, int length, boolean inChunk) throws IOException {
        if (inChunk) {
            out.write((Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
        }
        out.write(buffer, 0, length);
        if (inChunk) {
            out.write(LINE_END);
        }
    }

    private Head readAnswerHead(Upstream upstream) throws IOException, RefusedException {
        client.waitForEngine();
        while (true) {
            String text;
            try {
                text = upstream.in().readHead(limits.headBytes());
            } catch (IOException e) {
                throw new RefusedException(502, "The engine ended before it answered.");
            }
            if (text == null) {
                throw new RefusedException(502, "The engine's answer has headers that are too long.");
            }
            Head head = Head.parse(text);
            if (!status(head).startsWith("1")) {
                return head;
            }
        }
    }

    private static String status(Head answer) throws RefusedException {
        Matcher line = STATUS_LINE.matcher(answer.firstLine());
        if (!line.matches()) {
            throw new RefusedException(502, "The engine's answer is malformed.");
        }
        return line.group(1);
    }

    /** Says whether the answer ended as it should, so that the engine's connection can be used again. */
    private boolean passOn(Head answer, Upstream upstream) throws IOException, RefusedException {
        String status = status(answer);
        if (request.method().equals("HEAD") || status.equals("204") || status.equals("304")) {
            writeHead(answer, lengthLine(answer.contentLength()));
            return true;
        }
        Body body = answerBody(answer, upstream);
        if (request.isQuery()) {
            stream(answer, body);
        } else {
            byte[] page = readPage(body);
            writeHead(answer, lengthLine(page.length));
            client.write(page, 0, page.length);
        }
        return !(body instanceof Body.UntilEnd);
    }

    private static @Nullable String lengthLine(long length) {
        return length < 0 ? null : "Content-Length: " + length;
    }

    private static Body answerBody(Head answer, Upstream upstream) throws RefusedException {
        if (answer.isChunked()) {
            return new Body.Chunked(upstream.in(), Long.MAX_VALUE);
        }
        long length = answer.contentLength();
        return length < 0 ? new Body.UntilEnd(upstream.in()) : new Body.OfLength(upstream.in(), length);
    }

    /** Breaks the client's connection off where the engine broke off, which is how a client learns that an answer is not whole. */
    private void stream(Head answer, Body body) throws IOException, RefusedException {
        boolean inChunks = body.length() < 0 && !request.isLegacy();
        if (body.length() < 0 && request.isLegacy()) {
            client.endAfterAnswer();
        }
        writeHead(answer, inChunks ? "Transfer-Encoding: chunked" : lengthLine(body.length()));
        while (true) {
            client.waitForEngine();
            int read = readOrBreakOff(body);
            if (read < 0) {
                break;
            }
            if (inChunks) {
                byte[] size = (Integer.toHexString(read) + "\r\n").getBytes(StandardCharsets.US_ASCII);
                client.write(size, 0, size.length);
            }
            client.write(buffer, 0, read);
            if (inChunks) {
                client.write(LINE_END, 0, LINE_END.length);
            }
        }
        if (inChunks) {
            client.write(LAST_CHUNK, 0, LAST_CHUNK.length);
        }
    }

    /** A malformed body of the engine is no reason for another answer after the one that has begun. */
    private int readOrBreakOff(Body body) throws IOException {
        try {
            return body.read(buffer, 0, buffer.length);
        } catch (RefusedException e) {
            throw new IOException(e);
        }
    }

    private byte[] readPage(Body body) throws IOException, RefusedException {
        client.waitForEngine();
        ByteArrayOutputStream page = new ByteArrayOutputStream();
        long length = 0;
        for (int read = body.read(buffer, 0, buffer.length); read >= 0; read = body.read(buffer, 0, buffer.length)) {
            length += read;
            if (length <= LONGEST_PAGE) { // a longer one is still read to its end
                page.write(buffer, 0, read);
            }
        }
        if (length > LONGEST_PAGE) {
            throw new RefusedException(502, "The engine's page is longer than " + LONGEST_PAGE + " bytes.");
        }
        return page.toByteArray();
    }

    private void writeHead(Head answer, @Nullable String framing) throws IOException {
        if (!requestRead || !request.keepsConnection()) {
            client.endAfterAnswer();
        }
        String connection = client.endsAfterAnswer() ? "Connection: close" : "Connection: keep-alive";
        List<String> own = framing == null ? List.of(connection) : List.of(connection, framing);
        byte[] head = answer.rewritten(answer.firstLine().replaceFirst("^HTTP/1.0", "HTTP/1.1"), own);
        client.write(head, 0, head.length);
    }

    @Override
    public String toString() {
        return request.method().toLowerCase(Locale.ROOT) + " " + request.target();
    }
}
