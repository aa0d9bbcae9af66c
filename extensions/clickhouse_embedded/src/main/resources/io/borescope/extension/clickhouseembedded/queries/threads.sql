-- Threads of processes, and their context switches between the first and the last reading
-- tables: process_sched_usage
-- filled by: the receiver process_snapshots
SELECT
    meta_client_name AS instance,
    client_type AS client,
    pid,
    argMax(threads, window_start) AS threads_now,
    max(threads) AS threads_at_most,
    max(voluntary_ctxt_switches) - min(voluntary_ctxt_switches) AS had_to_wait,
    max(nonvoluntary_ctxt_switches) - min(nonvoluntary_ctxt_switches) AS had_more_to_do
FROM process_sched_usage FINAL
WHERE window_start >= {from:DateTime64(3, 'UTC')} AND window_start < {to:DateTime64(3, 'UTC')}
    AND ({slot:UInt32} = 0 OR wallclock_slot = {slot:UInt32})
    AND ({client:String} = '' OR client_type = {client:String})
GROUP BY instance, client, pid, process_start_time
ORDER BY had_to_wait + had_more_to_do DESC, pid
LIMIT {limit:UInt32}
