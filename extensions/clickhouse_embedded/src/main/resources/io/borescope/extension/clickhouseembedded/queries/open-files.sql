-- Open files of processes, and how near they are to their limit
-- tables: process_fd_usage
-- filled by: the receiver process_snapshots
SELECT
    meta_client_name AS instance,
    client_type AS client,
    pid,
    argMax(open_fds, window_start) AS open_now,
    max(open_fds) AS open_at_most,
    argMax(fd_limit_soft, window_start) AS soft_limit,
    round(100 * open_at_most / soft_limit, 2) AS pct_of_limit,
    max(window_start) AS read_at
FROM process_fd_usage FINAL
WHERE window_start >= {from:DateTime64(3, 'UTC')} AND window_start < {to:DateTime64(3, 'UTC')}
    AND ({slot:UInt32} = 0 OR wallclock_slot = {slot:UInt32})
    AND ({client:String} = '' OR client_type = {client:String})
GROUP BY instance, client, pid, process_start_time
ORDER BY pct_of_limit DESC, pid
LIMIT {limit:UInt32}
