-- Reads and writes of processes between their first and last reading: by system calls, and of disks
-- tables: process_io_usage
-- filled by: the receiver process_snapshots
SELECT
    meta_client_name AS instance,
    client_type AS client,
    pid,
    round((max(rchar_bytes) - min(rchar_bytes)) / 1e6, 3) AS read_mb,
    round((max(wchar_bytes) - min(wchar_bytes)) / 1e6, 3) AS written_mb,
    round((max(read_bytes) - min(read_bytes)) / 1e6, 3) AS from_disk_mb,
    round((max(write_bytes) - min(write_bytes)) / 1e6, 3) AS to_disk_mb,
    max(syscr) - min(syscr) AS read_calls,
    max(syscw) - min(syscw) AS write_calls
FROM process_io_usage FINAL
WHERE window_start >= {from:DateTime64(3, 'UTC')} AND window_start < {to:DateTime64(3, 'UTC')}
    AND ({slot:UInt32} = 0 OR wallclock_slot = {slot:UInt32})
    AND ({client:String} = '' OR client_type = {client:String})
GROUP BY instance, client, pid, process_start_time
ORDER BY read_mb + written_mb DESC, pid
LIMIT {limit:UInt32}
