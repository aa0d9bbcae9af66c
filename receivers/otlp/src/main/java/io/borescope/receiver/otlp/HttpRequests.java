package io.borescope.receiver.otlp;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import io.borescope.otlp.Encoding;
import io.borescope.otlp.ErrorStatus;
import io.borescope.otlp.MalformedOtlpException;
import io.borescope.receiver.otlp.Intake.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Answers requests over HTTP. Errors have a {@code google.rpc.Status} as body, in the encoding of the request.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otlp/#otlphttp">OTLP/HTTP</a>
 */
final class HttpRequests {
    private static final int OK = 200;
    private static final int NO_CONTENT = 204;
    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;
    private static final int METHOD_NOT_ALLOWED = 405;
    private static final int TOO_LARGE = 413;
    private static final int UNSUPPORTED_MEDIA_TYPE = 415;
    private static final int UNAVAILABLE = 503;

    private static final String RETRY_AFTER_SECONDS = "1";

    /** Of gRPC, by what HTTP calls it. */
    private static final Map<Integer, Integer> GRPC_CODES = Map.of(
            BAD_REQUEST,
            3,
            NOT_FOUND,
            12,
            METHOD_NOT_ALLOWED,
            12,
            TOO_LARGE,
            8,
            UNSUPPORTED_MEDIA_TYPE,
            3,
            UNAVAILABLE,
            14);

    private final HttpConfig config;
    private final Map<String, Intake<?>> intakes;
    private final Admission admission = new Admission();

    /**
     * @param intakes by path
     */
    HttpRequests(HttpConfig config, Map<String, Intake<?>> intakes) {
        this.config = config;
        this.intakes = Map.copyOf(intakes);
    }

    void serve(HttpExchange exchange) throws IOException {
        allowOrigin(exchange);
        if (isPreflight(exchange)) {
            exchange.sendResponseHeaders(NO_CONTENT, -1);
            return;
        }
        Encoding encoding = encoding(exchange);
        try {
            byte[] answer = take(exchange, encoding);
            send(exchange, OK, answer, encoding);
        } catch (HttpErrorException e) {
            ErrorStatus status = ErrorStatus.of(GRPC_CODES.getOrDefault(e.status(), 2), e.reason());
            send(exchange, e.status(), status.write(orJson(encoding)), orJson(encoding));
        }
    }

    private byte[] take(HttpExchange exchange, @Nullable Encoding encoding) throws IOException, HttpErrorException {
        Intake<?> intake = intakes.get(exchange.getRequestURI().getPath());
        if (intake == null) {
            throw new HttpErrorException(
                    NOT_FOUND,
                    "Nothing is taken here. Paths: "
                            + String.join(
                                    ", ", intakes.keySet().stream().sorted().toList()));
        }
        if (!exchange.getRequestMethod().equals("POST")) {
            exchange.getResponseHeaders().set("Allow", "POST");
            throw new HttpErrorException(METHOD_NOT_ALLOWED, "Only POST is answered.");
        }
        if (encoding == null) {
            throw new HttpErrorException(
                    UNSUPPORTED_MEDIA_TYPE, "Content-Type must be application/x-protobuf or application/json.");
        }
        if (!admission.enter()) {
            throw busy(exchange, "Too many requests at a time. Try again.");
        }
        try {
            if (intake.take(body(exchange, intake), encoding) == Outcome.REFUSED) {
                throw busy(exchange, "There is no room for it now. Try again.");
            }
            return intake.success(encoding);
        } catch (MalformedOtlpException e) {
            throw new HttpErrorException(BAD_REQUEST, String.valueOf(e.getMessage()));
        } finally {
            admission.leave();
        }
    }

    private static HttpErrorException busy(HttpExchange exchange, String why) {
        exchange.getResponseHeaders().set("Retry-After", RETRY_AFTER_SECONDS);
        return new HttpErrorException(UNAVAILABLE, why);
    }

    private static @Nullable Encoding encoding(HttpExchange exchange) {
        String type = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Content-Type"))
                .orElse("");
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

    private static Encoding orJson(@Nullable Encoding encoding) {
        return encoding == null ? Encoding.JSON : encoding;
    }

    private byte[] body(HttpExchange exchange, Intake<?> intake) throws IOException, HttpErrorException {
        try {
            return read(exchange);
        } catch (HttpErrorException e) {
            intake.countMalformed();
            throw e;
        }
    }

    private byte[] read(HttpExchange exchange) throws IOException, HttpErrorException {
        InputStream raw = exchange.getRequestBody();
        String compression = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Content-Encoding"))
                .orElse("")
                .strip()
                .toLowerCase(Locale.ROOT);
        return switch (compression) {
            case "", "identity", "none" -> atMost(raw);
            case "gzip", "zstd" -> decompressed(raw, compression);
            default ->
                throw new HttpErrorException(
                        UNSUPPORTED_MEDIA_TYPE, "Content-Encoding must be gzip, zstd or left out.");
        };
    }

    private byte[] decompressed(InputStream raw, String compression) throws HttpErrorException {
        try (InputStream in = compression.equals("gzip") ? new GZIPInputStream(raw) : new ZstdCodec().decompress(raw)) {
            return atMost(in);
        } catch (IOException e) {
            throw new HttpErrorException(BAD_REQUEST, "The body cannot be decompressed: " + e.getMessage() + ".");
        }
    }

    private byte[] atMost(InputStream in) throws IOException, HttpErrorException {
        byte[] body = in.readNBytes(config.maxBytes());
        if (body.length == config.maxBytes() && in.read() >= 0) {
            throw new HttpErrorException(
                    TOO_LARGE, "The body is longer than %s, decompressed.".formatted(config.maxRequestBodySize()));
        }
        return body;
    }

    private static void send(HttpExchange exchange, int status, byte[] body, @Nullable Encoding encoding)
            throws IOException {
        exchange.getResponseHeaders().set("Content-Type", orJson(encoding).contentType());
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
    }

    private void allowOrigin(HttpExchange exchange) {
        CorsConfig cors = config.cors();
        String origin = exchange.getRequestHeaders().getFirst("Origin");
        if (cors == null || origin == null || !cors.allows(origin)) {
            return;
        }
        Headers headers = exchange.getResponseHeaders();
        headers.set("Access-Control-Allow-Origin", origin);
        headers.set("Vary", "Origin");
        if (isPreflight(exchange)) {
            headers.set("Access-Control-Allow-Methods", "POST");
            headers.set("Access-Control-Allow-Headers", allowedHeaders(cors, exchange));
            if (cors.maxAge() > 0) {
                headers.set("Access-Control-Max-Age", Integer.toString(cors.maxAge()));
            }
        }
    }

    private static String allowedHeaders(CorsConfig cors, HttpExchange exchange) {
        String asked = exchange.getRequestHeaders().getFirst("Access-Control-Request-Headers");
        if (cors.allowedHeaders().contains("*") && asked != null) {
            return asked;
        }
        return cors.allowedHeaders().isEmpty()
                ? "Content-Type"
                : "Content-Type, " + String.join(", ", cors.allowedHeaders());
    }

    private boolean isPreflight(HttpExchange exchange) {
        return config.cors() != null
                && exchange.getRequestMethod().equals("OPTIONS")
                && exchange.getRequestHeaders().containsKey("Access-Control-Request-Method");
    }
}
