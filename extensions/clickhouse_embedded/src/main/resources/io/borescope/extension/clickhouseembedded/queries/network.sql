-- Network: who talked for which purpose, sent and received
-- tables: net_io
SELECT
    meta_client_name AS instance,
    client_type AS client,
    pid,
    port_label,
    round(sumIf(sum_exact / sampling_rate, direction = 'tx') / 1e6, 3) AS sent_mb,
    round(sumIf(sum_exact / sampling_rate, direction = 'rx') / 1e6, 3) AS received_mb,
    round(sumIf(count_exact / sampling_rate, direction = 'tx')) AS sends,
    round(sumIf(count_exact / sampling_rate, direction = 'rx')) AS receives
FROM net_io FINAL
WHERE window_start >= {from:DateTime64(3, 'UTC')} AND window_start < {to:DateTime64(3, 'UTC')}
    AND ({slot:UInt32} = 0 OR wallclock_slot = {slot:UInt32})
    AND ({client:String} = '' OR client_type = {client:String})
GROUP BY instance, client, pid, process_start_time, port_label
ORDER BY sent_mb + received_mb DESC, pid, port_label
LIMIT {limit:UInt32}
