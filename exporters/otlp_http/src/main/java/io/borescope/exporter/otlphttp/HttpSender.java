package io.borescope.exporter.otlphttp;

import io.borescope.api.component.ExportException;
import io.borescope.api.component.ExporterSettings;
import io.borescope.api.component.StartException;
import io.borescope.api.http.HttpTransport;
import io.borescope.otlp.Encoding;
import io.borescope.otlp.ErrorStatus;
import io.borescope.otlp.MalformedOtlpException;
import io.borescope.otlp.Outbox;
import io.borescope.otlp.OutgoingRequest;
import io.borescope.otlp.PartialSuccess;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;

/**
 * Sends one request and says what the answer means. Thread-safe.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otlp/#otlphttp-response">OTLP/HTTP: response</a>
 */
final class HttpSender implements Outbox.Sender, AutoCloseable {
    private static final int KEPT_BYTES = 64 << 10;

    private final OtlpHttpExporterConfig config;
    private final Encoding encoding;
    private final HttpTransport transport;

    HttpSender(ExporterSettings settings, OtlpHttpExporterConfig config) throws StartException {
        this.config = config;
        this.encoding = config.encoding().encoding();
        this.transport = HttpTransport.open(settings, config.tls(), KEPT_BYTES, this::words);
    }

    @Override
    public PartialSuccess send(OutgoingRequest request, Duration limit) throws ExportException, InterruptedException {
        URI target = config.target(request.signal())
                .orElseThrow(() -> ExportException.permanent(
                        "no endpoint for " + request.signal().signal() + ". Write endpoint.", null));
        return partialSuccess(request, transport.send(httpRequest(target, request), limit));
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

    private String words(HttpResponse<byte[]> response) {
        return ErrorStatus.read(response.body(), encodingOf(response))
                .map(ErrorStatus::message)
                .filter(message -> !message.isEmpty())
                .orElseGet(() -> HttpTransport.text(response));
    }

    @Override
    public void close() {
        transport.close();
    }
}
