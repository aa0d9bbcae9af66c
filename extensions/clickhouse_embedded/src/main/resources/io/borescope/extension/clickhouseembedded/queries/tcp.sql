-- TCP: round trip times and what had to be sent again, by purpose
-- tables: tcp_rtt|tcp_retransmit
SELECT
    meta_client_name AS instance,
    client_type AS client,
    pid,
    port_label,
    round(sumIf(sum_exact, _table = 'tcp_rtt') / sumIf(count_exact, _table = 'tcp_rtt') / 1e3, 3) AS rtt_avg_ms,
    round(maxIf(max_exact, _table = 'tcp_rtt') / 1e3, 3) AS rtt_max_ms,
    round(sumIf(count_exact / sampling_rate, _table = 'tcp_retransmit')) AS retransmits,
    round(sumIf(sum_exact / sampling_rate, _table = 'tcp_retransmit') / 1e6, 3) AS sent_again_mb
FROM merge(currentDatabase(), '^tcp_(rtt|retransmit)$') FINAL
WHERE window_start >= {from:DateTime64(3, 'UTC')} AND window_start < {to:DateTime64(3, 'UTC')}
    AND ({slot:UInt32} = 0 OR wallclock_slot = {slot:UInt32})
    AND ({client:String} = '' OR client_type = {client:String})
GROUP BY instance, client, pid, process_start_time, port_label
ORDER BY retransmits DESC, rtt_max_ms DESC, pid, port_label
LIMIT {limit:UInt32}
