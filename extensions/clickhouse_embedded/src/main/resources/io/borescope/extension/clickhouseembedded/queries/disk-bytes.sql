-- Disks: who read and wrote how much
-- tables: disk_bytes
SELECT
    meta_client_name AS instance,
    client_type AS client,
    pid,
    concat(toString(bitShiftRight(device_id, 20)), ':', toString(bitAnd(device_id, 0xfffff))) AS device,
    round(sumIf(sum_exact / sampling_rate, rw = 'read') / 1e6, 3) AS read_mb,
    round(sumIf(sum_exact / sampling_rate, rw = 'write') / 1e6, 3) AS written_mb,
    round(sum(count_exact / sampling_rate)) AS requests
FROM disk_bytes FINAL
WHERE window_start >= {from:DateTime64(3, 'UTC')} AND window_start < {to:DateTime64(3, 'UTC')}
    AND ({slot:UInt32} = 0 OR wallclock_slot = {slot:UInt32})
    AND ({client:String} = '' OR client_type = {client:String})
GROUP BY instance, client, pid, process_start_time, device
ORDER BY read_mb + written_mb DESC, pid, device
LIMIT {limit:UInt32}
