package io.borescope.otlp;

import io.borescope.api.otel.Group;
import io.borescope.api.otel.LogRecord;
import io.borescope.api.otel.OtelResource;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import java.util.ArrayList;
import java.util.List;

/** Reads log records. */
final class LogReader {
    private final CommonReader common;

    LogReader(CommonReader common) {
        this.common = common;
    }

    List<Group<LogRecord>> read(ExportLogsServiceRequest request) {
        List<Group<LogRecord>> groups = new ArrayList<>();
        for (ResourceLogs logs : request.getResourceLogsList()) {
            OtelResource resource = common.resource(logs.getResource(), logs.getSchemaUrl());
            for (ScopeLogs scope : logs.getScopeLogsList()) {
                if (scope.getLogRecordsCount() > 0) {
                    groups.add(new Group<>(
                            resource,
                            common.scope(scope.getScope(), scope.getSchemaUrl()),
                            scope.getLogRecordsList().stream()
                                    .map(this::logRecord)
                                    .toList()));
                }
            }
        }
        return groups;
    }

    private LogRecord logRecord(io.opentelemetry.proto.logs.v1.LogRecord log) {
        return new LogRecord(
                log.getTimeUnixNano(),
                log.getObservedTimeUnixNano(),
                log.getSeverityNumberValue(),
                log.getSeverityText(),
                log.getEventName(),
                common.value(log.getBody()),
                common.attributes(log.getAttributesList()),
                log.getDroppedAttributesCount(),
                log.getFlags(),
                common.traceId(log.getTraceId()),
                common.spanId(log.getSpanId()));
    }
}
