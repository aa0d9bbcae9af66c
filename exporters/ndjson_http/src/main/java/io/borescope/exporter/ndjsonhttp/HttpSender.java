package io.borescope.exporter.ndjsonhttp;

import io.borescope.api.component.ExportException;
import io.borescope.api.component.ExporterSettings;
import io.borescope.api.component.StartException;
import io.borescope.api.http.HttpTransport;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.time.Duration;

/** Posts bodies. Thread-safe. */
final class HttpSender implements AutoCloseable {
    private static final int KEPT_BYTES = 1024;

    private final NdjsonHttpExporterConfig config;
    private final HttpTransport transport;

    HttpSender(ExporterSettings settings, NdjsonHttpExporterConfig config) throws StartException {
        this.config = config;
        this.transport = HttpTransport.open(settings, config.tls(), KEPT_BYTES);
    }

    /**
     * Posts a body.
     *
     * @param limit longest time it may take
     * @throws ExportException if it was not accepted, or if nobody knows whether it was
     */
    void post(BodyPublisher body, Duration limit) throws ExportException, InterruptedException {
        transport.send(request(body), limit);
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

    @Override
    public void close() {
        transport.close();
    }
}
