package io.borescope.exporter.ndjsonhttp;

import io.borescope.api.component.ExportException;
import io.borescope.api.component.ExporterSettings;
import io.borescope.api.component.StartException;
import io.borescope.api.http.HttpMessages;
import io.borescope.api.http.ResponseStart;
import io.borescope.api.http.RetryAfter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Sends one body and says what the answer means. Thread-safe. */
final class HttpSender implements AutoCloseable {
    /** Statuses that say "later": too many requests, and a server or gateway that is away. */
    private static final Set<Integer> PASSING = Set.of(429, 502, 503, 504);

    private static final int KEPT_BYTES = 1024;

    private final ExporterSettings settings;
    private final NdjsonHttpExporterConfig config;
    private final HttpClient client;

    /** For messages: no query, which may hold a token. */
    private final String target;

    HttpSender(ExporterSettings settings, NdjsonHttpExporterConfig config) throws StartException {
        this.settings = settings;
        this.config = config;
        URI endpoint = config.endpoint();
        this.target = endpoint.getScheme() + "://" + endpoint.getRawAuthority() + endpoint.getRawPath();
        HttpClient.Builder builder = HttpClient.newBuilder()
                // Over plain http, version 2 begins with an offer to upgrade, which some servers answer badly.
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(settings.timeout());
        config.tls().applyTo(builder);
        this.client = builder.build();
    }

    /**
     * Posts a body.
     *
     * @param limit longest time it may take
     * @throws ExportException if it was not accepted, or if nobody knows whether it was
     */
    void post(BodyPublisher body, Duration limit) throws ExportException, InterruptedException {
        // The request's own time limit ends with the head of the answer; this one covers all of it.
        CompletableFuture<HttpResponse<byte[]>> answer =
                client.sendAsync(request(body), head -> new ResponseStart(KEPT_BYTES));
        try {
            judge(answer.get(Math.max(0, limit.toNanos()), TimeUnit.NANOSECONDS));
        } catch (TimeoutException e) {
            throw ExportException.passing("POST " + target + ": no answer within " + limit.toMillis() + " ms", e);
        } catch (ExecutionException e) {
            throw ExportException.passing("POST " + target + ": " + HttpMessages.reason(e.getCause()), e.getCause());
        } finally {
            answer.cancel(true);
        }
    }

    private HttpRequest request(BodyPublisher body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(config.endpoint())
                .setHeader("Content-Type", "application/x-ndjson")
                .POST(body);
        if (config.compression() != Compression.NONE) {
            request.setHeader("Content-Encoding", config.compression().contentEncoding());
        }
        config.headers().forEach((name, value) -> request.header(name, value.reveal()));
        return request.build();
    }

    private void judge(HttpResponse<byte[]> response) throws ExportException {
        int status = response.statusCode();
        if (status >= 200 && status < 300) {
            return;
        }
        String message = "POST " + target + ": HTTP " + status + explanation(response);
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

    private static String explanation(HttpResponse<byte[]> response) {
        Optional<String> location = response.headers().firstValue("Location");
        if (response.statusCode() / 100 == 3 && location.isPresent()) {
            return ", a redirect to " + HttpMessages.quotable(location.get())
                    + ", which is not followed. Put it into endpoint.";
        }
        String body = HttpMessages.quotable(new String(response.body(), StandardCharsets.UTF_8));
        return body.isEmpty() ? "" : ": " + body;
    }

    @Override
    public void close() {
        client.shutdownNow();
        client.close();
    }
}
