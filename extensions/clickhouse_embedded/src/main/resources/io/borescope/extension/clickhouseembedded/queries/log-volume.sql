-- Log records by service and severity
-- tables: otel_logs
-- filled by: the receiver otlp
-- time: Timestamp
SELECT
    ServiceName AS service,
    ['unspecified', 'trace', 'debug', 'info', 'warn', 'error', 'fatal'][
        if(SeverityNumber BETWEEN 1 AND 24, intDiv(SeverityNumber + 3, 4) + 1, 1)] AS severity,
    count() AS records,
    round(sum(length(Body)) / 1e6, 3) AS body_mb,
    max(Timestamp) AS latest
FROM otel_logs
WHERE Timestamp >= {from:DateTime64(3, 'UTC')} AND Timestamp < {to:DateTime64(3, 'UTC')}
    AND ({client:String} = '' OR ServiceName = {client:String})
GROUP BY service, severity
ORDER BY records DESC, service, severity
LIMIT {limit:UInt32}
