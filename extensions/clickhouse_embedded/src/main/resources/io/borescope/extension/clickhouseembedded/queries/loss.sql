-- Events known to be missing, by window and metric
-- tables: (syscall|sched|mem|disk|page_fault|swap|fd|tcp)_.*|net_io|block_merge|oom_kill|process_exit|cpu_utilization
-- nothing: No event of this time is known to be missing.
SELECT
    instance,
    slot,
    window_start,
    metric,
    sum(lost) AS lost_events
FROM (
    -- All rows of one metric, window and batch tell the same loss.
    SELECT
        meta_client_name AS instance,
        wallclock_slot AS slot,
        window_start,
        _table AS metric,
        max(lost_events) AS lost
    FROM merge(currentDatabase(), '^((syscall|sched|mem|disk|page_fault|swap|fd|tcp)_.*|net_io|block_merge|oom_kill|process_exit|cpu_utilization)$')
    WHERE window_start >= {from:DateTime64(3, 'UTC')} AND window_start < {to:DateTime64(3, 'UTC')}
        AND ({slot:UInt32} = 0 OR wallclock_slot = {slot:UInt32})
    GROUP BY instance, slot, window_start, metric, batch_run, batch_sequence
)
GROUP BY instance, slot, window_start, metric
HAVING lost_events > 0
ORDER BY lost_events DESC, window_start, metric
LIMIT {limit:UInt32}
