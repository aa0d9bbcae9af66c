package io.borescope.otlp;

import io.borescope.api.Batch;
import io.borescope.api.metric.MetricBatch;
import io.borescope.api.otel.LogBatch;
import io.borescope.api.otel.OtelBatch;
import io.borescope.api.otel.PointBatch;
import io.borescope.api.otel.SpanBatch;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** A request for a backend, made of batches of an export. */
public final class OutgoingRequest {
    /** What servers of gRPC take by default. A longer batch makes a request of its own, as batches are not cut here. */
    private static final int WANTED_BYTES = 4 << 20;

    private final OtlpSignal<?> signal;
    private final List<Batch> batches;
    private final long records;
    private final byte[] message;

    private OutgoingRequest(OtlpSignal<?> signal, List<Batch> batches, long records, byte[] message) {
        this.signal = signal;
        this.batches = List.copyOf(batches);
        this.records = records;
        this.message = message;
    }

    /**
     * Puts batches together to as few requests as make sense: one per signal, several where it would be longer than what servers take by
     * default. Requests that follow each other in protobuf are one request; in JSON each batch is one.
     *
     * @param batches of metrics in columns, data points, log records or spans; those without records are passed over
     */
    public static List<OutgoingRequest> of(List<? extends Batch> batches, Encoding encoding) {
        List<OutgoingRequest> requests = new ArrayList<>();
        Builder<SpanBatch> traces = new Builder<>(OtlpSignal.TRACES, encoding, requests);
        Builder<PointBatch> metrics = new Builder<>(OtlpSignal.METRICS, encoding, requests);
        Builder<LogBatch> logs = new Builder<>(OtlpSignal.LOGS, encoding, requests);
        for (Batch batch : batches) {
            switch (batch) {
                case MetricBatch columns -> metrics.add(batch, DataPoints.of(columns));
                case PointBatch points -> metrics.add(batch, points);
                case LogBatch records -> logs.add(batch, records);
                case SpanBatch spans -> traces.add(batch, spans);
                default -> throw new IllegalArgumentException("OTLP has no place for " + batch.signal());
            }
        }
        traces.end();
        metrics.end();
        logs.end();
        return requests;
    }

    /** What it carries. */
    public OtlpSignal<?> signal() {
        return signal;
    }

    /** The batches of the export that it carries, whole. */
    public List<Batch> batches() {
        return batches;
    }

    /** What to send; not to be changed. */
    public byte[] message() {
        return message;
    }

    /**
     * How many records of the export stand for records that the backend refused. A row in columns may have become several data points; one
     * of which any was refused counts as refused.
     */
    public long rejected(PartialSuccess answer) {
        long size = batches.stream().mapToLong(Batch::size).sum();
        long refused = Math.clamp(answer.rejected(), 0, records);
        return records == 0 ? 0 : Math.ceilDiv(refused * size, records);
    }

    /** Puts the batches of one signal together. */
    private static final class Builder<B extends OtelBatch<?>> {
        private final OtlpSignal<B> signal;
        private final Encoding encoding;
        private final List<OutgoingRequest> requests;
        private final ByteArrayOutputStream message = new ByteArrayOutputStream();
        private final List<Batch> batches = new ArrayList<>();
        private long records;

        Builder(OtlpSignal<B> signal, Encoding encoding, List<OutgoingRequest> requests) {
            this.signal = signal;
            this.encoding = encoding;
            this.requests = requests;
        }

        void add(Batch batch, B content) {
            if (content.size() == 0) {
                return;
            }
            byte[] bytes = signal.writeRequest(content, encoding);
            if (encoding == Encoding.JSON || message.size() + bytes.length > WANTED_BYTES) {
                end();
            }
            message.writeBytes(bytes);
            batches.add(batch);
            records += content.size();
        }

        void end() {
            if (!batches.isEmpty()) {
                requests.add(new OutgoingRequest(signal, batches, records, message.toByteArray()));
            }
            message.reset();
            batches.clear();
            records = 0;
        }
    }
}
