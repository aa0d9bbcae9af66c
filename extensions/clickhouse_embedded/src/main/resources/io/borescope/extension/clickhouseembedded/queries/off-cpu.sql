-- How long threads were off any CPU: for input, locks, disks, timers
-- tables: sched_off_cpu
SELECT
    meta_client_name AS instance,
    client_type AS client,
    pid,
    round(sum(count_exact / sampling_rate)) AS times,
    round(sum(sum_exact / sampling_rate) / 1e9, 3) AS seconds,
    round(sum(sum_exact) / sum(count_exact) / 1e6, 3) AS avg_ms,
    ['1us', '10us', '100us', '1ms', '10ms', '100ms', '1s', '10s', '100s', 'longer'][arrayFirstIndex(
        reached -> reached >= 0.99 * sum(count_exact),
        arrayCumSum(sumForEach([histogram.1, histogram.2, histogram.3, histogram.4, histogram.5, histogram.6, histogram.7,
            histogram.8, histogram.9, histogram.10])))] AS p99_within,
    round(max(max_exact) / 1e6, 3) AS max_ms
FROM sched_off_cpu FINAL
WHERE window_start >= {from:DateTime64(3, 'UTC')} AND window_start < {to:DateTime64(3, 'UTC')}
    AND ({slot:UInt32} = 0 OR wallclock_slot = {slot:UInt32})
    AND ({client:String} = '' OR client_type = {client:String})
GROUP BY instance, client, pid, process_start_time
ORDER BY seconds DESC, pid
LIMIT {limit:UInt32}
