package io.borescope.receiver.otlp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A sender that minds no protocol. */
final class RawConnection implements AutoCloseable {
    private static final int LONGEST_WAIT_MILLIS = 120_000;

    private final Socket socket;

    RawConnection(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(LONGEST_WAIT_MILLIS);
        socket.setTcpNoDelay(true);
    }

    RawConnection send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    RawConnection send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Ends what it sends; answers may still come. */
    void sayNoMore() throws IOException {
        socket.shutdownOutput();
    }

    /** Sends the head of a request for spans. */
    RawConnection sendHead(String more) throws IOException {
        return send(
                "POST /v1/traces HTTP/1.1\r\nHost: agent\r\nContent-Type: application/x-protobuf\r\n" + more + "\r\n");
    }

    /** Sends a whole request for spans. */
    RawConnection sendRequest(byte[] body) throws IOException {
        return sendHead("Content-Length: " + body.length + "\r\n").send(body);
    }

    /** The status of the next answer, whose body is passed over. */
    int readStatus() throws IOException {
        String line = readLine();
        int length = 0;
        for (String header = readLine(); !header.isEmpty(); header = readLine()) {
            if (header.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(
                        header.substring("content-length:".length()).strip());
            }
        }
        socket.getInputStream().readNBytes(length);
        return Integer.parseInt(line.split(" ")[1]);
    }

    private String readLine() throws IOException {
        InputStream in = socket.getInputStream();
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("closed after: " + line);
            }
            if (c != '\r') {
                line.write(c);
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    /** Waits until the other side has closed. */
    void awaitClosed() throws IOException {
        try {
            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (SocketTimeoutException e) {
            throw new AssertionError("the connection stays open", e);
        } catch (IOException reset) {
            // closed, too
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
