package io.borescope.otlp;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import io.borescope.api.BatchId;
import io.borescope.api.Signal;
import io.borescope.api.otel.LogBatch;
import io.borescope.api.otel.OtelBatch;
import io.borescope.api.otel.PointBatch;
import io.borescope.api.otel.SpanBatch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Reads and writes the messages of one signal: requests, which carry a batch, and the answers to them.
 *
 * @param <B> the batches
 */
public final class OtlpSignal<B extends OtelBatch<?>> {
    /** Spans. */
    public static final OtlpSignal<SpanBatch> TRACES = new OtlpSignal<>(
            Signal.TRACES, "/v1/traces", "opentelemetry.proto.collector.trace.v1.TraceService", new TraceMessages());

    /** Log records. */
    public static final OtlpSignal<LogBatch> LOGS = new OtlpSignal<>(
            Signal.LOGS, "/v1/logs", "opentelemetry.proto.collector.logs.v1.LogsService", new LogMessages());

    /** Data points. */
    public static final OtlpSignal<PointBatch> METRICS = new OtlpSignal<>(
            Signal.DATA_POINTS,
            "/v1/metrics",
            "opentelemetry.proto.collector.metrics.v1.MetricsService",
            new MetricMessages());

    private static final int RESPONSE_DEPTH = 8;
    private static final Pattern EXCEPTION_NAME = Pattern.compile("^[\\w.]{1,100}Exception: ");

    private final Signal<B> signal;
    private final String path;
    private final String service;
    private final Messages<B> messages;

    private OtlpSignal(Signal<B> signal, String path, String service, Messages<B> messages) {
        this.signal = signal;
        this.path = path;
        this.service = service;
        this.messages = messages;
    }

    /** The three, in the order in which OpenTelemetry names them. */
    public static List<OtlpSignal<?>> all() {
        return List.of(TRACES, METRICS, LOGS);
    }

    /** What pipelines call it. */
    public Signal<B> signal() {
        return signal;
    }

    /** Where requests go over HTTP: {@code /v1/traces}. */
    public String path() {
        return path;
    }

    /** Name of the gRPC service, whose one method is {@code Export}. */
    public String service() {
        return service;
    }

    /**
     * Reads a request. Unknown fields are passed over, a value that is not there is one of type {@code Empty}, and resources and scopes
     * without records are left out.
     *
     * @param id of the batch
     * @throws MalformedOtlpException if it is no such request, or beyond the limits
     */
    public B readRequest(byte[] message, Encoding encoding, OtlpLimits limits, BatchId id)
            throws MalformedOtlpException {
        Message request = parse(message, encoding, messages.emptyRequest(), limits);
        try {
            return messages.batch(request, new CommonReader(encoding, limits), id);
        } catch (IllegalArgumentException e) {
            throw new MalformedOtlpException(text(e), e);
        }
    }

    /** Writes a request. Groups of one resource that follow each other are written as one. */
    public byte[] writeRequest(B batch, Encoding encoding) {
        return bytes(messages.request(batch, new CommonWriter(encoding)), encoding);
    }

    /**
     * Reads an answer. One without a word means success.
     *
     * @throws MalformedOtlpException if it is none
     */
    public PartialSuccess readResponse(byte[] message, Encoding encoding) throws MalformedOtlpException {
        OtlpLimits limits = new OtlpLimits(message.length, RESPONSE_DEPTH, message.length, 0);
        return messages.partialSuccess(parse(message, encoding, messages.emptyResponse(), limits));
    }

    /** Writes an answer. */
    public byte[] writeResponse(PartialSuccess success, Encoding encoding) {
        return bytes(success.isFull() ? messages.emptyResponse() : messages.response(success), encoding);
    }

    private static Message parse(byte[] message, Encoding encoding, Message prototype, OtlpLimits limits)
            throws MalformedOtlpException {
        try {
            if (message.length > limits.bytes()) {
                throw new IllegalArgumentException(
                        "The message has %,d bytes; %,d are allowed.".formatted(message.length, limits.bytes()));
            }
            Message.Builder builder = prototype.newBuilderForType();
            switch (encoding) {
                case PROTOBUF -> {
                    new ProtobufShape(limits).check(message, prototype.getDescriptorForType());
                    CodedInputStream in = CodedInputStream.newInstance(message);
                    in.setRecursionLimit(limits.depth());
                    builder.mergeFrom(in);
                    in.checkLastTagWas(0);
                }
                case JSON -> {
                    new JsonShape(limits).check(message);
                    JsonFormat.parser().ignoringUnknownFields().merge(text(message), builder);
                }
            }
            return builder.build();
        } catch (IOException | IllegalArgumentException e) {
            throw new MalformedOtlpException(text(e), e);
        }
    }

    private static String text(byte[] json) {
        return new String(json, StandardCharsets.UTF_8);
    }

    /** The first line of what the libraries say, without the names of their exceptions. */
    private static String text(Exception e) {
        String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        return EXCEPTION_NAME.matcher(message).replaceFirst("");
    }

    private static byte[] bytes(Message message, Encoding encoding) {
        return switch (encoding) {
            case PROTOBUF -> message.toByteArray();
            case JSON -> json(message).getBytes(StandardCharsets.UTF_8);
        };
    }

    private static String json(Message message) {
        try {
            return JsonFormat.printer()
                    .printingEnumsAsInts()
                    .omittingInsignificantWhitespace()
                    .print(message);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("only messages of type Any cannot be written", e);
        }
    }
}
