package io.borescope.receiver.otlp;

import io.borescope.api.BatchConsumer;
import io.borescope.api.component.Outputs;
import io.borescope.api.component.ReceiverSettings;
import io.borescope.api.otel.OtelBatch;
import io.borescope.api.telemetry.Counter;
import io.borescope.otlp.Encoding;
import io.borescope.otlp.MalformedOtlpException;
import io.borescope.otlp.OtlpLimits;
import io.borescope.otlp.OtlpSignal;
import io.borescope.otlp.PartialSuccess;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Takes the requests of one signal that come over one transport. Thread-safe.
 *
 * @param <B> what they carry
 */
final class Intake<B extends OtelBatch<?>> {
    /** What became of a request. */
    enum Outcome {
        /** The pipelines have it. */
        TAKEN,
        /** They have no room for it now. */
        REFUSED
    }

    private final ReceiverSettings settings;
    private final OtlpSignal<B> signal;
    private final BatchConsumer<B> pipelines;
    private final OtlpLimits limits;
    private final Counter records;
    private final Counter refused;
    private final Counter malformed;

    private Intake(
            ReceiverSettings settings,
            OtlpSignal<B> signal,
            BatchConsumer<B> pipelines,
            OtlpLimits limits,
            String transport) {
        this.settings = settings;
        this.signal = signal;
        this.pipelines = pipelines;
        this.limits = limits;
        String unit = signal.signal().unit();
        String name = transport + "_" + unit.replace(' ', '_');
        this.records = settings.meter().counter(name, "{record}", "Taken over " + transport + ": " + unit + ".");
        this.refused = settings.meter()
                .counter(
                        "refused_" + name,
                        "{record}",
                        "Refused over " + transport + " because a pipeline had no room: " + unit + ".");
        this.malformed = settings.meter()
                .counter(
                        transport + "_malformed_requests",
                        "{request}",
                        "Requests over " + transport + " that are no OTLP, or beyond the limits.");
    }

    /** One for each signal that a pipeline wants. */
    static List<Intake<?>> all(ReceiverSettings settings, Outputs outputs, OtlpLimits limits, String transport) {
        return Stream.of(OtlpSignal.TRACES, OtlpSignal.METRICS, OtlpSignal.LOGS)
                .flatMap(signal -> of(settings, outputs, limits, transport, signal).stream())
                .toList();
    }

    private static <B extends OtelBatch<?>> Optional<Intake<?>> of(
            ReceiverSettings settings, Outputs outputs, OtlpLimits limits, String transport, OtlpSignal<B> signal) {
        return outputs.find(signal.signal())
                .map(pipelines -> new Intake<>(settings, signal, pipelines, limits, transport));
    }

    OtlpSignal<B> signal() {
        return signal;
    }

    /**
     * Reads a request and offers it to the pipelines.
     *
     * @throws MalformedOtlpException if it cannot be read; counted
     */
    Outcome take(byte[] request, Encoding encoding) throws MalformedOtlpException {
        B batch;
        try {
            batch = signal.readRequest(
                    request, encoding, limits, settings.batchIds().next());
        } catch (MalformedOtlpException e) {
            countMalformed();
            throw e;
        }
        if (batch.size() == 0) {
            return Outcome.TAKEN;
        }
        if (!pipelines.offer(batch)) {
            refused.add(batch.size());
            return Outcome.REFUSED;
        }
        records.add(batch.size());
        return Outcome.TAKEN;
    }

    /** A sentence for the sender of a message that would never fit; counted like what is malformed. */
    String tooLargeForTheHeap(int bytes) {
        countMalformed();
        return "Reading a message of %,d bytes takes more memory than the agent has. Send smaller ones, or give it more: BORESCOPE_JAVA_OPTS=-Xmx512m."
                .formatted(bytes);
    }

    /** For requests that cannot even be decompressed. */
    void countMalformed() {
        malformed.add(1);
    }

    /** The answer to a request that was taken. */
    byte[] success(Encoding encoding) {
        return signal.writeResponse(PartialSuccess.FULL, encoding);
    }
}
