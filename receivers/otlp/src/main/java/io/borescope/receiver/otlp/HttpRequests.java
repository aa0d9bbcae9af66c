package io.borescope.receiver.otlp;

import io.borescope.otlp.Encoding;
import io.borescope.otlp.ErrorStatus;
import io.borescope.otlp.MalformedOtlpException;
import io.borescope.receiver.otlp.Intake.Outcome;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Answers requests over HTTP. Errors have a {@code google.rpc.Status} as body, in the encoding of the request. Thread-safe.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otlp/#otlphttp">OTLP/HTTP</a>
 */
final class HttpRequests {
    private static final String RETRY_AFTER_SECONDS = "1";
    private static final int UNKNOWN = 2;

    /** Of gRPC, by what HTTP calls it. */
    private static final Map<HttpResponseStatus, Integer> GRPC_CODES = Map.of(
            HttpResponseStatus.BAD_REQUEST, 3,
            HttpResponseStatus.NOT_FOUND, 12,
            HttpResponseStatus.METHOD_NOT_ALLOWED, 12,
            HttpResponseStatus.REQUEST_TIMEOUT, 4,
            HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE, 8,
            HttpResponseStatus.UNSUPPORTED_MEDIA_TYPE, 3,
            HttpResponseStatus.SERVICE_UNAVAILABLE, 14);

    private final HttpConfig config;
    private final Map<String, Intake<?>> intakes;
    private final RequestMemory memory;

    /**
     * @param intakes by path
     */
    HttpRequests(HttpConfig config, Map<String, Intake<?>> intakes, RequestMemory memory) {
        this.config = config;
        this.intakes = Map.copyOf(intakes);
        this.memory = memory;
    }

    /** For a request that comes in. */
    HttpBody newBody() {
        return new HttpBody(config.maxBytes(), memory);
    }

    /** The answer to a request whose body is not wanted; null if it is. */
    @Nullable
    FullHttpResponse answerByHead(HttpRequest head) {
        if (isPreflight(head)) {
            FullHttpResponse answer = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.NO_CONTENT);
            allowOrigin(head, answer.headers());
            return answer;
        }
        try {
            check(head);
            return null;
        } catch (HttpErrorException e) {
            return error(head, e);
        }
    }

    private void check(HttpRequest head) throws HttpErrorException {
        if (intake(head) == null) {
            throw new HttpErrorException(
                    HttpResponseStatus.NOT_FOUND,
                    "Nothing is taken here. Paths: "
                            + String.join(
                                    ", ", intakes.keySet().stream().sorted().toList()));
        }
        if (!head.method().equals(HttpMethod.POST)) {
            throw new HttpErrorException(HttpResponseStatus.METHOD_NOT_ALLOWED, "Only POST is answered.");
        }
        if (encoding(head) == null) {
            throw new HttpErrorException(
                    HttpResponseStatus.UNSUPPORTED_MEDIA_TYPE,
                    "Content-Type must be application/x-protobuf or application/json.");
        }
    }

    private @Nullable Intake<?> intake(HttpRequest head) {
        return intakes.get(new QueryStringDecoder(head.uri()).rawPath());
    }

    boolean isTooLong(long bytes) {
        return bytes > config.maxBytes();
    }

    /** Why a body that is too long is not taken; counted. */
    HttpErrorException tooLong(HttpRequest head) {
        countMalformed(head);
        return new HttpErrorException(
                HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE,
                "The body is longer than %s, decompressed.".formatted(config.maxRequestBodySize()));
    }

    static HttpErrorException tooSlow() {
        return new HttpErrorException(
                HttpResponseStatus.REQUEST_TIMEOUT, "The body did not come in within read_timeout.");
    }

    static HttpErrorException noMemory() {
        return new HttpErrorException(
                HttpResponseStatus.SERVICE_UNAVAILABLE, "There is no memory for it now. Try again.");
    }

    private void countMalformed(HttpRequest head) {
        Intake<?> intake = intake(head);
        if (intake != null) {
            intake.countMalformed();
        }
    }

    /** The answer to a request that is there in whole. May wait. */
    FullHttpResponse answer(HttpRequest head, HttpBody body) {
        try {
            Intake<?> intake = intake(head);
            Encoding encoding = encoding(head);
            if (intake == null || encoding == null) {
                throw new IllegalStateException("a body that was not wanted");
            }
            return ok(head, encoding, take(intake, encoding, head, body));
        } catch (HttpErrorException e) {
            return error(head, e);
        }
    }

    private byte[] take(Intake<?> intake, Encoding encoding, HttpRequest head, HttpBody body)
            throws HttpErrorException {
        byte[] message = decompressed(intake, head, body);
        if (message.length > memory.longestMessage()) {
            throw new HttpErrorException(
                    HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE, intake.tooLargeForTheHeap(message.length));
        }
        if (!body.memory().growForObjects(message.length)) {
            throw noMemory();
        }
        try {
            if (intake.take(message, encoding) == Outcome.REFUSED) {
                throw new HttpErrorException(
                        HttpResponseStatus.SERVICE_UNAVAILABLE, "There is no room for it now. Try again.");
            }
            return intake.success(encoding);
        } catch (MalformedOtlpException e) {
            throw new HttpErrorException(HttpResponseStatus.BAD_REQUEST, String.valueOf(e.getMessage()));
        }
    }

    private static @Nullable Encoding encoding(HttpRequest head) {
        String type = head.headers().get(HttpHeaderNames.CONTENT_TYPE, "");
        int parameters = type.indexOf(';');
        String mediaType =
                (parameters < 0 ? type : type.substring(0, parameters)).strip().toLowerCase(Locale.ROOT);
        for (Encoding encoding : Encoding.values()) {
            if (encoding.contentType().equals(mediaType)) {
                return encoding;
            }
        }
        return null;
    }

    private byte[] decompressed(Intake<?> intake, HttpRequest head, HttpBody body) throws HttpErrorException {
        String compression =
                head.headers().get(HttpHeaderNames.CONTENT_ENCODING, "").strip().toLowerCase(Locale.ROOT);
        try {
            InputStream raw = new ByteArrayInputStream(body.bytes(), 0, body.length());
            return switch (compression) {
                case "", "identity", "none" ->
                    body.length() == body.bytes().length ? body.bytes() : Arrays.copyOf(body.bytes(), body.length());
                case "gzip" -> atMost(new GZIPInputStream(raw), head);
                case "zstd" -> atMost(new ZstdCodec().decompress(raw), head);
                default ->
                    throw new HttpErrorException(
                            HttpResponseStatus.UNSUPPORTED_MEDIA_TYPE,
                            "Content-Encoding must be gzip, zstd or left out.");
            };
        } catch (IOException e) {
            intake.countMalformed();
            throw new HttpErrorException(
                    HttpResponseStatus.BAD_REQUEST, "The body cannot be decompressed: " + e.getMessage() + ".");
        }
    }

    private byte[] atMost(InputStream decompressing, HttpRequest head) throws IOException, HttpErrorException {
        try (decompressing) {
            byte[] message = decompressing.readNBytes(config.maxBytes());
            if (message.length == config.maxBytes() && decompressing.read() >= 0) {
                throw tooLong(head);
            }
            return message;
        }
    }

    private FullHttpResponse ok(HttpRequest head, Encoding encoding, byte[] message) {
        return answer(HttpResponseStatus.OK, head, encoding, message);
    }

    /**
     * An answer that says what is wrong.
     *
     * @param head null if there is none that could be read
     */
    FullHttpResponse error(@Nullable HttpRequest head, HttpErrorException error) {
        Encoding asked = head == null ? null : encoding(head);
        Encoding encoding = asked == null ? Encoding.JSON : asked;
        int code = GRPC_CODES.getOrDefault(error.status(), UNKNOWN);
        FullHttpResponse answer = answer(
                error.status(),
                head,
                encoding,
                ErrorStatus.of(code, error.reason()).write(encoding));
        if (error.status().equals(HttpResponseStatus.SERVICE_UNAVAILABLE)) {
            answer.headers().set(HttpHeaderNames.RETRY_AFTER, RETRY_AFTER_SECONDS);
        } else if (error.status().equals(HttpResponseStatus.METHOD_NOT_ALLOWED)) {
            answer.headers().set(HttpHeaderNames.ALLOW, HttpMethod.POST.name());
        }
        return answer;
    }

    private FullHttpResponse answer(
            HttpResponseStatus status, @Nullable HttpRequest head, Encoding encoding, byte[] message) {
        FullHttpResponse answer =
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.wrappedBuffer(message));
        answer.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, encoding.contentType())
                .setInt(HttpHeaderNames.CONTENT_LENGTH, message.length);
        if (head != null) {
            allowOrigin(head, answer.headers());
        }
        return answer;
    }

    private void allowOrigin(HttpRequest head, HttpHeaders headers) {
        CorsConfig cors = config.cors();
        String origin = head.headers().get(HttpHeaderNames.ORIGIN);
        if (cors == null || origin == null || !cors.allows(origin)) {
            return;
        }
        headers.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        headers.set(HttpHeaderNames.VARY, HttpHeaderNames.ORIGIN);
        if (isPreflight(head)) {
            headers.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_METHODS, HttpMethod.POST.name());
            headers.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_HEADERS, allowedHeaders(cors, head));
            if (cors.maxAge() > 0) {
                headers.setInt(HttpHeaderNames.ACCESS_CONTROL_MAX_AGE, cors.maxAge());
            }
        }
    }

    private static String allowedHeaders(CorsConfig cors, HttpRequest head) {
        String asked = head.headers().get(HttpHeaderNames.ACCESS_CONTROL_REQUEST_HEADERS);
        if (cors.allowedHeaders().contains("*") && asked != null) {
            return asked;
        }
        return cors.allowedHeaders().isEmpty()
                ? "Content-Type"
                : "Content-Type, " + String.join(", ", cors.allowedHeaders());
    }

    private boolean isPreflight(HttpRequest head) {
        return config.cors() != null
                && head.method().equals(HttpMethod.OPTIONS)
                && head.headers().contains(HttpHeaderNames.ACCESS_CONTROL_REQUEST_METHOD);
    }
}
