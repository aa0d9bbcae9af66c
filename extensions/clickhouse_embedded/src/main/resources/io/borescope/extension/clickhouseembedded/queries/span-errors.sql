-- Services by how many of their spans failed
-- tables: otel_traces
-- filled by: the receiver otlp
-- time: Timestamp
SELECT
    ServiceName AS service,
    count() AS spans,
    countIf(StatusCode = 'Error') AS errors,
    round(100 * errors / spans, 2) AS pct,
    topKIf(1)(SpanName, StatusCode = 'Error')[1] AS most_often,
    argMaxIf(StatusMessage, Timestamp, StatusCode = 'Error') AS last_message
FROM otel_traces
WHERE Timestamp >= {from:DateTime64(3, 'UTC')} AND Timestamp < {to:DateTime64(3, 'UTC')}
    AND ({client:String} = '' OR ServiceName = {client:String})
GROUP BY service
ORDER BY errors DESC, service
LIMIT {limit:UInt32}
