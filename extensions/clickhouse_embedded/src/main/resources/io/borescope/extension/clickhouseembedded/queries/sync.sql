-- Is the Ethereum node in sync: its states, newest first
-- tables: sync_state
-- filled by: the receiver beacon
SELECT
    meta_client_name AS instance,
    meta_network_name AS network,
    event_time,
    wallclock_slot AS slot,
    head_slot,
    sync_distance,
    cl_syncing,
    el_optimistic,
    el_offline
FROM sync_state FINAL
WHERE event_time >= {from:DateTime64(3, 'UTC')} AND event_time < {to:DateTime64(3, 'UTC')}
    AND ({slot:UInt32} = 0 OR wallclock_slot = {slot:UInt32})
ORDER BY event_time DESC, instance
LIMIT {limit:UInt32}
