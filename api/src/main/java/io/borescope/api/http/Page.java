package io.borescope.api.http;

/**
 * What a {@link PageServer} answers with.
 *
 * @param status of HTTP
 * @param contentType with its character set if that matters; it should be UTF-8, as which the body is sent
 */
public record Page(int status, String contentType, String body) {
    private static final String TEXT = "text/plain; charset=utf-8";

    /** Plain words. */
    public static Page text(int status, String body) {
        return new Page(status, TEXT, body);
    }
}
