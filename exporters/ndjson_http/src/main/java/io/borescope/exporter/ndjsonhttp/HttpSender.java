package io.borescope.exporter.ndjsonhttp;

import io.borescope.api.component.ExportException;
import io.borescope.api.component.ExporterSettings;
import io.borescope.api.component.StartException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Sends one body and says what the answer means. Thread-safe. */
final class HttpSender implements AutoCloseable {
    /** Statuses that say "later": too many requests, and a server or gateway that is away. */
    private static final Set<Integer> PASSING = Set.of(429, 502, 503, 504);

    private static final int QUOTED_CHARACTERS = 200;
    private static final Pattern CONTROL_CHARACTERS = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}]+");
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
        Path caFile = config.tls().caFile();
        if (caFile != null) {
            builder.sslContext(trusting(caFile));
        }
        this.client = builder.build();
    }

    private static SSLContext trusting(Path caFile) throws StartException {
        try (InputStream in = Files.newInputStream(caFile)) {
            Collection<? extends Certificate> certificates =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (certificates.isEmpty()) {
                throw new StartException("tls.ca_file " + caFile + " holds no certificate. Write a PEM file there.");
            }
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            for (Certificate certificate : certificates) {
                trusted.setCertificateEntry(Integer.toString(trusted.size()), certificate);
            }
            TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new StartException("cannot read tls.ca_file " + caFile + ": " + e + ".", e);
        }
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
            throw ExportException.passing("POST " + target + ": " + reason(e.getCause()), e.getCause());
        } finally {
            answer.cancel(true);
        }
    }

    private HttpRequest request(BodyPublisher body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(config.endpoint())
                .setHeader("Content-Type", "application/x-ndjson")
                .POST(body);
        if (config.compression() != Compression.NONE) {
            request.setHeader("Content-Encoding", config.compression().name().toLowerCase(Locale.ROOT));
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
            return ", a redirect to " + quotable(location.get()) + ", which is not followed. Put it into endpoint.";
        }
        String body = quotable(response.body());
        return body.isEmpty() ? "" : ": " + body;
    }

    /** The beginning of what a server says, harmless in a log. */
    private static String quotable(String text) {
        String clean = CONTROL_CHARACTERS.matcher(text).replaceAll(" ").strip();
        return clean.codePointCount(0, clean.length()) <= QUOTED_CHARACTERS
                ? clean
                : clean.substring(0, clean.offsetByCodePoints(0, QUOTED_CHARACTERS)) + "…";
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

    private static String reason(@Nullable Throwable failure) {
        String message = "";
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnresolvedAddressException) {
                return "the host name is not known";
            }
            if (message.isEmpty() && cause.getMessage() != null) {
                message = cause.getClass().getSimpleName() + ": " + quotable(cause.getMessage());
            }
        }
        if (message.isEmpty() && failure instanceof ConnectException) {
            return "cannot connect; is the endpoint right, and does anybody listen there?";
        }
        return message.isEmpty() && failure != null ? failure.getClass().getSimpleName() : message;
    }

    @Override
    public void close() {
        client.shutdownNow();
        client.close();
    }
}
