-- The process with the slowest fsync or fdatasync of each slot, or of each window where there are no slots
-- tables: syscall_fsync|syscall_fdatasync
SELECT
    wallclock_slot AS slot,
    if(slot = 0, window_start, wallclock_slot_start_date_time) AS begins,
    meta_client_name AS instance,
    client_type AS client,
    pid,
    round(sum(count_exact / sampling_rate)) AS calls,
    round(sum(sum_exact) / sum(count_exact) / 1e6, 3) AS avg_ms,
    round(max(max_exact) / 1e6, 3) AS max_ms
FROM merge(currentDatabase(), '^syscall_(fsync|fdatasync)$') FINAL
WHERE window_start >= {from:DateTime64(3, 'UTC')} AND window_start < {to:DateTime64(3, 'UTC')}
    AND ({slot:UInt32} = 0 OR wallclock_slot = {slot:UInt32})
    AND ({client:String} = '' OR client_type = {client:String})
GROUP BY slot, begins, instance, client, pid, process_start_time
ORDER BY max_ms DESC, begins, pid
LIMIT 1 BY slot, begins, instance
LIMIT {limit:UInt32}
