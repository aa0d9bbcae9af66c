package io.borescope.otlp;

import io.borescope.api.otel.Group;
import io.borescope.api.otel.LogRecord;
import io.borescope.api.otel.Value;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import java.util.List;

/** Writes log records. */
final class LogWriter {
    private final CommonWriter common;

    LogWriter(CommonWriter common) {
        this.common = common;
    }

    ExportLogsServiceRequest write(List<Group<LogRecord>> groups) {
        ExportLogsServiceRequest.Builder request = ExportLogsServiceRequest.newBuilder();
        SameResource.runs(groups)
                .forEach(run -> request.addResourceLogs(ResourceLogs.newBuilder()
                        .setResource(common.resource(run.resource()))
                        .setSchemaUrl(run.resource().schemaUrl())
                        .addAllScopeLogs(run.groups().stream().map(this::scope).toList())));
        return request.build();
    }

    private ScopeLogs scope(Group<LogRecord> group) {
        return ScopeLogs.newBuilder()
                .setScope(common.scope(group.scope()))
                .setSchemaUrl(group.scope().schemaUrl())
                .addAllLogRecords(group.records().stream().map(this::logRecord).toList())
                .build();
    }

    private io.opentelemetry.proto.logs.v1.LogRecord logRecord(LogRecord log) {
        io.opentelemetry.proto.logs.v1.LogRecord.Builder message = io.opentelemetry.proto.logs.v1.LogRecord.newBuilder()
                .setTimeUnixNano(log.epochNanos())
                .setObservedTimeUnixNano(log.observedEpochNanos())
                .setSeverityNumberValue(log.severity())
                .setSeverityText(log.severityText())
                .setEventName(log.eventName())
                .addAllAttributes(common.attributes(log.attributes()))
                .setDroppedAttributesCount(log.dropped())
                .setFlags(log.flags())
                .setTraceId(common.id(log.trace()))
                .setSpanId(common.id(log.span()));
        if (log.body() != Value.Empty.EMPTY) {
            message.setBody(common.value(log.body()));
        }
        return message.build();
    }
}
