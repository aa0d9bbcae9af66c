-- Processes by CPU time
-- tables: cpu_utilization
SELECT
    meta_client_name AS instance,
    client_type AS client,
    pid,
    round(sum(total_on_cpu_ns_exact / sampling_rate) / 1e9, 3) AS cpu_seconds,
    round(100 * cpu_seconds / (dateDiff('millisecond', min(window_start), max(window_end)) / 1e3), 1) AS pct_of_one_cpu,
    round(max(max_core_pct), 1) AS busiest_cpu_pct
FROM cpu_utilization FINAL
WHERE window_start >= {from:DateTime64(3, 'UTC')} AND window_start < {to:DateTime64(3, 'UTC')}
    AND ({slot:UInt32} = 0 OR wallclock_slot = {slot:UInt32})
    AND ({client:String} = '' OR client_type = {client:String})
GROUP BY instance, client, pid, process_start_time
ORDER BY cpu_seconds DESC, pid
LIMIT {limit:UInt32}
