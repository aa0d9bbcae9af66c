-- Memory of processes: at the last reading, and the most
-- tables: memory_usage
-- filled by: the receiver process_snapshots
SELECT
    meta_client_name AS instance,
    client_type AS client,
    pid,
    round(argMax(vm_rss_bytes, window_start) / 1048576, 1) AS rss_mib,
    round(max(vm_rss_bytes) / 1048576, 1) AS rss_max_mib,
    round(argMax(rss_anon_bytes, window_start) / 1048576, 1) AS anon_mib,
    round(argMax(rss_file_bytes, window_start) / 1048576, 1) AS file_mib,
    round(argMax(vm_swap_bytes, window_start) / 1048576, 1) AS swap_mib,
    max(window_start) AS read_at
FROM memory_usage FINAL
WHERE window_start >= {from:DateTime64(3, 'UTC')} AND window_start < {to:DateTime64(3, 'UTC')}
    AND ({slot:UInt32} = 0 OR wallclock_slot = {slot:UInt32})
    AND ({client:String} = '' OR client_type = {client:String})
GROUP BY instance, client, pid, process_start_time
ORDER BY rss_mib DESC, pid
LIMIT {limit:UInt32}
