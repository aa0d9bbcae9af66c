package io.borescope.extension.clickhouseembedded.guard;

import java.io.IOException;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A request whose head is whole and well-formed.
 *
 * @param target path and query
 * @param isLegacy HTTP/1.0, which knows neither chunks nor connections that stay
 */
record Request(String method, String target, boolean isLegacy, Head head, Body body) {
    private static final Pattern LINE =
            Pattern.compile("([A-Z]{1,16}) (/(?:[\\x21-\\x24\\x26-\\x7e]|%[0-9a-fA-F]{2})*) HTTP/1\\.([01])");

    private static final Set<String> METHODS = Set.of("GET", "HEAD", "OPTIONS", "POST");

    static Request read(HttpInput in, GuardLimits limits) throws IOException, RefusedException {
        String text = in.readHead(limits.headBytes());
        if (text == null) {
            throw new RefusedException(
                    431,
                    "Request line and headers are longer than " + limits.headBytes()
                            + " bytes. Send a long query as the body of a POST.");
        }
        Head head = Head.parse(text);
        Matcher line = LINE.matcher(head.firstLine());
        if (!line.matches()) {
            throw new RefusedException(400, "The request line is malformed.");
        }
        if (!METHODS.contains(line.group(1))) {
            throw new RefusedException(501, "Methods are GET, HEAD, OPTIONS and POST.");
        }
        return new Request(line.group(1), line.group(2), line.group(3).equals("0"), head, body(in, head, limits));
    }

    private static Body body(HttpInput in, Head head, GuardLimits limits) throws RefusedException {
        if (head.isChunked()) {
            return new Body.Chunked(in, limits.bodyBytes());
        }
        long length = head.contentLength();
        if (length > limits.bodyBytes()) {
            throw new RefusedException(413, "The body is longer than " + limits.bodyBytes() + " bytes.");
        }
        return length > 0 ? new Body.OfLength(in, length) : Body.NONE;
    }

    /**
     * Whether the engine may be left in the middle of its answer. It survives that while it answers a query, and not while it sends one of
     * its pages.
     */
    boolean isQuery() {
        return method.equals("POST") || target.startsWith("/?");
    }

    boolean wantsContinue() {
        return !isLegacy && head.says("expect", "100-continue");
    }

    boolean keepsConnection() {
        return !isLegacy && !head.says("connection", "close");
    }
}
