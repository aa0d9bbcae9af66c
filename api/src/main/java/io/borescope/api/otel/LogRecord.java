package io.borescope.api.otel;

/**
 * Something that somebody wrote down.
 *
 * @param epochNanos when it happened, wall time; 0 if nobody knows
 * @param observedEpochNanos when it was read
 * @param severity number of OpenTelemetry, 1 (trace) to 24 (fatal); 0 if nobody says
 * @param severityText as it was written
 * @param eventName names what kind of event it is; empty for plain records
 * @param dropped attributes that were left out on the way
 * @param flags the lower eight bits are those of W3C trace context
 */
public record LogRecord(
        long epochNanos,
        long observedEpochNanos,
        int severity,
        String severityText,
        String eventName,
        Value body,
        Attributes attributes,
        int dropped,
        int flags,
        TraceId trace,
        SpanId span) {
    /** The same with other attributes. */
    public LogRecord with(Attributes changed) {
        return new LogRecord(
                epochNanos,
                observedEpochNanos,
                severity,
                severityText,
                eventName,
                body,
                changed,
                dropped,
                flags,
                trace,
                span);
    }
}
