-- Hosts: what they are made of, at the last reading
-- tables: host_specs
-- filled by: the receiver host_specs
-- since: 7d
SELECT
    meta_client_name AS instance,
    os_name AS os,
    kernel_release AS kernel,
    architecture,
    cpu_model,
    cpu_online_cores AS cpus,
    round(memory_total_bytes / 1073741824, 1) AS memory_gib,
    disk_count AS disks,
    round(disk_total_bytes / 1e9, 1) AS disks_gb,
    event_time AS read_at
FROM host_specs FINAL
WHERE event_time >= {from:DateTime64(3, 'UTC')} AND event_time < {to:DateTime64(3, 'UTC')}
ORDER BY event_time DESC, instance
LIMIT 1 BY host_id, instance
LIMIT {limit:UInt32}
