-- Page faults and swapping
-- tables: page_fault_major|page_fault_minor|swap_in|swap_out
SELECT
    meta_client_name AS instance,
    client_type AS client,
    pid,
    round(sumIf(count_exact / sampling_rate, _table = 'page_fault_major')) AS major_faults,
    round(sumIf(count_exact / sampling_rate, _table = 'page_fault_minor')) AS minor_faults,
    round(sumIf(sum_exact / sampling_rate, _table = 'swap_in')) AS pages_swapped_in,
    round(sumIf(sum_exact / sampling_rate, _table = 'swap_out')) AS pages_swapped_out
FROM merge(currentDatabase(), '^(page_fault_major|page_fault_minor|swap_in|swap_out)$') FINAL
WHERE window_start >= {from:DateTime64(3, 'UTC')} AND window_start < {to:DateTime64(3, 'UTC')}
    AND ({slot:UInt32} = 0 OR wallclock_slot = {slot:UInt32})
    AND ({client:String} = '' OR client_type = {client:String})
GROUP BY instance, client, pid, process_start_time
ORDER BY major_faults DESC, minor_faults DESC, pid
LIMIT {limit:UInt32}
