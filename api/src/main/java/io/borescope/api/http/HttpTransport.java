package io.borescope.api.http;

import io.borescope.api.component.ExportException;
import io.borescope.api.component.ExporterSettings;
import io.borescope.api.component.StartException;
import io.borescope.api.tls.TlsConfig;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Sends the requests of an exporter, and says what the answers mean for its queue. Thread-safe. */
public final class HttpTransport implements AutoCloseable {
    /** Statuses that say "later": too many requests, and a server or gateway that is away. OTLP calls the same ones retryable. */
    private static final Set<Integer> PASSING = Set.of(429, 502, 503, 504);

    private final ExporterSettings settings;
    private final HttpClient.Builder builder;
    private final int keptBytes;
    private final Function<HttpResponse<byte[]>, String> words;
    private @Nullable HttpClient client;

    private HttpTransport(
            ExporterSettings settings,
            HttpClient.Builder builder,
            int keptBytes,
            Function<HttpResponse<byte[]>, String> words) {
        this.settings = settings;
        this.builder = builder;
        this.keptBytes = keptBytes;
        this.words = words;
    }

    /**
     * Makes one for servers that refuse in plain words. Opens no connection yet.
     *
     * @param keptBytes how much of an answer's body is kept
     * @throws StartException if what {@code tls} names cannot be used
     */
    public static HttpTransport open(ExporterSettings settings, TlsConfig tls, int keptBytes) throws StartException {
        return open(settings, tls, keptBytes, HttpTransport::text);
    }

    /**
     * Makes one. Opens no connection yet.
     *
     * @param keptBytes how much of an answer's body is kept
     * @param words reads what a server says of its refusal
     * @throws StartException if what {@code tls} names cannot be used
     */
    public static HttpTransport open(
            ExporterSettings settings, TlsConfig tls, int keptBytes, Function<HttpResponse<byte[]>, String> words)
            throws StartException {
        HttpClient.Builder builder = HttpClient.newBuilder()
                // Over plain http, version 2 begins with an offer to upgrade, which some servers answer badly.
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(settings.timeout());
        tls.applyTo(builder);
        return new HttpTransport(settings, builder, keptBytes, words);
    }

    /** The body of an answer as text. */
    public static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    /**
     * Sends a request and waits for the whole answer.
     *
     * @param limit longest time it may take; 0 or less if there is none left
     * @return the answer, of a status that means success
     * @throws ExportException if it was not accepted, or if nobody knows whether it was
     */
    public HttpResponse<byte[]> send(HttpRequest request, Duration limit) throws ExportException, InterruptedException {
        String name = name(request);
        // The request's own time limit ends with the head of the answer; this one covers all of it.
        CompletableFuture<HttpResponse<byte[]>> answer =
                client().sendAsync(request, head -> new ResponseStart(keptBytes));
        try {
            HttpResponse<byte[]> response = answer.get(Math.max(0, limit.toNanos()), TimeUnit.NANOSECONDS);
            if (response.statusCode() / 100 != 2) {
                throw refusal(name, response);
            }
            return response;
        } catch (TimeoutException e) {
            throw ExportException.passing(name + ": no answer within " + limit.toMillis() + " ms", e);
        } catch (ExecutionException e) {
            throw ExportException.passing(name + ": " + HttpMessages.reason(e.getCause()), e.getCause());
        } finally {
            answer.cancel(true);
        }
    }

    /** Made when it is first used: it reads all certificates that the Java runtime trusts, for which the start of an agent should not wait. */
    private synchronized HttpClient client() {
        if (client == null) {
            client = builder.build();
        }
        return client;
    }

    /** For messages: no query, which may hold a token. */
    private static String name(HttpRequest request) {
        URI target = request.uri();
        return request.method() + " " + target.getScheme() + "://" + target.getRawAuthority() + target.getRawPath();
    }

    private ExportException refusal(String name, HttpResponse<byte[]> response) {
        String message = name + ": HTTP " + response.statusCode() + explanation(response);
        if (!PASSING.contains(response.statusCode())) {
            return ExportException.permanent(message, null);
        }
        ExportException failure = ExportException.passing(message, null);
        return response.headers()
                .firstValue("Retry-After")
                .flatMap(delay -> RetryAfter.read(delay, settings.clock().epochNanos()))
                .map(failure::retryAfter)
                .orElse(failure);
    }

    private String explanation(HttpResponse<byte[]> response) {
        String location = response.headers().firstValue("Location").orElse("");
        if (response.statusCode() / 100 == 3 && !location.isEmpty()) {
            return ", a redirect to " + HttpMessages.quotable(location)
                    + ", which is not followed. Put it into endpoint.";
        }
        String said = HttpMessages.quotable(words.apply(response));
        return said.isEmpty() ? "" : ": " + said;
    }

    @Override
    public synchronized void close() {
        if (client == null) {
            return;
        }
        client.shutdownNow();
        client.close();
    }
}
