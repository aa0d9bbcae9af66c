package io.borescope.exporter.debug;

import io.borescope.api.otel.LogRecord;
import io.borescope.api.otel.OtelResource;
import java.util.List;

/** Log records: who said what, and how severe it is. */
final class LogLayout implements RecordLayout<LogRecord> {
    private static final List<String> SEVERITIES = List.of("trace", "debug", "info", "warn", "error", "fatal");

    /** Numbers that share a name. */
    private static final int STEPS = 4;

    @Override
    public TextTable table() {
        return new TextTable()
                .left("time")
                .left("service")
                .left("severity")
                .left("body")
                .left("attributes");
    }

    @Override
    public List<String> cells(OtelResource resource, LogRecord log) {
        return List.of(
                Values.time(epochNanos(log)),
                resource.serviceName(),
                severity(log),
                body(log),
                RecordLayout.text(log.attributes()));
    }

    /** As it was written; else the name of its number. */
    private static String severity(LogRecord log) {
        if (!log.severityText().isEmpty()) {
            return log.severityText();
        }
        int name = (log.severity() - 1) / STEPS;
        return log.severity() > 0 && name < SEVERITIES.size() ? SEVERITIES.get(name) : "";
    }

    private static String body(LogRecord log) {
        String body = RecordLayout.cut(log.body());
        return log.eventName().isEmpty() ? body : (log.eventName() + " " + body).strip();
    }

    @Override
    public void describe(LogRecord log, TextTable lines) {
        lines.row(List.of("time", log.epochNanos() == 0 ? "not known" : Values.dateTime(log.epochNanos()) + " UTC"));
        lines.row(List.of("observed", Values.dateTime(log.observedEpochNanos()) + " UTC"));
        lines.row(List.of("severity", "%s (%d)".formatted(severity(log), log.severity())));
        lines.row(List.of("event", log.eventName()));
        lines.row(List.of("body", RecordLayout.cut(log.body())));
        lines.row(List.of("trace", log.trace().isValid() ? log.trace().hex() : "none"));
        lines.row(List.of("span", log.span().isValid() ? log.span().hex() : "none"));
        log.attributes().forEach((name, value) -> lines.row(List.of("  " + name, RecordLayout.cut(value))));
    }

    @Override
    public long epochNanos(LogRecord log) {
        return log.epochNanos() == 0 ? log.observedEpochNanos() : log.epochNanos();
    }
}
