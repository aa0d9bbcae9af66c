package io.borescope.otlp;

import com.google.protobuf.Message;
import io.borescope.api.BatchId;
import io.borescope.api.otel.LogBatch;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsPartialSuccess;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse;

/** Messages that carry log records. */
final class LogMessages implements Messages<LogBatch> {
    @Override
    public Message emptyRequest() {
        return ExportLogsServiceRequest.getDefaultInstance();
    }

    @Override
    public Message emptyResponse() {
        return ExportLogsServiceResponse.getDefaultInstance();
    }

    @Override
    public LogBatch batch(Message request, CommonReader common, BatchId id) {
        return new LogBatch(id, new LogReader(common).read((ExportLogsServiceRequest) request));
    }

    @Override
    public Message request(LogBatch batch, CommonWriter common) {
        return new LogWriter(common).write(batch.groups());
    }

    @Override
    public PartialSuccess partialSuccess(Message response) {
        ExportLogsPartialSuccess said = ((ExportLogsServiceResponse) response).getPartialSuccess();
        return new PartialSuccess(said.getRejectedLogRecords(), said.getErrorMessage());
    }

    @Override
    public Message response(PartialSuccess success) {
        return ExportLogsServiceResponse.newBuilder()
                .setPartialSuccess(ExportLogsPartialSuccess.newBuilder()
                        .setRejectedLogRecords(success.rejected())
                        .setErrorMessage(success.message()))
                .build();
    }
}
