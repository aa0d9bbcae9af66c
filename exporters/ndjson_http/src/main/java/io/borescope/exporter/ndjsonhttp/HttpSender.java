package io.borescope.exporter.ndjsonhttp;

import io.borescope.api.component.ExportException;
import io.borescope.api.component.ExporterSettings;
import io.borescope.api.component.StartException;
import io.borescope.api.http.HttpMessages;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpResponse;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/** Sends one body and says what the answer means. Thread-safe. */
final class HttpSender implements AutoCloseable {
    /** Statuses that say "later": too many requests, and a server or gateway that is away. */
    private static final Set<Integer> PASSING = Set.of(429, 502, 503, 504);

    private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");

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
        CompletableFuture<HttpResponse<String>> answer = client.sendAsync(request(body), head -> new ResponseStart());
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

    private void judge(HttpResponse<String> response) throws ExportException {
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
                .flatMap(this::delay)
                .map(failure::retryAfter)
                .orElse(failure);
    }

    private static String explanation(HttpResponse<String> response) {
        Optional<String> location = response.headers().firstValue("Location");
        if (response.statusCode() / 100 == 3 && location.isPresent()) {
            return ", a redirect to " + HttpMessages.quotable(location.get())
                    + ", which is not followed. Put it into endpoint.";
        }
        String body = HttpMessages.quotable(response.body());
        return body.isEmpty() ? "" : ": " + body;
    }

    /** Reads {@code Retry-After}: seconds or a date. */
    private Optional<Duration> delay(String retryAfter) {
        String text = retryAfter.strip();
        if (SECONDS.matcher(text).matches()) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
        }
        try {
            long until = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant()
                    .toEpochMilli();
            long now = settings.clock().epochNanos() / 1_000_000;
            return Optional.of(Duration.ofMillis(Math.max(0, until - now)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
        client.close();
    }
}
