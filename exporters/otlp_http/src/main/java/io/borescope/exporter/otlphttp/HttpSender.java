package io.borescope.exporter.otlphttp;

import io.borescope.api.component.ExportException;
import io.borescope.api.component.ExporterSettings;
import io.borescope.api.component.StartException;
import io.borescope.api.http.HttpMessages;
import io.borescope.api.http.ResponseStart;
import io.borescope.api.http.RetryAfter;
import io.borescope.otlp.Encoding;
import io.borescope.otlp.ErrorStatus;
import io.borescope.otlp.MalformedOtlpException;
import io.borescope.otlp.Outbox;
import io.borescope.otlp.OutgoingRequest;
import io.borescope.otlp.PartialSuccess;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Sends one request and says what the answer means. Thread-safe.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otlp/#otlphttp-response">OTLP/HTTP: response</a>
 */
final class HttpSender implements Outbox.Sender, AutoCloseable {
    /** Statuses that the specification calls retryable. */
    private static final Set<Integer> PASSING = Set.of(429, 502, 503, 504);

    private static final int KEPT_BYTES = 64 << 10;

    private final ExporterSettings settings;
    private final OtlpHttpExporterConfig config;
    private final Encoding encoding;
    private final HttpClient client;

    HttpSender(ExporterSettings settings, OtlpHttpExporterConfig config) throws StartException {
        this.settings = settings;
        this.config = config;
        this.encoding = config.encoding().encoding();
        HttpClient.Builder builder = HttpClient.newBuilder()
                // Over plain http, version 2 begins with an offer to upgrade, which some servers answer badly.
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(settings.timeout());
        config.tls().applyTo(builder);
        this.client = builder.build();
    }

    @Override
    public PartialSuccess send(OutgoingRequest request, Duration limit) throws ExportException, InterruptedException {
        URI target = config.target(request.signal())
                .orElseThrow(() -> ExportException.permanent(
                        "no endpoint for " + request.signal().signal() + ". Write endpoint.", null));
        // No query, which may hold a token.
        String name = "POST " + target.getScheme() + "://" + target.getRawAuthority() + target.getRawPath();
        // The request's own time limit ends with the head of the answer; this one covers all of it.
        CompletableFuture<HttpResponse<byte[]>> answer =
                client.sendAsync(httpRequest(target, request), head -> new ResponseStart(KEPT_BYTES));
        try {
            return judge(name, request, answer.get(Math.max(0, limit.toNanos()), TimeUnit.NANOSECONDS));
        } catch (TimeoutException e) {
            throw ExportException.passing(name + ": no answer within " + limit.toMillis() + " ms", e);
        } catch (ExecutionException e) {
            throw ExportException.passing(name + ": " + HttpMessages.reason(e.getCause()), e.getCause());
        } finally {
            answer.cancel(true);
        }
    }

    private HttpRequest httpRequest(URI target, OutgoingRequest request) {
        HttpRequest.Builder http = HttpRequest.newBuilder(target)
                .setHeader("Content-Type", encoding.contentType())
                .POST(BodyPublishers.ofByteArray(config.compression().compress(request.message())));
        if (config.compression() != Compression.NONE) {
            http.setHeader("Content-Encoding", config.compression().name().toLowerCase(Locale.ROOT));
        }
        config.headers().forEach((header, value) -> http.header(header, value.reveal()));
        return http.build();
    }

    private PartialSuccess judge(String name, OutgoingRequest request, HttpResponse<byte[]> response)
            throws ExportException {
        int status = response.statusCode();
        if (status >= 200 && status < 300) {
            return partialSuccess(request, response);
        }
        String message = name + ": HTTP " + status + explanation(response);
        if (!PASSING.contains(status)) {
            throw ExportException.permanent(message, null);
        }
        ExportException failure = ExportException.passing(message, null);
        throw response.headers()
                .firstValue("Retry-After")
                .flatMap(delay -> RetryAfter.read(delay, settings.clock().epochNanos()))
                .map(failure::retryAfter)
                .orElse(failure);
    }

    /** Any 2xx means taken; what else an answer says that is not OTLP does not matter. */
    private PartialSuccess partialSuccess(OutgoingRequest request, HttpResponse<byte[]> response) {
        try {
            return response.body().length == 0
                    ? PartialSuccess.FULL
                    : request.signal().readResponse(response.body(), encodingOf(response));
        } catch (MalformedOtlpException e) {
            return PartialSuccess.FULL;
        }
    }

    private Encoding encodingOf(HttpResponse<byte[]> response) {
        String type = response.headers().firstValue("Content-Type").orElse("").toLowerCase(Locale.ROOT);
        if (type.startsWith(Encoding.JSON.contentType())) {
            return Encoding.JSON;
        }
        return type.startsWith(Encoding.PROTOBUF.contentType()) ? Encoding.PROTOBUF : encoding;
    }

    private String explanation(HttpResponse<byte[]> response) {
        String location = response.headers().firstValue("Location").orElse("");
        if (response.statusCode() / 100 == 3 && !location.isEmpty()) {
            return ", a redirect to " + HttpMessages.quotable(location)
                    + ", which is not followed. Put it into endpoint.";
        }
        String said = ErrorStatus.read(response.body(), encodingOf(response))
                .map(ErrorStatus::message)
                .filter(message -> !message.isEmpty())
                .orElseGet(() -> new String(response.body(), StandardCharsets.UTF_8));
        String quotable = HttpMessages.quotable(said);
        return quotable.isEmpty() ? "" : ": " + quotable;
    }

    @Override
    public void close() {
        client.shutdownNow();
        client.close();
    }
}
