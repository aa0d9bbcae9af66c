package io.borescope.extension.admin;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * An answer.
 *
 * @param status of HTTP
 * @param headers beside those that all answers have
 * @param length of the body in bytes; 0 if it is not known
 */
record Reply(int status, String contentType, Map<String, String> headers, long length, Body body) {
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String JSON = "application/json";

    /** Nothing from elsewhere is loaded, nothing that stands in a page is run, and no other page frames this one. */
    private static final Map<String, String> OF_ALL = Map.of(
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none';"
                    + " form-action 'none'; frame-ancestors 'none'",
            "X-Content-Type-Options",
            "nosniff",
            "Referrer-Policy",
            "no-referrer",
            "Cache-Control",
            "no-store");

    /** Writes a body. */
    @FunctionalInterface
    interface Body {
        void writeTo(OutputStream out) throws IOException;
    }

    /** A whole one. */
    static Reply of(int status, String contentType, byte[] body) {
        return new Reply(status, contentType, Map.of(), body.length, out -> out.write(body));
    }

    static Reply text(int status, String text) {
        return of(status, TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    static Reply json(int status, String json) {
        return of(status, JSON, json.getBytes(StandardCharsets.UTF_8));
    }

    /** One that is written as it comes. */
    static Reply stream(String contentType, Body body) {
        return new Reply(200, contentType, Map.of(), 0, body);
    }

    Reply with(String header, String value) {
        Map<String, String> more = new TreeMap<>(headers);
        more.put(header, value);
        return new Reply(status, contentType, more, length, body);
    }

    void send(HttpExchange exchange) throws IOException {
        OF_ALL.forEach(exchange.getResponseHeaders()::set);
        headers.forEach(exchange.getResponseHeaders()::set);
        exchange.getResponseHeaders().set("Content-Type", contentType);
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, head ? -1 : length);
        if (!head) {
            body.writeTo(exchange.getResponseBody());
        }
    }
}
