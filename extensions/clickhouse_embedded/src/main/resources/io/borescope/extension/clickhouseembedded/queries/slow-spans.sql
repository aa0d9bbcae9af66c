-- The slowest spans
-- tables: otel_traces
-- filled by: the receiver otlp
-- time: Timestamp
SELECT
    ServiceName AS service,
    SpanName AS span,
    SpanKind AS kind,
    round(Duration / 1e6, 3) AS ms,
    StatusCode AS status,
    Timestamp AS started,
    TraceId AS trace
FROM otel_traces
WHERE Timestamp >= {from:DateTime64(3, 'UTC')} AND Timestamp < {to:DateTime64(3, 'UTC')}
    AND ({client:String} = '' OR ServiceName = {client:String})
ORDER BY Duration DESC, started, trace
LIMIT {limit:UInt32}
