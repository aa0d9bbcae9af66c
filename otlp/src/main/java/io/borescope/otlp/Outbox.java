package io.borescope.otlp;

import io.borescope.api.Batch;
import io.borescope.api.component.ExportException;
import io.borescope.api.component.ExportResult;
import io.borescope.api.component.ExportResult.Rejection;
import io.borescope.api.component.ExporterSettings;
import io.borescope.api.telemetry.Counter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Turns exports into requests, sends one after the other, and says what became of which batch. Thread-safe. */
public final class Outbox {
    /** Sends one request. */
    @FunctionalInterface
    public interface Sender {
        /**
         * Sends a request and waits for the answer.
         *
         * @param limit longest time it may take; 0 or less if there is none left
         * @throws ExportException if it was not taken, or if nobody knows whether it was
         */
        PartialSuccess send(OutgoingRequest request, Duration limit) throws ExportException, InterruptedException;
    }

    private final ExporterSettings settings;
    private final Encoding encoding;
    private final Counter requests;
    private final Counter messageBytes;
    private final Counter rejectedRecords;

    public Outbox(ExporterSettings settings, Encoding encoding) {
        this.settings = settings;
        this.encoding = encoding;
        this.requests = settings.meter().counter("requests", "{request}", "Requests that were begun.");
        this.messageBytes = settings.meter().counter("message_bytes", "By", "Bytes of requests, before compression.");
        this.rejectedRecords = settings.meter()
                .counter(
                        "rejected_records",
                        "{record}",
                        "Records that the backend refused out of requests that it took. It says why: see the status.");
    }

    /**
     * Sends batches, as {@link io.borescope.api.component.Exporter#export} wants it. A refused request does not keep the next ones from being
     * sent; one that failed for now ends the export.
     */
    public ExportResult export(List<? extends Batch> batches, Sender sender)
            throws ExportException, InterruptedException {
        long deadline = settings.clock().monotonicNanos() + settings.timeout().toNanos();
        Deque<OutgoingRequest> waiting = new ArrayDeque<>(OutgoingRequest.of(batches, encoding));
        List<Batch> unsent = new ArrayList<>();
        ExportException failure = null;
        List<Rejection> rejections = new ArrayList<>();
        String reason = "";
        while (!waiting.isEmpty() && (failure == null || !failure.isRetryable())) {
            OutgoingRequest request = waiting.remove();
            requests.add(1);
            messageBytes.add(request.message().length);
            try {
                long left = deadline - settings.clock().monotonicNanos();
                PartialSuccess answer = sender.send(request, Duration.ofNanos(left));
                if (answer.rejected() > 0) {
                    rejections.add(new Rejection(request.batches(), request.rejected(answer)));
                    reason = answer.message();
                }
            } catch (ExportException e) {
                failure = e;
                unsent.addAll(request.batches());
            }
        }
        ExportResult sent = new ExportResult(rejections, reason);
        rejectedRecords.add(sent.rejected());
        if (failure != null) {
            waiting.forEach(request -> unsent.addAll(request.batches()));
            throw failure.unsent(unsent).sent(sent);
        }
        return sent;
    }
}
