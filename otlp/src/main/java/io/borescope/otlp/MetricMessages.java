package io.borescope.otlp;

import com.google.protobuf.Message;
import io.borescope.api.BatchId;
import io.borescope.api.otel.PointBatch;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsPartialSuccess;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceResponse;

/** Messages that carry data points. */
final class MetricMessages implements Messages<PointBatch> {
    @Override
    public Message emptyRequest() {
        return ExportMetricsServiceRequest.getDefaultInstance();
    }

    @Override
    public Message emptyResponse() {
        return ExportMetricsServiceResponse.getDefaultInstance();
    }

    @Override
    public PointBatch batch(Message request, CommonReader common, BatchId id) {
        return new PointBatch(id, new MetricReader(common).read((ExportMetricsServiceRequest) request));
    }

    @Override
    public Message request(PointBatch batch, CommonWriter common) {
        return new MetricWriter(common).write(batch.groups());
    }

    @Override
    public PartialSuccess partialSuccess(Message response) {
        ExportMetricsPartialSuccess said = ((ExportMetricsServiceResponse) response).getPartialSuccess();
        return new PartialSuccess(said.getRejectedDataPoints(), said.getErrorMessage());
    }

    @Override
    public Message response(PartialSuccess success) {
        return ExportMetricsServiceResponse.newBuilder()
                .setPartialSuccess(ExportMetricsPartialSuccess.newBuilder()
                        .setRejectedDataPoints(success.rejected())
                        .setErrorMessage(success.message()))
                .build();
    }
}
