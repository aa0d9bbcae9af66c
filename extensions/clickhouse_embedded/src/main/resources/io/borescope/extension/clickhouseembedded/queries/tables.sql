-- What is there: tables with rows of this time
-- tables: (syscall|sched|mem|disk|page_fault|swap|fd|tcp)_.*|net_io|block_merge|oom_kill|process_.*|cpu_utilization|memory_usage
SELECT
    _table AS metric,
    count() AS rows,
    uniqExact(meta_client_name, pid, process_start_time) AS processes,
    min(window_start) AS first_window,
    max(window_start) AS last_window
FROM merge(currentDatabase(), '^((syscall|sched|mem|disk|page_fault|swap|fd|tcp)_.*|net_io|block_merge|oom_kill|process_.*|cpu_utilization|memory_usage)$') FINAL
WHERE window_start >= {from:DateTime64(3, 'UTC')} AND window_start < {to:DateTime64(3, 'UTC')}
    AND ({slot:UInt32} = 0 OR wallclock_slot = {slot:UInt32})
    AND ({client:String} = '' OR client_type = {client:String})
GROUP BY metric
ORDER BY metric
