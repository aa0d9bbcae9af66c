package io.borescope.otlp;

import com.google.protobuf.Message;
import io.borescope.api.BatchId;
import io.borescope.api.otel.SpanBatch;
import io.opentelemetry.proto.collector.trace.v1.ExportTracePartialSuccess;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;

/** Messages that carry spans. */
final class TraceMessages implements Messages<SpanBatch> {
    @Override
    public Message emptyRequest() {
        return ExportTraceServiceRequest.getDefaultInstance();
    }

    @Override
    public Message emptyResponse() {
        return ExportTraceServiceResponse.getDefaultInstance();
    }

    @Override
    public SpanBatch batch(Message request, CommonReader common, BatchId id) {
        return new SpanBatch(id, new SpanReader(common).read((ExportTraceServiceRequest) request));
    }

    @Override
    public Message request(SpanBatch batch, CommonWriter common) {
        return new SpanWriter(common).write(batch.groups());
    }

    @Override
    public PartialSuccess partialSuccess(Message response) {
        ExportTracePartialSuccess said = ((ExportTraceServiceResponse) response).getPartialSuccess();
        return new PartialSuccess(said.getRejectedSpans(), said.getErrorMessage());
    }

    @Override
    public Message response(PartialSuccess success) {
        return ExportTraceServiceResponse.newBuilder()
                .setPartialSuccess(ExportTracePartialSuccess.newBuilder()
                        .setRejectedSpans(success.rejected())
                        .setErrorMessage(success.message()))
                .build();
    }
}
