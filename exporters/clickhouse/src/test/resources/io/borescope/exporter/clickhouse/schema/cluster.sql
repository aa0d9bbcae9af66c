CREATE TABLE IF NOT EXISTS schema_migrations ON CLUSTER '{cluster}' (version Int64, dirty UInt8, sequence UInt64) ENGINE = TinyLog;

-- version 1: 001_metrics

INSERT INTO schema_migrations (version, dirty, sequence) SELECT 1, 1, greatest(toUInt64(toUnixTimestamp64Nano(now64(9))), max(sequence) + 1) FROM clusterAllReplicas('{cluster}', currentDatabase(), schema_migrations);

CREATE TABLE IF NOT EXISTS syscall_read_local ON CLUSTER '{cluster}' (
    updated_date_time              DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    window_start                   DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    interval_ms                    UInt16 CODEC(ZSTD(1)),
    wallclock_slot                 UInt32 CODEC(DoubleDelta, ZSTD(1)),
    wallclock_slot_start_date_time DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    pid                            UInt32 CODEC(ZSTD(1)),
    client_type                    LowCardinality(String),
    sum                            Int64 CODEC(ZSTD(1)),
    count                          UInt32 CODEC(ZSTD(1)),
    min                            Int64 CODEC(ZSTD(1)),
    max                            Int64 CODEC(ZSTD(1)),
    histogram                      Tuple(le_1us UInt32, le_10us UInt32, le_100us UInt32, le_1ms UInt32, le_10ms UInt32, le_100ms UInt32, le_1s UInt32, le_10s UInt32, le_100s UInt32, inf UInt32) CODEC(ZSTD(1)),
    meta_client_name               LowCardinality(String),
    meta_network_name              LowCardinality(String)
) ENGINE = ReplicatedReplacingMergeTree('/clickhouse/{installation}/{cluster}/tables/{shard}/{database}/{table}', '{replica}', updated_date_time)
PARTITION BY toStartOfMonth(window_start)
ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type);

CREATE TABLE IF NOT EXISTS syscall_read ON CLUSTER '{cluster}' AS syscall_read_local
ENGINE = Distributed('{cluster}', currentDatabase(), syscall_read_local, cityHash64(window_start, meta_network_name, meta_client_name));

CREATE TABLE IF NOT EXISTS syscall_write_local ON CLUSTER '{cluster}' (
    updated_date_time              DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    window_start                   DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    interval_ms                    UInt16 CODEC(ZSTD(1)),
    wallclock_slot                 UInt32 CODEC(DoubleDelta, ZSTD(1)),
    wallclock_slot_start_date_time DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    pid                            UInt32 CODEC(ZSTD(1)),
    client_type                    LowCardinality(String),
    sum                            Int64 CODEC(ZSTD(1)),
    count                          UInt32 CODEC(ZSTD(1)),
    min                            Int64 CODEC(ZSTD(1)),
    max                            Int64 CODEC(ZSTD(1)),
    histogram                      Tuple(le_1us UInt32, le_10us UInt32, le_100us UInt32, le_1ms UInt32, le_10ms UInt32, le_100ms UInt32, le_1s UInt32, le_10s UInt32, le_100s UInt32, inf UInt32) CODEC(ZSTD(1)),
    meta_client_name               LowCardinality(String),
    meta_network_name              LowCardinality(String)
) ENGINE = ReplicatedReplacingMergeTree('/clickhouse/{installation}/{cluster}/tables/{shard}/{database}/{table}', '{replica}', updated_date_time)
PARTITION BY toStartOfMonth(window_start)
ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type);

CREATE TABLE IF NOT EXISTS syscall_write ON CLUSTER '{cluster}' AS syscall_write_local
ENGINE = Distributed('{cluster}', currentDatabase(), syscall_write_local, cityHash64(window_start, meta_network_name, meta_client_name));

CREATE TABLE IF NOT EXISTS syscall_futex_local ON CLUSTER '{cluster}' (
    updated_date_time              DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    window_start                   DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    interval_ms                    UInt16 CODEC(ZSTD(1)),
    wallclock_slot                 UInt32 CODEC(DoubleDelta, ZSTD(1)),
    wallclock_slot_start_date_time DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    pid                            UInt32 CODEC(ZSTD(1)),
    client_type                    LowCardinality(String),
    sum                            Int64 CODEC(ZSTD(1)),
    count                          UInt32 CODEC(ZSTD(1)),
    min                            Int64 CODEC(ZSTD(1)),
    max                            Int64 CODEC(ZSTD(1)),
    histogram                      Tuple(le_1us UInt32, le_10us UInt32, le_100us UInt32, le_1ms UInt32, le_10ms UInt32, le_100ms UInt32, le_1s UInt32, le_10s UInt32, le_100s UInt32, inf UInt32) CODEC(ZSTD(1)),
    meta_client_name               LowCardinality(String),
    meta_network_name              LowCardinality(String)
) ENGINE = ReplicatedReplacingMergeTree('/clickhouse/{installation}/{cluster}/tables/{shard}/{database}/{table}', '{replica}', updated_date_time)
PARTITION BY toStartOfMonth(window_start)
ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type);

CREATE TABLE IF NOT EXISTS syscall_futex ON CLUSTER '{cluster}' AS syscall_futex_local
ENGINE = Distributed('{cluster}', currentDatabase(), syscall_futex_local, cityHash64(window_start, meta_network_name, meta_client_name));

CREATE TABLE IF NOT EXISTS syscall_mmap_local ON CLUSTER '{cluster}' (
    updated_date_time              DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    window_start                   DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    interval_ms                    UInt16 CODEC(ZSTD(1)),
    wallclock_slot                 UInt32 CODEC(DoubleDelta, ZSTD(1)),
    wallclock_slot_start_date_time DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    pid                            UInt32 CODEC(ZSTD(1)),
    client_type                    LowCardinality(String),
    sum                            Int64 CODEC(ZSTD(1)),
    count                          UInt32 CODEC(ZSTD(1)),
    min                            Int64 CODEC(ZSTD(1)),
    max                            Int64 CODEC(ZSTD(1)),
    histogram                      Tuple(le_1us UInt32, le_10us UInt32, le_100us UInt32, le_1ms UInt32, le_10ms UInt32, le_100ms UInt32, le_1s UInt32, le_10s UInt32, le_100s UInt32, inf UInt32) CODEC(ZSTD(1)),
    meta_client_name               LowCardinality(String),
    meta_network_name              LowCardinality(String)
) ENGINE = ReplicatedReplacingMergeTree('/clickhouse/{installation}/{cluster}/tables/{shard}/{database}/{table}', '{replica}', updated_date_time)
PARTITION BY toStartOfMonth(window_start)
ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type);

CREATE TABLE IF NOT EXISTS syscall_mmap ON CLUSTER '{cluster}' AS syscall_mmap_local
ENGINE = Distributed('{cluster}', currentDatabase(), syscall_mmap_local, cityHash64(window_start, meta_network_name, meta_client_name));

CREATE TABLE IF NOT EXISTS syscall_epoll_wait_local ON CLUSTER '{cluster}' (
    updated_date_time              DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    window_start                   DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    interval_ms                    UInt16 CODEC(ZSTD(1)),
    wallclock_slot                 UInt32 CODEC(DoubleDelta, ZSTD(1)),
    wallclock_slot_start_date_time DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    pid                            UInt32 CODEC(ZSTD(1)),
    client_type                    LowCardinality(String),
    sum                            Int64 CODEC(ZSTD(1)),
    count                          UInt32 CODEC(ZSTD(1)),
    min                            Int64 CODEC(ZSTD(1)),
    max                            Int64 CODEC(ZSTD(1)),
    histogram                      Tuple(le_1us UInt32, le_10us UInt32, le_100us UInt32, le_1ms UInt32, le_10ms UInt32, le_100ms UInt32, le_1s UInt32, le_10s UInt32, le_100s UInt32, inf UInt32) CODEC(ZSTD(1)),
    meta_client_name               LowCardinality(String),
    meta_network_name              LowCardinality(String)
) ENGINE = ReplicatedReplacingMergeTree('/clickhouse/{installation}/{cluster}/tables/{shard}/{database}/{table}', '{replica}', updated_date_time)
PARTITION BY toStartOfMonth(window_start)
ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type);

CREATE TABLE IF NOT EXISTS syscall_epoll_wait ON CLUSTER '{cluster}' AS syscall_epoll_wait_local
ENGINE = Distributed('{cluster}', currentDatabase(), syscall_epoll_wait_local, cityHash64(window_start, meta_network_name, meta_client_name));

CREATE TABLE IF NOT EXISTS syscall_fsync_local ON CLUSTER '{cluster}' (
    updated_date_time              DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    window_start                   DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    interval_ms                    UInt16 CODEC(ZSTD(1)),
    wallclock_slot                 UInt32 CODEC(DoubleDelta, ZSTD(1)),
    wallclock_slot_start_date_time DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    pid                            UInt32 CODEC(ZSTD(1)),
    client_type                    LowCardinality(String),
    sum                            Int64 CODEC(ZSTD(1)),
    count                          UInt32 CODEC(ZSTD(1)),
    min                            Int64 CODEC(ZSTD(1)),
    max                            Int64 CODEC(ZSTD(1)),
    histogram                      Tuple(le_1us UInt32, le_10us UInt32, le_100us UInt32, le_1ms UInt32, le_10ms UInt32, le_100ms UInt32, le_1s UInt32, le_10s UInt32, le_100s UInt32, inf UInt32) CODEC(ZSTD(1)),
    meta_client_name               LowCardinality(String),
    meta_network_name              LowCardinality(String)
) ENGINE = ReplicatedReplacingMergeTree('/clickhouse/{installation}/{cluster}/tables/{shard}/{database}/{table}', '{replica}', updated_date_time)
PARTITION BY toStartOfMonth(window_start)
ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type);

CREATE TABLE IF NOT EXISTS syscall_fsync ON CLUSTER '{cluster}' AS syscall_fsync_local
ENGINE = Distributed('{cluster}', currentDatabase(), syscall_fsync_local, cityHash64(window_start, meta_network_name, meta_client_name));

CREATE TABLE IF NOT EXISTS syscall_fdatasync_local ON CLUSTER '{cluster}' (
    updated_date_time              DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    window_start                   DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    interval_ms                    UInt16 CODEC(ZSTD(1)),
    wallclock_slot                 UInt32 CODEC(DoubleDelta, ZSTD(1)),
    wallclock_slot_start_date_time DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    pid                            UInt32 CODEC(ZSTD(1)),
    client_type                    LowCardinality(String),
    sum                            Int64 CODEC(ZSTD(1)),
    count                          UInt32 CODEC(ZSTD(1)),
    min                            Int64 CODEC(ZSTD(1)),
    max                            Int64 CODEC(ZSTD(1)),
    histogram                      Tuple(le_1us UInt32, le_10us UInt32, le_100us UInt32, le_1ms UInt32, le_10ms UInt32, le_100ms UInt32, le_1s UInt32, le_10s UInt32, le_100s UInt32, inf UInt32) CODEC(ZSTD(1)),
    meta_client_name               LowCardinality(String),
    meta_network_name              LowCardinality(String)
) ENGINE = ReplicatedReplacingMergeTree('/clickhouse/{installation}/{cluster}/tables/{shard}/{database}/{table}', '{replica}', updated_date_time)
PARTITION BY toStartOfMonth(window_start)
ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type);

CREATE TABLE IF NOT EXISTS syscall_fdatasync ON CLUSTER '{cluster}' AS syscall_fdatasync_local
ENGINE = Distributed('{cluster}', currentDatabase(), syscall_fdatasync_local, cityHash64(window_start, meta_network_name, meta_client_name));

CREATE TABLE IF NOT EXISTS syscall_pwrite_local ON CLUSTER '{cluster}' (
    updated_date_time              DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    window_start                   DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    interval_ms                    UInt16 CODEC(ZSTD(1)),
    wallclock_slot                 UInt32 CODEC(DoubleDelta, ZSTD(1)),
    wallclock_slot_start_date_time DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    pid                            UInt32 CODEC(ZSTD(1)),
    client_type                    LowCardinality(String),
    sum                            Int64 CODEC(ZSTD(1)),
    count                          UInt32 CODEC(ZSTD(1)),
    min                            Int64 CODEC(ZSTD(1)),
    max                            Int64 CODEC(ZSTD(1)),
    histogram                      Tuple(le_1us UInt32, le_10us UInt32, le_100us UInt32, le_1ms UInt32, le_10ms UInt32, le_100ms UInt32, le_1s UInt32, le_10s UInt32, le_100s UInt32, inf UInt32) CODEC(ZSTD(1)),
    meta_client_name               LowCardinality(String),
    meta_network_name              LowCardinality(String)
) ENGINE = ReplicatedReplacingMergeTree('/clickhouse/{installation}/{cluster}/tables/{shard}/{database}/{table}', '{replica}', updated_date_time)
PARTITION BY toStartOfMonth(window_start)
ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type);

CREATE TABLE IF NOT EXISTS syscall_pwrite ON CLUSTER '{cluster}' AS syscall_pwrite_local
ENGINE = Distributed('{cluster}', currentDatabase(), syscall_pwrite_local, cityHash64(window_start, meta_network_name, meta_client_name));

CREATE TABLE IF NOT EXISTS sched_on_cpu_local ON CLUSTER '{cluster}' (
    updated_date_time              DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    window_start                   DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    interval_ms                    UInt16 CODEC(ZSTD(1)),
    wallclock_slot                 UInt32 CODEC(DoubleDelta, ZSTD(1)),
    wallclock_slot_start_date_time DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    pid                            UInt32 CODEC(ZSTD(1)),
    client_type                    LowCardinality(String),
    sum                            Int64 CODEC(ZSTD(1)),
    count                          UInt32 CODEC(ZSTD(1)),
    min                            Int64 CODEC(ZSTD(1)),
    max                            Int64 CODEC(ZSTD(1)),
    histogram                      Tuple(le_1us UInt32, le_10us UInt32, le_100us UInt32, le_1ms UInt32, le_10ms UInt32, le_100ms UInt32, le_1s UInt32, le_10s UInt32, le_100s UInt32, inf UInt32) CODEC(ZSTD(1)),
    meta_client_name               LowCardinality(String),
    meta_network_name              LowCardinality(String)
) ENGINE = ReplicatedReplacingMergeTree('/clickhouse/{installation}/{cluster}/tables/{shard}/{database}/{table}', '{replica}', updated_date_time)
PARTITION BY toStartOfMonth(window_start)
ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type);

CREATE TABLE IF NOT EXISTS sched_on_cpu ON CLUSTER '{cluster}' AS sched_on_cpu_local
ENGINE = Distributed('{cluster}', currentDatabase(), sched_on_cpu_local, cityHash64(window_start, meta_network_name, meta_client_name));

CREATE TABLE IF NOT EXISTS sched_off_cpu_local ON CLUSTER '{cluster}' (
    updated_date_time              DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    window_start                   DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    interval_ms                    UInt16 CODEC(ZSTD(1)),
    wallclock_slot                 UInt32 CODEC(DoubleDelta, ZSTD(1)),
    wallclock_slot_start_date_time DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    pid                            UInt32 CODEC(ZSTD(1)),
    client_type                    LowCardinality(String),
    sum                            Int64 CODEC(ZSTD(1)),
    count                          UInt32 CODEC(ZSTD(1)),
    min                            Int64 CODEC(ZSTD(1)),
    max                            Int64 CODEC(ZSTD(1)),
    histogram                      Tuple(le_1us UInt32, le_10us UInt32, le_100us UInt32, le_1ms UInt32, le_10ms UInt32, le_100ms UInt32, le_1s UInt32, le_10s UInt32, le_100s UInt32, inf UInt32) CODEC(ZSTD(1)),
    meta_client_name               LowCardinality(String),
    meta_network_name              LowCardinality(String)
) ENGINE = ReplicatedReplacingMergeTree('/clickhouse/{installation}/{cluster}/tables/{shard}/{database}/{table}', '{replica}', updated_date_time)
PARTITION BY toStartOfMonth(window_start)
ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type);

CREATE TABLE IF NOT EXISTS sched_off_cpu ON CLUSTER '{cluster}' AS sched_off_cpu_local
ENGINE = Distributed('{cluster}', currentDatabase(), sched_off_cpu_local, cityHash64(window_start, meta_network_name, meta_client_name));

CREATE TABLE IF NOT EXISTS sched_runqueue_local ON CLUSTER '{cluster}' (
    updated_date_time              DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    window_start                   DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    interval_ms                    UInt16 CODEC(ZSTD(1)),
    wallclock_slot                 UInt32 CODEC(DoubleDelta, ZSTD(1)),
    wallclock_slot_start_date_time DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    pid                            UInt32 CODEC(ZSTD(1)),
    client_type                    LowCardinality(String),
    sum                            Int64 CODEC(ZSTD(1)),
    count                          UInt32 CODEC(ZSTD(1)),
    min                            Int64 CODEC(ZSTD(1)),
    max                            Int64 CODEC(ZSTD(1)),
    histogram                      Tuple(le_1us UInt32, le_10us UInt32, le_100us UInt32, le_1ms UInt32, le_10ms UInt32, le_100ms UInt32, le_1s UInt32, le_10s UInt32, le_100s UInt32, inf UInt32) CODEC(ZSTD(1)),
    meta_client_name               LowCardinality(String),
    meta_network_name              LowCardinality(String)
) ENGINE = ReplicatedReplacingMergeTree('/clickhouse/{installation}/{cluster}/tables/{shard}/{database}/{table}', '{replica}', updated_date_time)
PARTITION BY toStartOfMonth(window_start)
ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type);

CREATE TABLE IF NOT EXISTS sched_runqueue ON CLUSTER '{cluster}' AS sched_runqueue_local
ENGINE = Distributed('{cluster}', currentDatabase(), sched_runqueue_local, cityHash64(window_start, meta_network_name, meta_client_name));

CREATE TABLE IF NOT EXISTS mem_reclaim_local ON CLUSTER '{cluster}' (
    updated_date_time              DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    window_start                   DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    interval_ms                    UInt16 CODEC(ZSTD(1)),
    wallclock_slot                 UInt32 CODEC(DoubleDelta, ZSTD(1)),
    wallclock_slot_start_date_time DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    pid                            UInt32 CODEC(ZSTD(1)),
    client_type                    LowCardinality(String),
    sum                            Int64 CODEC(ZSTD(1)),
    count                          UInt32 CODEC(ZSTD(1)),
    min                            Int64 CODEC(ZSTD(1)),
    max                            Int64 CODEC(ZSTD(1)),
    histogram                      Tuple(le_1us UInt32, le_10us UInt32, le_100us UInt32, le_1ms UInt32, le_10ms UInt32, le_100ms UInt32, le_1s UInt32, le_10s UInt32, le_100s UInt32, inf UInt32) CODEC(ZSTD(1)),
    meta_client_name               LowCardinality(String),
    meta_network_name              LowCardinality(String)
) ENGINE = ReplicatedReplacingMergeTree('/clickhouse/{installation}/{cluster}/tables/{shard}/{database}/{table}', '{replica}', updated_date_time)
PARTITION BY toStartOfMonth(window_start)
ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type);

CREATE TABLE IF NOT EXISTS mem_reclaim ON CLUSTER '{cluster}' AS mem_reclaim_local
ENGINE = Distributed('{cluster}', currentDatabase(), mem_reclaim_local, cityHash64(window_start, meta_network_name, meta_client_name));

CREATE TABLE IF NOT EXISTS mem_compaction_local ON CLUSTER '{cluster}' (
    updated_date_time              DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    window_start                   DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    interval_ms                    UInt16 CODEC(ZSTD(1)),
    wallclock_slot                 UInt32 CODEC(DoubleDelta, ZSTD(1)),
    wallclock_slot_start_date_time DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    pid                            UInt32 CODEC(ZSTD(1)),
    client_type                    LowCardinality(String),
    sum                            Int64 CODEC(ZSTD(1)),
    count                          UInt32 CODEC(ZSTD(1)),
    min                            Int64 CODEC(ZSTD(1)),
    max                            Int64 CODEC(ZSTD(1)),
    histogram                      Tuple(le_1us UInt32, le_10us UInt32, le_100us UInt32, le_1ms UInt32, le_10ms UInt32, le_100ms UInt32, le_1s UInt32, le_10s UInt32, le_100s UInt32, inf UInt32) CODEC(ZSTD(1)),
    meta_client_name               LowCardinality(String),
    meta_network_name              LowCardinality(String)
) ENGINE = ReplicatedReplacingMergeTree('/clickhouse/{installation}/{cluster}/tables/{shard}/{database}/{table}', '{replica}', updated_date_time)
PARTITION BY toStartOfMonth(window_start)
ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type);

CREATE TABLE IF NOT EXISTS mem_compaction ON CLUSTER '{cluster}' AS mem_compaction_local
ENGINE = Distributed('{cluster}', currentDatabase(), mem_compaction_local, cityHash64(window_start, meta_network_name, meta_client_name));

CREATE TABLE IF NOT EXISTS disk_latency_local ON CLUSTER '{cluster}' (
    updated_date_time              DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    window_start                   DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    interval_ms                    UInt16 CODEC(ZSTD(1)),
    wallclock_slot                 UInt32 CODEC(DoubleDelta, ZSTD(1)),
    wallclock_slot_start_date_time DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    pid                            UInt32 CODEC(ZSTD(1)),
    client_type                    LowCardinality(String),
    device_id                      UInt32 CODEC(ZSTD(1)),
    rw                             LowCardinality(String),
    sum                            Int64 CODEC(ZSTD(1)),
    count                          UInt32 CODEC(ZSTD(1)),
    min                            Int64 CODEC(ZSTD(1)),
    max                            Int64 CODEC(ZSTD(1)),
    histogram                      Tuple(le_1us UInt32, le_10us UInt32, le_100us UInt32, le_1ms UInt32, le_10ms UInt32, le_100ms UInt32, le_1s UInt32, le_10s UInt32, le_100s UInt32, inf UInt32) CODEC(ZSTD(1)),
    meta_client_name               LowCardinality(String),
    meta_network_name              LowCardinality(String)
) ENGINE = ReplicatedReplacingMergeTree('/clickhouse/{installation}/{cluster}/tables/{shard}/{database}/{table}', '{replica}', updated_date_time)
PARTITION BY toStartOfMonth(window_start)
ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type, device_id, rw);

CREATE TABLE IF NOT EXISTS disk_latency ON CLUSTER '{cluster}' AS disk_latency_local
ENGINE = Distributed('{cluster}', currentDatabase(), disk_latency_local, cityHash64(window_start, meta_network_name, meta_client_name));

CREATE TABLE IF NOT EXISTS page_fault_major_local ON CLUSTER '{cluster}' (
    updated_date_time              DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    window_start                   DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    interval_ms                    UInt16 CODEC(ZSTD(1)),
    wallclock_slot                 UInt32 CODEC(DoubleDelta, ZSTD(1)),
    wallclock_slot_start_date_time DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    pid                            UInt32 CODEC(ZSTD(1)),
    client_type                    LowCardinality(String),
    sum                            Int64 CODEC(ZSTD(1)),
    count                          UInt32 CODEC(ZSTD(1)),
    meta_client_name               LowCardinality(String),
    meta_network_name              LowCardinality(String)
) ENGINE = ReplicatedReplacingMergeTree('/clickhouse/{installation}/{cluster}/tables/{shard}/{database}/{table}', '{replica}', updated_date_time)
PARTITION BY toStartOfMonth(window_start)
ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type);

CREATE TABLE IF NOT EXISTS page_fault_major ON CLUSTER '{cluster}' AS page_fault_major_local
ENGINE = Distributed('{cluster}', currentDatabase(), page_fault_major_local, cityHash64(window_start, meta_network_name, meta_client_name));

CREATE TABLE IF NOT EXISTS page_fault_minor_local ON CLUSTER '{cluster}' (
    updated_date_time              DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    window_start                   DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    interval_ms                    UInt16 CODEC(ZSTD(1)),
    wallclock_slot                 UInt32 CODEC(DoubleDelta, ZSTD(1)),
    wallclock_slot_start_date_time DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    pid                            UInt32 CODEC(ZSTD(1)),
    client_type                    LowCardinality(String),
    sum                            Int64 CODEC(ZSTD(1)),
    count                          UInt32 CODEC(ZSTD(1)),
    meta_client_name               LowCardinality(String),
    meta_network_name              LowCardinality(String)
) ENGINE = ReplicatedReplacingMergeTree('/clickhouse/{installation}/{cluster}/tables/{shard}/{database}/{table}', '{replica}', updated_date_time)
PARTITION BY toStartOfMonth(window_start)
ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type);

CREATE TABLE IF NOT EXISTS page_fault_minor ON CLUSTER '{cluster}' AS page_fault_minor_local
ENGINE = Distributed('{cluster}', currentDatabase(), page_fault_minor_local, cityHash64(window_start, meta_network_name, meta_client_name));

CREATE TABLE IF NOT EXISTS swap_in_local ON CLUSTER '{cluster}' (
    updated_date_time              DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    window_start                   DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    interval_ms                    UInt16 CODEC(ZSTD(1)),
    wallclock_slot                 UInt32 CODEC(DoubleDelta, ZSTD(1)),
    wallclock_slot_start_date_time DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    pid                            UInt32 CODEC(ZSTD(1)),
    client_type                    LowCardinality(String),
    sum                            Int64 CODEC(ZSTD(1)),
    count                          UInt32 CODEC(ZSTD(1)),
    meta_client_name               LowCardinality(String),
    meta_network_name              LowCardinality(String)
) ENGINE = ReplicatedReplacingMergeTree('/clickhouse/{installation}/{cluster}/tables/{shard}/{database}/{table}', '{replica}', updated_date_time)
PARTITION BY toStartOfMonth(window_start)
ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type);

CREATE TABLE IF NOT EXISTS swap_in ON CLUSTER '{cluster}' AS swap_in_local
ENGINE = Distributed('{cluster}', currentDatabase(), swap_in_local, cityHash64(window_start, meta_network_name, meta_client_name));

CREATE TABLE IF NOT EXISTS swap_out_local ON CLUSTER '{cluster}' (
    updated_date_time              DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    window_start                   DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    interval_ms                    UInt16 CODEC(ZSTD(1)),
    wallclock_slot                 UInt32 CODEC(DoubleDelta, ZSTD(1)),
    wallclock_slot_start_date_time DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    pid                            UInt32 CODEC(ZSTD(1)),
    client_type                    LowCardinality(String),
    sum                            Int64 CODEC(ZSTD(1)),
    count                          UInt32 CODEC(ZSTD(1)),
    meta_client_name               LowCardinality(String),
    meta_network_name              LowCardinality(String)
) ENGINE = ReplicatedReplacingMergeTree('/clickhouse/{installation}/{cluster}/tables/{shard}/{database}/{table}', '{replica}', updated_date_time)
PARTITION BY toStartOfMonth(window_start)
ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type);

CREATE TABLE IF NOT EXISTS swap_out ON CLUSTER '{cluster}' AS swap_out_local
ENGINE = Distributed('{cluster}', currentDatabase(), swap_out_local, cityHash64(window_start, meta_network_name, meta_client_name));

CREATE TABLE IF NOT EXISTS oom_kill_local ON CLUSTER '{cluster}' (
    updated_date_time              DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    window_start                   DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    interval_ms                    UInt16 CODEC(ZSTD(1)),
    wallclock_slot                 UInt32 CODEC(DoubleDelta, ZSTD(1)),
    wallclock_slot_start_date_time DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    pid                            UInt32 CODEC(ZSTD(1)),
    client_type                    LowCardinality(String),
    sum                            Int64 CODEC(ZSTD(1)),
    count                          UInt32 CODEC(ZSTD(1)),
    meta_client_name               LowCardinality(String),
    meta_network_name              LowCardinality(String)
) ENGINE = ReplicatedReplacingMergeTree('/clickhouse/{installation}/{cluster}/tables/{shard}/{database}/{table}', '{replica}', updated_date_time)
PARTITION BY toStartOfMonth(window_start)
ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type);

CREATE TABLE IF NOT EXISTS oom_kill ON CLUSTER '{cluster}' AS oom_kill_local
ENGINE = Distributed('{cluster}', currentDatabase(), oom_kill_local, cityHash64(window_start, meta_network_name, meta_client_name));

CREATE TABLE IF NOT EXISTS fd_open_local ON CLUSTER '{cluster}' (
    updated_date_time              DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    window_start                   DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    interval_ms                    UInt16 CODEC(ZSTD(1)),
    wallclock_slot                 UInt32 CODEC(DoubleDelta, ZSTD(1)),
    wallclock_slot_start_date_time DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    pid                            UInt32 CODEC(ZSTD(1)),
    client_type                    LowCardinality(String),
    sum                            Int64 CODEC(ZSTD(1)),
    count                          UInt32 CODEC(ZSTD(1)),
    meta_client_name               LowCardinality(String),
    meta_network_name              LowCardinality(String)
) ENGINE = ReplicatedReplacingMergeTree('/clickhouse/{installation}/{cluster}/tables/{shard}/{database}/{table}', '{replica}', updated_date_time)
PARTITION BY toStartOfMonth(window_start)
ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type);

CREATE TABLE IF NOT EXISTS fd_open ON CLUSTER '{cluster}' AS fd_open_local
ENGINE = Distributed('{cluster}', currentDatabase(), fd_open_local, cityHash64(window_start, meta_network_name, meta_client_name));

CREATE TABLE IF NOT EXISTS fd_close_local ON CLUSTER '{cluster}' (
    updated_date_time              DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    window_start                   DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    interval_ms                    UInt16 CODEC(ZSTD(1)),
    wallclock_slot                 UInt32 CODEC(DoubleDelta, ZSTD(1)),
    wallclock_slot_start_date_time DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    pid                            UInt32 CODEC(ZSTD(1)),
    client_type                    LowCardinality(String),
    sum                            Int64 CODEC(ZSTD(1)),
    count                          UInt32 CODEC(ZSTD(1)),
    meta_client_name               LowCardinality(String),
    meta_network_name              LowCardinality(String)
) ENGINE = ReplicatedReplacingMergeTree('/clickhouse/{installation}/{cluster}/tables/{shard}/{database}/{table}', '{replica}', updated_date_time)
PARTITION BY toStartOfMonth(window_start)
ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type);

CREATE TABLE IF NOT EXISTS fd_close ON CLUSTER '{cluster}' AS fd_close_local
ENGINE = Distributed('{cluster}', currentDatabase(), fd_close_local, cityHash64(window_start, meta_network_name, meta_client_name));

CREATE TABLE IF NOT EXISTS process_exit_local ON CLUSTER '{cluster}' (
    updated_date_time              DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    window_start                   DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    interval_ms                    UInt16 CODEC(ZSTD(1)),
    wallclock_slot                 UInt32 CODEC(DoubleDelta, ZSTD(1)),
    wallclock_slot_start_date_time DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    pid                            UInt32 CODEC(ZSTD(1)),
    client_type                    LowCardinality(String),
    sum                            Int64 CODEC(ZSTD(1)),
    count                          UInt32 CODEC(ZSTD(1)),
    meta_client_name               LowCardinality(String),
    meta_network_name              LowCardinality(String)
) ENGINE = ReplicatedReplacingMergeTree('/clickhouse/{installation}/{cluster}/tables/{shard}/{database}/{table}', '{replica}', updated_date_time)
PARTITION BY toStartOfMonth(window_start)
ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type);

CREATE TABLE IF NOT EXISTS process_exit ON CLUSTER '{cluster}' AS process_exit_local
ENGINE = Distributed('{cluster}', currentDatabase(), process_exit_local, cityHash64(window_start, meta_network_name, meta_client_name));

CREATE TABLE IF NOT EXISTS tcp_state_change_local ON CLUSTER '{cluster}' (
    updated_date_time              DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    window_start                   DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    interval_ms                    UInt16 CODEC(ZSTD(1)),
    wallclock_slot                 UInt32 CODEC(DoubleDelta, ZSTD(1)),
    wallclock_slot_start_date_time DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    pid                            UInt32 CODEC(ZSTD(1)),
    client_type                    LowCardinality(String),
    sum                            Int64 CODEC(ZSTD(1)),
    count                          UInt32 CODEC(ZSTD(1)),
    meta_client_name               LowCardinality(String),
    meta_network_name              LowCardinality(String)
) ENGINE = ReplicatedReplacingMergeTree('/clickhouse/{installation}/{cluster}/tables/{shard}/{database}/{table}', '{replica}', updated_date_time)
PARTITION BY toStartOfMonth(window_start)
ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type);

CREATE TABLE IF NOT EXISTS tcp_state_change ON CLUSTER '{cluster}' AS tcp_state_change_local
ENGINE = Distributed('{cluster}', currentDatabase(), tcp_state_change_local, cityHash64(window_start, meta_network_name, meta_client_name));

CREATE TABLE IF NOT EXISTS net_io_local ON CLUSTER '{cluster}' (
    updated_date_time              DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    window_start                   DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    interval_ms                    UInt16 CODEC(ZSTD(1)),
    wallclock_slot                 UInt32 CODEC(DoubleDelta, ZSTD(1)),
    wallclock_slot_start_date_time DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    pid                            UInt32 CODEC(ZSTD(1)),
    client_type                    LowCardinality(String),
    local_port                     UInt16 CODEC(ZSTD(1)),
    direction                      LowCardinality(String),
    sum                            Int64 CODEC(ZSTD(1)),
    count                          UInt32 CODEC(ZSTD(1)),
    meta_client_name               LowCardinality(String),
    meta_network_name              LowCardinality(String)
) ENGINE = ReplicatedReplacingMergeTree('/clickhouse/{installation}/{cluster}/tables/{shard}/{database}/{table}', '{replica}', updated_date_time)
PARTITION BY toStartOfMonth(window_start)
ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type, local_port, direction);

CREATE TABLE IF NOT EXISTS net_io ON CLUSTER '{cluster}' AS net_io_local
ENGINE = Distributed('{cluster}', currentDatabase(), net_io_local, cityHash64(window_start, meta_network_name, meta_client_name));

CREATE TABLE IF NOT EXISTS tcp_retransmit_local ON CLUSTER '{cluster}' (
    updated_date_time              DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    window_start                   DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    interval_ms                    UInt16 CODEC(ZSTD(1)),
    wallclock_slot                 UInt32 CODEC(DoubleDelta, ZSTD(1)),
    wallclock_slot_start_date_time DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    pid                            UInt32 CODEC(ZSTD(1)),
    client_type                    LowCardinality(String),
    local_port                     UInt16 CODEC(ZSTD(1)),
    direction                      LowCardinality(String),
    sum                            Int64 CODEC(ZSTD(1)),
    count                          UInt32 CODEC(ZSTD(1)),
    meta_client_name               LowCardinality(String),
    meta_network_name              LowCardinality(String)
) ENGINE = ReplicatedReplacingMergeTree('/clickhouse/{installation}/{cluster}/tables/{shard}/{database}/{table}', '{replica}', updated_date_time)
PARTITION BY toStartOfMonth(window_start)
ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type, local_port, direction);

CREATE TABLE IF NOT EXISTS tcp_retransmit ON CLUSTER '{cluster}' AS tcp_retransmit_local
ENGINE = Distributed('{cluster}', currentDatabase(), tcp_retransmit_local, cityHash64(window_start, meta_network_name, meta_client_name));

CREATE TABLE IF NOT EXISTS disk_bytes_local ON CLUSTER '{cluster}' (
    updated_date_time              DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    window_start                   DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    interval_ms                    UInt16 CODEC(ZSTD(1)),
    wallclock_slot                 UInt32 CODEC(DoubleDelta, ZSTD(1)),
    wallclock_slot_start_date_time DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    pid                            UInt32 CODEC(ZSTD(1)),
    client_type                    LowCardinality(String),
    device_id                      UInt32 CODEC(ZSTD(1)),
    rw                             LowCardinality(String),
    sum                            Int64 CODEC(ZSTD(1)),
    count                          UInt32 CODEC(ZSTD(1)),
    meta_client_name               LowCardinality(String),
    meta_network_name              LowCardinality(String)
) ENGINE = ReplicatedReplacingMergeTree('/clickhouse/{installation}/{cluster}/tables/{shard}/{database}/{table}', '{replica}', updated_date_time)
PARTITION BY toStartOfMonth(window_start)
ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type, device_id, rw);

CREATE TABLE IF NOT EXISTS disk_bytes ON CLUSTER '{cluster}' AS disk_bytes_local
ENGINE = Distributed('{cluster}', currentDatabase(), disk_bytes_local, cityHash64(window_start, meta_network_name, meta_client_name));

CREATE TABLE IF NOT EXISTS block_merge_local ON CLUSTER '{cluster}' (
    updated_date_time              DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    window_start                   DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    interval_ms                    UInt16 CODEC(ZSTD(1)),
    wallclock_slot                 UInt32 CODEC(DoubleDelta, ZSTD(1)),
    wallclock_slot_start_date_time DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    pid                            UInt32 CODEC(ZSTD(1)),
    client_type                    LowCardinality(String),
    device_id                      UInt32 CODEC(ZSTD(1)),
    rw                             LowCardinality(String),
    sum                            Int64 CODEC(ZSTD(1)),
    count                          UInt32 CODEC(ZSTD(1)),
    meta_client_name               LowCardinality(String),
    meta_network_name              LowCardinality(String)
) ENGINE = ReplicatedReplacingMergeTree('/clickhouse/{installation}/{cluster}/tables/{shard}/{database}/{table}', '{replica}', updated_date_time)
PARTITION BY toStartOfMonth(window_start)
ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type, device_id, rw);

CREATE TABLE IF NOT EXISTS block_merge ON CLUSTER '{cluster}' AS block_merge_local
ENGINE = Distributed('{cluster}', currentDatabase(), block_merge_local, cityHash64(window_start, meta_network_name, meta_client_name));

CREATE TABLE IF NOT EXISTS tcp_rtt_local ON CLUSTER '{cluster}' (
    updated_date_time              DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    window_start                   DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    interval_ms                    UInt16 CODEC(ZSTD(1)),
    wallclock_slot                 UInt32 CODEC(DoubleDelta, ZSTD(1)),
    wallclock_slot_start_date_time DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    pid                            UInt32 CODEC(ZSTD(1)),
    client_type                    LowCardinality(String),
    local_port                     UInt16 CODEC(ZSTD(1)),
    sum                            Int64 CODEC(ZSTD(1)),
    count                          UInt32 CODEC(ZSTD(1)),
    min                            Int64 CODEC(ZSTD(1)),
    max                            Int64 CODEC(ZSTD(1)),
    meta_client_name               LowCardinality(String),
    meta_network_name              LowCardinality(String)
) ENGINE = ReplicatedReplacingMergeTree('/clickhouse/{installation}/{cluster}/tables/{shard}/{database}/{table}', '{replica}', updated_date_time)
PARTITION BY toStartOfMonth(window_start)
ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type, local_port);

CREATE TABLE IF NOT EXISTS tcp_rtt ON CLUSTER '{cluster}' AS tcp_rtt_local
ENGINE = Distributed('{cluster}', currentDatabase(), tcp_rtt_local, cityHash64(window_start, meta_network_name, meta_client_name));

CREATE TABLE IF NOT EXISTS tcp_cwnd_local ON CLUSTER '{cluster}' (
    updated_date_time              DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    window_start                   DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    interval_ms                    UInt16 CODEC(ZSTD(1)),
    wallclock_slot                 UInt32 CODEC(DoubleDelta, ZSTD(1)),
    wallclock_slot_start_date_time DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    pid                            UInt32 CODEC(ZSTD(1)),
    client_type                    LowCardinality(String),
    local_port                     UInt16 CODEC(ZSTD(1)),
    sum                            Int64 CODEC(ZSTD(1)),
    count                          UInt32 CODEC(ZSTD(1)),
    min                            Int64 CODEC(ZSTD(1)),
    max                            Int64 CODEC(ZSTD(1)),
    meta_client_name               LowCardinality(String),
    meta_network_name              LowCardinality(String)
) ENGINE = ReplicatedReplacingMergeTree('/clickhouse/{installation}/{cluster}/tables/{shard}/{database}/{table}', '{replica}', updated_date_time)
PARTITION BY toStartOfMonth(window_start)
ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type, local_port);

CREATE TABLE IF NOT EXISTS tcp_cwnd ON CLUSTER '{cluster}' AS tcp_cwnd_local
ENGINE = Distributed('{cluster}', currentDatabase(), tcp_cwnd_local, cityHash64(window_start, meta_network_name, meta_client_name));

CREATE TABLE IF NOT EXISTS disk_queue_depth_local ON CLUSTER '{cluster}' (
    updated_date_time              DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    window_start                   DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    interval_ms                    UInt16 CODEC(ZSTD(1)),
    wallclock_slot                 UInt32 CODEC(DoubleDelta, ZSTD(1)),
    wallclock_slot_start_date_time DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    pid                            UInt32 CODEC(ZSTD(1)),
    client_type                    LowCardinality(String),
    device_id                      UInt32 CODEC(ZSTD(1)),
    rw                             LowCardinality(String),
    sum                            Int64 CODEC(ZSTD(1)),
    count                          UInt32 CODEC(ZSTD(1)),
    min                            Int64 CODEC(ZSTD(1)),
    max                            Int64 CODEC(ZSTD(1)),
    meta_client_name               LowCardinality(String),
    meta_network_name              LowCardinality(String)
) ENGINE = ReplicatedReplacingMergeTree('/clickhouse/{installation}/{cluster}/tables/{shard}/{database}/{table}', '{replica}', updated_date_time)
PARTITION BY toStartOfMonth(window_start)
ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type, device_id, rw);

CREATE TABLE IF NOT EXISTS disk_queue_depth ON CLUSTER '{cluster}' AS disk_queue_depth_local
ENGINE = Distributed('{cluster}', currentDatabase(), disk_queue_depth_local, cityHash64(window_start, meta_network_name, meta_client_name));

CREATE TABLE IF NOT EXISTS sync_state_local ON CLUSTER '{cluster}' (
    updated_date_time              DateTime64(3) COMMENT 'When the row was made' CODEC(DoubleDelta, ZSTD(1)),
    event_time                     DateTime64(3) COMMENT 'When the node was asked' CODEC(DoubleDelta, ZSTD(1)),
    wallclock_slot                 UInt32 COMMENT 'Slot at that time' CODEC(DoubleDelta, ZSTD(1)),
    wallclock_slot_start_date_time DateTime64(3) COMMENT 'Start of that slot' CODEC(DoubleDelta, ZSTD(1)),
    cl_syncing                     Bool COMMENT 'Whether the consensus client is syncing' CODEC(ZSTD(1)),
    el_optimistic                  Bool COMMENT 'Whether the execution client is verified only optimistically' CODEC(ZSTD(1)),
    el_offline                     Bool COMMENT 'Whether the execution client is away' CODEC(ZSTD(1)),
    meta_client_name               LowCardinality(String) COMMENT 'Name of the agent',
    meta_network_name              LowCardinality(String) COMMENT 'Name of the network'
) ENGINE = ReplicatedReplacingMergeTree('/clickhouse/{installation}/{cluster}/tables/{shard}/{database}/{table}', '{replica}', updated_date_time)
PARTITION BY toStartOfMonth(event_time)
ORDER BY (meta_network_name, event_time, meta_client_name);

CREATE TABLE IF NOT EXISTS sync_state ON CLUSTER '{cluster}' AS sync_state_local
ENGINE = Distributed('{cluster}', currentDatabase(), sync_state_local, cityHash64(event_time, meta_network_name, meta_client_name));

INSERT INTO schema_migrations (version, dirty, sequence) SELECT 1, 0, greatest(toUInt64(toUnixTimestamp64Nano(now64(9))), max(sequence) + 1) FROM clusterAllReplicas('{cluster}', currentDatabase(), schema_migrations);

-- version 2: 002_no_raw_events

INSERT INTO schema_migrations (version, dirty, sequence) SELECT 2, 1, greatest(toUInt64(toUnixTimestamp64Nano(now64(9))), max(sequence) + 1) FROM clusterAllReplicas('{cluster}', currentDatabase(), schema_migrations);

-- Only if raw_events_local has a column meta_network_name.
DROP TABLE IF EXISTS raw_events ON CLUSTER '{cluster}' SYNC;

-- Only if raw_events_local has a column meta_network_name.
DROP TABLE IF EXISTS raw_events_local ON CLUSTER '{cluster}' SYNC;

INSERT INTO schema_migrations (version, dirty, sequence) SELECT 2, 0, greatest(toUInt64(toUnixTimestamp64Nano(now64(9))), max(sequence) + 1) FROM clusterAllReplicas('{cluster}', currentDatabase(), schema_migrations);

-- version 3: 003_float_figures

INSERT INTO schema_migrations (version, dirty, sequence) SELECT 3, 1, greatest(toUInt64(toUnixTimestamp64Nano(now64(9))), max(sequence) + 1) FROM clusterAllReplicas('{cluster}', currentDatabase(), schema_migrations);

ALTER TABLE syscall_read_local ON CLUSTER '{cluster}'
    MODIFY COLUMN sum Float32 CODEC(ZSTD(1)),
    MODIFY COLUMN min Float32 CODEC(ZSTD(1)),
    MODIFY COLUMN max Float32 CODEC(ZSTD(1));

ALTER TABLE syscall_read ON CLUSTER '{cluster}'
    MODIFY COLUMN sum Float32,
    MODIFY COLUMN min Float32,
    MODIFY COLUMN max Float32;

ALTER TABLE syscall_write_local ON CLUSTER '{cluster}'
    MODIFY COLUMN sum Float32 CODEC(ZSTD(1)),
    MODIFY COLUMN min Float32 CODEC(ZSTD(1)),
    MODIFY COLUMN max Float32 CODEC(ZSTD(1));

ALTER TABLE syscall_write ON CLUSTER '{cluster}'
    MODIFY COLUMN sum Float32,
    MODIFY COLUMN min Float32,
    MODIFY COLUMN max Float32;

ALTER TABLE syscall_futex_local ON CLUSTER '{cluster}'
    MODIFY COLUMN sum Float32 CODEC(ZSTD(1)),
    MODIFY COLUMN min Float32 CODEC(ZSTD(1)),
    MODIFY COLUMN max Float32 CODEC(ZSTD(1));

ALTER TABLE syscall_futex ON CLUSTER '{cluster}'
    MODIFY COLUMN sum Float32,
    MODIFY COLUMN min Float32,
    MODIFY COLUMN max Float32;

ALTER TABLE syscall_mmap_local ON CLUSTER '{cluster}'
    MODIFY COLUMN sum Float32 CODEC(ZSTD(1)),
    MODIFY COLUMN min Float32 CODEC(ZSTD(1)),
    MODIFY COLUMN max Float32 CODEC(ZSTD(1));

ALTER TABLE syscall_mmap ON CLUSTER '{cluster}'
    MODIFY COLUMN sum Float32,
    MODIFY COLUMN min Float32,
    MODIFY COLUMN max Float32;

ALTER TABLE syscall_epoll_wait_local ON CLUSTER '{cluster}'
    MODIFY COLUMN sum Float32 CODEC(ZSTD(1)),
    MODIFY COLUMN min Float32 CODEC(ZSTD(1)),
    MODIFY COLUMN max Float32 CODEC(ZSTD(1));

ALTER TABLE syscall_epoll_wait ON CLUSTER '{cluster}'
    MODIFY COLUMN sum Float32,
    MODIFY COLUMN min Float32,
    MODIFY COLUMN max Float32;

ALTER TABLE syscall_fsync_local ON CLUSTER '{cluster}'
    MODIFY COLUMN sum Float32 CODEC(ZSTD(1)),
    MODIFY COLUMN min Float32 CODEC(ZSTD(1)),
    MODIFY COLUMN max Float32 CODEC(ZSTD(1));

ALTER TABLE syscall_fsync ON CLUSTER '{cluster}'
    MODIFY COLUMN sum Float32,
    MODIFY COLUMN min Float32,
    MODIFY COLUMN max Float32;

ALTER TABLE syscall_fdatasync_local ON CLUSTER '{cluster}'
    MODIFY COLUMN sum Float32 CODEC(ZSTD(1)),
    MODIFY COLUMN min Float32 CODEC(ZSTD(1)),
    MODIFY COLUMN max Float32 CODEC(ZSTD(1));

ALTER TABLE syscall_fdatasync ON CLUSTER '{cluster}'
    MODIFY COLUMN sum Float32,
    MODIFY COLUMN min Float32,
    MODIFY COLUMN max Float32;

ALTER TABLE syscall_pwrite_local ON CLUSTER '{cluster}'
    MODIFY COLUMN sum Float32 CODEC(ZSTD(1)),
    MODIFY COLUMN min Float32 CODEC(ZSTD(1)),
    MODIFY COLUMN max Float32 CODEC(ZSTD(1));

ALTER TABLE syscall_pwrite ON CLUSTER '{cluster}'
    MODIFY COLUMN sum Float32,
    MODIFY COLUMN min Float32,
    MODIFY COLUMN max Float32;

ALTER TABLE sched_on_cpu_local ON CLUSTER '{cluster}'
    MODIFY COLUMN sum Float32 CODEC(ZSTD(1)),
    MODIFY COLUMN min Float32 CODEC(ZSTD(1)),
    MODIFY COLUMN max Float32 CODEC(ZSTD(1));

ALTER TABLE sched_on_cpu ON CLUSTER '{cluster}'
    MODIFY COLUMN sum Float32,
    MODIFY COLUMN min Float32,
    MODIFY COLUMN max Float32;

ALTER TABLE sched_off_cpu_local ON CLUSTER '{cluster}'
    MODIFY COLUMN sum Float32 CODEC(ZSTD(1)),
    MODIFY COLUMN min Float32 CODEC(ZSTD(1)),
    MODIFY COLUMN max Float32 CODEC(ZSTD(1));

ALTER TABLE sched_off_cpu ON CLUSTER '{cluster}'
    MODIFY COLUMN sum Float32,
    MODIFY COLUMN min Float32,
    MODIFY COLUMN max Float32;

ALTER TABLE sched_runqueue_local ON CLUSTER '{cluster}'
    MODIFY COLUMN sum Float32 CODEC(ZSTD(1)),
    MODIFY COLUMN min Float32 CODEC(ZSTD(1)),
    MODIFY COLUMN max Float32 CODEC(ZSTD(1));

ALTER TABLE sched_runqueue ON CLUSTER '{cluster}'
    MODIFY COLUMN sum Float32,
    MODIFY COLUMN min Float32,
    MODIFY COLUMN max Float32;

ALTER TABLE mem_reclaim_local ON CLUSTER '{cluster}'
    MODIFY COLUMN sum Float32 CODEC(ZSTD(1)),
    MODIFY COLUMN min Float32 CODEC(ZSTD(1)),
    MODIFY COLUMN max Float32 CODEC(ZSTD(1));

ALTER TABLE mem_reclaim ON CLUSTER '{cluster}'
    MODIFY COLUMN sum Float32,
    MODIFY COLUMN min Float32,
    MODIFY COLUMN max Float32;

ALTER TABLE mem_compaction_local ON CLUSTER '{cluster}'
    MODIFY COLUMN sum Float32 CODEC(ZSTD(1)),
    MODIFY COLUMN min Float32 CODEC(ZSTD(1)),
    MODIFY COLUMN max Float32 CODEC(ZSTD(1));

ALTER TABLE mem_compaction ON CLUSTER '{cluster}'
    MODIFY COLUMN sum Float32,
    MODIFY COLUMN min Float32,
    MODIFY COLUMN max Float32;

ALTER TABLE disk_latency_local ON CLUSTER '{cluster}'
    MODIFY COLUMN sum Float32 CODEC(ZSTD(1)),
    MODIFY COLUMN min Float32 CODEC(ZSTD(1)),
    MODIFY COLUMN max Float32 CODEC(ZSTD(1));

ALTER TABLE disk_latency ON CLUSTER '{cluster}'
    MODIFY COLUMN sum Float32,
    MODIFY COLUMN min Float32,
    MODIFY COLUMN max Float32;

ALTER TABLE page_fault_major_local ON CLUSTER '{cluster}'
    MODIFY COLUMN sum Float32 CODEC(ZSTD(1));

ALTER TABLE page_fault_major ON CLUSTER '{cluster}'
    MODIFY COLUMN sum Float32;

ALTER TABLE page_fault_minor_local ON CLUSTER '{cluster}'
    MODIFY COLUMN sum Float32 CODEC(ZSTD(1));

ALTER TABLE page_fault_minor ON CLUSTER '{cluster}'
    MODIFY COLUMN sum Float32;

ALTER TABLE swap_in_local ON CLUSTER '{cluster}'
    MODIFY COLUMN sum Float32 CODEC(ZSTD(1));

ALTER TABLE swap_in ON CLUSTER '{cluster}'
    MODIFY COLUMN sum Float32;

ALTER TABLE swap_out_local ON CLUSTER '{cluster}'
    MODIFY COLUMN sum Float32 CODEC(ZSTD(1));

ALTER TABLE swap_out ON CLUSTER '{cluster}'
    MODIFY COLUMN sum Float32;

ALTER TABLE oom_kill_local ON CLUSTER '{cluster}'
    MODIFY COLUMN sum Float32 CODEC(ZSTD(1));

ALTER TABLE oom_kill ON CLUSTER '{cluster}'
    MODIFY COLUMN sum Float32;

ALTER TABLE fd_open_local ON CLUSTER '{cluster}'
    MODIFY COLUMN sum Float32 CODEC(ZSTD(1));

ALTER TABLE fd_open ON CLUSTER '{cluster}'
    MODIFY COLUMN sum Float32;

ALTER TABLE fd_close_local ON CLUSTER '{cluster}'
    MODIFY COLUMN sum Float32 CODEC(ZSTD(1));

ALTER TABLE fd_close ON CLUSTER '{cluster}'
    MODIFY COLUMN sum Float32;

ALTER TABLE process_exit_local ON CLUSTER '{cluster}'
    MODIFY COLUMN sum Float32 CODEC(ZSTD(1));

ALTER TABLE process_exit ON CLUSTER '{cluster}'
    MODIFY COLUMN sum Float32;

ALTER TABLE tcp_state_change_local ON CLUSTER '{cluster}'
    MODIFY COLUMN sum Float32 CODEC(ZSTD(1));

ALTER TABLE tcp_state_change ON CLUSTER '{cluster}'
    MODIFY COLUMN sum Float32;

ALTER TABLE net_io_local ON CLUSTER '{cluster}'
    MODIFY COLUMN sum Float32 CODEC(ZSTD(1));

ALTER TABLE net_io ON CLUSTER '{cluster}'
    MODIFY COLUMN sum Float32;

ALTER TABLE tcp_retransmit_local ON CLUSTER '{cluster}'
    MODIFY COLUMN sum Float32 CODEC(ZSTD(1));

ALTER TABLE tcp_retransmit ON CLUSTER '{cluster}'
    MODIFY COLUMN sum Float32;

ALTER TABLE disk_bytes_local ON CLUSTER '{cluster}'
    MODIFY COLUMN sum Float32 CODEC(ZSTD(1));

ALTER TABLE disk_bytes ON CLUSTER '{cluster}'
    MODIFY COLUMN sum Float32;

ALTER TABLE block_merge_local ON CLUSTER '{cluster}'
    MODIFY COLUMN sum Float32 CODEC(ZSTD(1));

ALTER TABLE block_merge ON CLUSTER '{cluster}'
    MODIFY COLUMN sum Float32;

ALTER TABLE tcp_rtt_local ON CLUSTER '{cluster}'
    MODIFY COLUMN sum Float32 CODEC(ZSTD(1)),
    MODIFY COLUMN min Float32 CODEC(ZSTD(1)),
    MODIFY COLUMN max Float32 CODEC(ZSTD(1));

ALTER TABLE tcp_rtt ON CLUSTER '{cluster}'
    MODIFY COLUMN sum Float32,
    MODIFY COLUMN min Float32,
    MODIFY COLUMN max Float32;

ALTER TABLE tcp_cwnd_local ON CLUSTER '{cluster}'
    MODIFY COLUMN sum Float32 CODEC(ZSTD(1)),
    MODIFY COLUMN min Float32 CODEC(ZSTD(1)),
    MODIFY COLUMN max Float32 CODEC(ZSTD(1));

ALTER TABLE tcp_cwnd ON CLUSTER '{cluster}'
    MODIFY COLUMN sum Float32,
    MODIFY COLUMN min Float32,
    MODIFY COLUMN max Float32;

ALTER TABLE disk_queue_depth_local ON CLUSTER '{cluster}'
    MODIFY COLUMN sum Float32 CODEC(ZSTD(1)),
    MODIFY COLUMN min Float32 CODEC(ZSTD(1)),
    MODIFY COLUMN max Float32 CODEC(ZSTD(1));

ALTER TABLE disk_queue_depth ON CLUSTER '{cluster}'
    MODIFY COLUMN sum Float32,
    MODIFY COLUMN min Float32,
    MODIFY COLUMN max Float32;

INSERT INTO schema_migrations (version, dirty, sequence) SELECT 3, 0, greatest(toUInt64(toUnixTimestamp64Nano(now64(9))), max(sequence) + 1) FROM clusterAllReplicas('{cluster}', currentDatabase(), schema_migrations);

-- version 4: 004_cpu_utilization

INSERT INTO schema_migrations (version, dirty, sequence) SELECT 4, 1, greatest(toUInt64(toUnixTimestamp64Nano(now64(9))), max(sequence) + 1) FROM clusterAllReplicas('{cluster}', currentDatabase(), schema_migrations);

CREATE TABLE IF NOT EXISTS cpu_utilization_local ON CLUSTER '{cluster}' (
    updated_date_time              DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    window_start                   DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    interval_ms                    UInt16 CODEC(ZSTD(1)),
    wallclock_slot                 UInt32 CODEC(DoubleDelta, ZSTD(1)),
    wallclock_slot_start_date_time DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    pid                            UInt32 CODEC(ZSTD(1)),
    client_type                    LowCardinality(String),
    total_on_cpu_ns                Float32 CODEC(ZSTD(1)),
    event_count                    UInt32 CODEC(ZSTD(1)),
    active_cores                   UInt16 CODEC(ZSTD(1)),
    system_cores                   UInt16 CODEC(ZSTD(1)),
    max_core_on_cpu_ns             Float32 CODEC(ZSTD(1)),
    max_core_id                    UInt32 CODEC(ZSTD(1)),
    mean_core_pct                  Float32 CODEC(ZSTD(1)),
    min_core_pct                   Float32 CODEC(ZSTD(1)),
    max_core_pct                   Float32 CODEC(ZSTD(1)),
    meta_client_name               LowCardinality(String),
    meta_network_name              LowCardinality(String)
) ENGINE = ReplicatedReplacingMergeTree('/clickhouse/{installation}/{cluster}/tables/{shard}/{database}/{table}', '{replica}', updated_date_time)
PARTITION BY toStartOfMonth(window_start)
ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type);

CREATE TABLE IF NOT EXISTS cpu_utilization ON CLUSTER '{cluster}' AS cpu_utilization_local
ENGINE = Distributed('{cluster}', currentDatabase(), cpu_utilization_local, cityHash64(window_start, meta_network_name, meta_client_name));

INSERT INTO schema_migrations (version, dirty, sequence) SELECT 4, 0, greatest(toUInt64(toUnixTimestamp64Nano(now64(9))), max(sequence) + 1) FROM clusterAllReplicas('{cluster}', currentDatabase(), schema_migrations);

-- version 5: 005_port_labels

INSERT INTO schema_migrations (version, dirty, sequence) SELECT 5, 1, greatest(toUInt64(toUnixTimestamp64Nano(now64(9))), max(sequence) + 1) FROM clusterAllReplicas('{cluster}', currentDatabase(), schema_migrations);

-- Only if net_io_local has a column local_port.
DROP TABLE IF EXISTS net_io ON CLUSTER '{cluster}' SYNC;

-- Only if net_io_local has a column local_port.
DROP TABLE IF EXISTS net_io_local ON CLUSTER '{cluster}' SYNC;

CREATE TABLE IF NOT EXISTS net_io_local ON CLUSTER '{cluster}' (
    updated_date_time              DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    window_start                   DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    interval_ms                    UInt16 CODEC(ZSTD(1)),
    wallclock_slot                 UInt32 CODEC(DoubleDelta, ZSTD(1)),
    wallclock_slot_start_date_time DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    pid                            UInt32 CODEC(ZSTD(1)),
    client_type                    LowCardinality(String),
    port_label                     LowCardinality(String),
    direction                      LowCardinality(String),
    sum                            Float32 CODEC(ZSTD(1)),
    count                          UInt32 CODEC(ZSTD(1)),
    meta_client_name               LowCardinality(String),
    meta_network_name              LowCardinality(String)
) ENGINE = ReplicatedReplacingMergeTree('/clickhouse/{installation}/{cluster}/tables/{shard}/{database}/{table}', '{replica}', updated_date_time)
PARTITION BY toStartOfMonth(window_start)
ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type, port_label, direction);

CREATE TABLE IF NOT EXISTS net_io ON CLUSTER '{cluster}' AS net_io_local
ENGINE = Distributed('{cluster}', currentDatabase(), net_io_local, cityHash64(window_start, meta_network_name, meta_client_name));

-- Only if tcp_retransmit_local has a column local_port.
DROP TABLE IF EXISTS tcp_retransmit ON CLUSTER '{cluster}' SYNC;

-- Only if tcp_retransmit_local has a column local_port.
DROP TABLE IF EXISTS tcp_retransmit_local ON CLUSTER '{cluster}' SYNC;

CREATE TABLE IF NOT EXISTS tcp_retransmit_local ON CLUSTER '{cluster}' (
    updated_date_time              DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    window_start                   DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    interval_ms                    UInt16 CODEC(ZSTD(1)),
    wallclock_slot                 UInt32 CODEC(DoubleDelta, ZSTD(1)),
    wallclock_slot_start_date_time DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    pid                            UInt32 CODEC(ZSTD(1)),
    client_type                    LowCardinality(String),
    port_label                     LowCardinality(String),
    direction                      LowCardinality(String),
    sum                            Float32 CODEC(ZSTD(1)),
    count                          UInt32 CODEC(ZSTD(1)),
    meta_client_name               LowCardinality(String),
    meta_network_name              LowCardinality(String)
) ENGINE = ReplicatedReplacingMergeTree('/clickhouse/{installation}/{cluster}/tables/{shard}/{database}/{table}', '{replica}', updated_date_time)
PARTITION BY toStartOfMonth(window_start)
ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type, port_label, direction);

CREATE TABLE IF NOT EXISTS tcp_retransmit ON CLUSTER '{cluster}' AS tcp_retransmit_local
ENGINE = Distributed('{cluster}', currentDatabase(), tcp_retransmit_local, cityHash64(window_start, meta_network_name, meta_client_name));

-- Only if tcp_rtt_local has a column local_port.
DROP TABLE IF EXISTS tcp_rtt ON CLUSTER '{cluster}' SYNC;

-- Only if tcp_rtt_local has a column local_port.
DROP TABLE IF EXISTS tcp_rtt_local ON CLUSTER '{cluster}' SYNC;

CREATE TABLE IF NOT EXISTS tcp_rtt_local ON CLUSTER '{cluster}' (
    updated_date_time              DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    window_start                   DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    interval_ms                    UInt16 CODEC(ZSTD(1)),
    wallclock_slot                 UInt32 CODEC(DoubleDelta, ZSTD(1)),
    wallclock_slot_start_date_time DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    pid                            UInt32 CODEC(ZSTD(1)),
    client_type                    LowCardinality(String),
    port_label                     LowCardinality(String),
    sum                            Float32 CODEC(ZSTD(1)),
    count                          UInt32 CODEC(ZSTD(1)),
    min                            Float32 CODEC(ZSTD(1)),
    max                            Float32 CODEC(ZSTD(1)),
    meta_client_name               LowCardinality(String),
    meta_network_name              LowCardinality(String)
) ENGINE = ReplicatedReplacingMergeTree('/clickhouse/{installation}/{cluster}/tables/{shard}/{database}/{table}', '{replica}', updated_date_time)
PARTITION BY toStartOfMonth(window_start)
ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type, port_label);

CREATE TABLE IF NOT EXISTS tcp_rtt ON CLUSTER '{cluster}' AS tcp_rtt_local
ENGINE = Distributed('{cluster}', currentDatabase(), tcp_rtt_local, cityHash64(window_start, meta_network_name, meta_client_name));

-- Only if tcp_cwnd_local has a column local_port.
DROP TABLE IF EXISTS tcp_cwnd ON CLUSTER '{cluster}' SYNC;

-- Only if tcp_cwnd_local has a column local_port.
DROP TABLE IF EXISTS tcp_cwnd_local ON CLUSTER '{cluster}' SYNC;

CREATE TABLE IF NOT EXISTS tcp_cwnd_local ON CLUSTER '{cluster}' (
    updated_date_time              DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    window_start                   DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    interval_ms                    UInt16 CODEC(ZSTD(1)),
    wallclock_slot                 UInt32 CODEC(DoubleDelta, ZSTD(1)),
    wallclock_slot_start_date_time DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    pid                            UInt32 CODEC(ZSTD(1)),
    client_type                    LowCardinality(String),
    port_label                     LowCardinality(String),
    sum                            Float32 CODEC(ZSTD(1)),
    count                          UInt32 CODEC(ZSTD(1)),
    min                            Float32 CODEC(ZSTD(1)),
    max                            Float32 CODEC(ZSTD(1)),
    meta_client_name               LowCardinality(String),
    meta_network_name              LowCardinality(String)
) ENGINE = ReplicatedReplacingMergeTree('/clickhouse/{installation}/{cluster}/tables/{shard}/{database}/{table}', '{replica}', updated_date_time)
PARTITION BY toStartOfMonth(window_start)
ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type, port_label);

CREATE TABLE IF NOT EXISTS tcp_cwnd ON CLUSTER '{cluster}' AS tcp_cwnd_local
ENGINE = Distributed('{cluster}', currentDatabase(), tcp_cwnd_local, cityHash64(window_start, meta_network_name, meta_client_name));

INSERT INTO schema_migrations (version, dirty, sequence) SELECT 5, 0, greatest(toUInt64(toUnixTimestamp64Nano(now64(9))), max(sequence) + 1) FROM clusterAllReplicas('{cluster}', currentDatabase(), schema_migrations);

-- version 6: 006_sampling

INSERT INTO schema_migrations (version, dirty, sequence) SELECT 6, 1, greatest(toUInt64(toUnixTimestamp64Nano(now64(9))), max(sequence) + 1) FROM clusterAllReplicas('{cluster}', currentDatabase(), schema_migrations);

ALTER TABLE syscall_read_local ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS sampling_mode LowCardinality(String) DEFAULT 'none' AFTER client_type,
    ADD COLUMN IF NOT EXISTS sampling_rate Float32 DEFAULT 1.0 AFTER sampling_mode;

ALTER TABLE syscall_read ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS sampling_mode LowCardinality(String) DEFAULT 'none' AFTER client_type,
    ADD COLUMN IF NOT EXISTS sampling_rate Float32 DEFAULT 1.0 AFTER sampling_mode;

ALTER TABLE syscall_write_local ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS sampling_mode LowCardinality(String) DEFAULT 'none' AFTER client_type,
    ADD COLUMN IF NOT EXISTS sampling_rate Float32 DEFAULT 1.0 AFTER sampling_mode;

ALTER TABLE syscall_write ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS sampling_mode LowCardinality(String) DEFAULT 'none' AFTER client_type,
    ADD COLUMN IF NOT EXISTS sampling_rate Float32 DEFAULT 1.0 AFTER sampling_mode;

ALTER TABLE syscall_futex_local ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS sampling_mode LowCardinality(String) DEFAULT 'none' AFTER client_type,
    ADD COLUMN IF NOT EXISTS sampling_rate Float32 DEFAULT 1.0 AFTER sampling_mode;

ALTER TABLE syscall_futex ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS sampling_mode LowCardinality(String) DEFAULT 'none' AFTER client_type,
    ADD COLUMN IF NOT EXISTS sampling_rate Float32 DEFAULT 1.0 AFTER sampling_mode;

ALTER TABLE syscall_mmap_local ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS sampling_mode LowCardinality(String) DEFAULT 'none' AFTER client_type,
    ADD COLUMN IF NOT EXISTS sampling_rate Float32 DEFAULT 1.0 AFTER sampling_mode;

ALTER TABLE syscall_mmap ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS sampling_mode LowCardinality(String) DEFAULT 'none' AFTER client_type,
    ADD COLUMN IF NOT EXISTS sampling_rate Float32 DEFAULT 1.0 AFTER sampling_mode;

ALTER TABLE syscall_epoll_wait_local ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS sampling_mode LowCardinality(String) DEFAULT 'none' AFTER client_type,
    ADD COLUMN IF NOT EXISTS sampling_rate Float32 DEFAULT 1.0 AFTER sampling_mode;

ALTER TABLE syscall_epoll_wait ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS sampling_mode LowCardinality(String) DEFAULT 'none' AFTER client_type,
    ADD COLUMN IF NOT EXISTS sampling_rate Float32 DEFAULT 1.0 AFTER sampling_mode;

ALTER TABLE syscall_fsync_local ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS sampling_mode LowCardinality(String) DEFAULT 'none' AFTER client_type,
    ADD COLUMN IF NOT EXISTS sampling_rate Float32 DEFAULT 1.0 AFTER sampling_mode;

ALTER TABLE syscall_fsync ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS sampling_mode LowCardinality(String) DEFAULT 'none' AFTER client_type,
    ADD COLUMN IF NOT EXISTS sampling_rate Float32 DEFAULT 1.0 AFTER sampling_mode;

ALTER TABLE syscall_fdatasync_local ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS sampling_mode LowCardinality(String) DEFAULT 'none' AFTER client_type,
    ADD COLUMN IF NOT EXISTS sampling_rate Float32 DEFAULT 1.0 AFTER sampling_mode;

ALTER TABLE syscall_fdatasync ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS sampling_mode LowCardinality(String) DEFAULT 'none' AFTER client_type,
    ADD COLUMN IF NOT EXISTS sampling_rate Float32 DEFAULT 1.0 AFTER sampling_mode;

ALTER TABLE syscall_pwrite_local ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS sampling_mode LowCardinality(String) DEFAULT 'none' AFTER client_type,
    ADD COLUMN IF NOT EXISTS sampling_rate Float32 DEFAULT 1.0 AFTER sampling_mode;

ALTER TABLE syscall_pwrite ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS sampling_mode LowCardinality(String) DEFAULT 'none' AFTER client_type,
    ADD COLUMN IF NOT EXISTS sampling_rate Float32 DEFAULT 1.0 AFTER sampling_mode;

ALTER TABLE sched_on_cpu_local ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS sampling_mode LowCardinality(String) DEFAULT 'none' AFTER client_type,
    ADD COLUMN IF NOT EXISTS sampling_rate Float32 DEFAULT 1.0 AFTER sampling_mode;

ALTER TABLE sched_on_cpu ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS sampling_mode LowCardinality(String) DEFAULT 'none' AFTER client_type,
    ADD COLUMN IF NOT EXISTS sampling_rate Float32 DEFAULT 1.0 AFTER sampling_mode;

ALTER TABLE sched_off_cpu_local ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS sampling_mode LowCardinality(String) DEFAULT 'none' AFTER client_type,
    ADD COLUMN IF NOT EXISTS sampling_rate Float32 DEFAULT 1.0 AFTER sampling_mode;

ALTER TABLE sched_off_cpu ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS sampling_mode LowCardinality(String) DEFAULT 'none' AFTER client_type,
    ADD COLUMN IF NOT EXISTS sampling_rate Float32 DEFAULT 1.0 AFTER sampling_mode;

ALTER TABLE sched_runqueue_local ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS sampling_mode LowCardinality(String) DEFAULT 'none' AFTER client_type,
    ADD COLUMN IF NOT EXISTS sampling_rate Float32 DEFAULT 1.0 AFTER sampling_mode;

ALTER TABLE sched_runqueue ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS sampling_mode LowCardinality(String) DEFAULT 'none' AFTER client_type,
    ADD COLUMN IF NOT EXISTS sampling_rate Float32 DEFAULT 1.0 AFTER sampling_mode;

ALTER TABLE mem_reclaim_local ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS sampling_mode LowCardinality(String) DEFAULT 'none' AFTER client_type,
    ADD COLUMN IF NOT EXISTS sampling_rate Float32 DEFAULT 1.0 AFTER sampling_mode;

ALTER TABLE mem_reclaim ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS sampling_mode LowCardinality(String) DEFAULT 'none' AFTER client_type,
    ADD COLUMN IF NOT EXISTS sampling_rate Float32 DEFAULT 1.0 AFTER sampling_mode;

ALTER TABLE mem_compaction_local ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS sampling_mode LowCardinality(String) DEFAULT 'none' AFTER client_type,
    ADD COLUMN IF NOT EXISTS sampling_rate Float32 DEFAULT 1.0 AFTER sampling_mode;

ALTER TABLE mem_compaction ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS sampling_mode LowCardinality(String) DEFAULT 'none' AFTER client_type,
    ADD COLUMN IF NOT EXISTS sampling_rate Float32 DEFAULT 1.0 AFTER sampling_mode;

ALTER TABLE disk_latency_local ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS sampling_mode LowCardinality(String) DEFAULT 'none' AFTER client_type,
    ADD COLUMN IF NOT EXISTS sampling_rate Float32 DEFAULT 1.0 AFTER sampling_mode;

ALTER TABLE disk_latency ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS sampling_mode LowCardinality(String) DEFAULT 'none' AFTER client_type,
    ADD COLUMN IF NOT EXISTS sampling_rate Float32 DEFAULT 1.0 AFTER sampling_mode;

ALTER TABLE page_fault_major_local ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS sampling_mode LowCardinality(String) DEFAULT 'none' AFTER client_type,
    ADD COLUMN IF NOT EXISTS sampling_rate Float32 DEFAULT 1.0 AFTER sampling_mode;

ALTER TABLE page_fault_major ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS sampling_mode LowCardinality(String) DEFAULT 'none' AFTER client_type,
    ADD COLUMN IF NOT EXISTS sampling_rate Float32 DEFAULT 1.0 AFTER sampling_mode;

ALTER TABLE page_fault_minor_local ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS sampling_mode LowCardinality(String) DEFAULT 'none' AFTER client_type,
    ADD COLUMN IF NOT EXISTS sampling_rate Float32 DEFAULT 1.0 AFTER sampling_mode;

ALTER TABLE page_fault_minor ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS sampling_mode LowCardinality(String) DEFAULT 'none' AFTER client_type,
    ADD COLUMN IF NOT EXISTS sampling_rate Float32 DEFAULT 1.0 AFTER sampling_mode;

ALTER TABLE swap_in_local ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS sampling_mode LowCardinality(String) DEFAULT 'none' AFTER client_type,
    ADD COLUMN IF NOT EXISTS sampling_rate Float32 DEFAULT 1.0 AFTER sampling_mode;

ALTER TABLE swap_in ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS sampling_mode LowCardinality(String) DEFAULT 'none' AFTER client_type,
    ADD COLUMN IF NOT EXISTS sampling_rate Float32 DEFAULT 1.0 AFTER sampling_mode;

ALTER TABLE swap_out_local ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS sampling_mode LowCardinality(String) DEFAULT 'none' AFTER client_type,
    ADD COLUMN IF NOT EXISTS sampling_rate Float32 DEFAULT 1.0 AFTER sampling_mode;

ALTER TABLE swap_out ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS sampling_mode LowCardinality(String) DEFAULT 'none' AFTER client_type,
    ADD COLUMN IF NOT EXISTS sampling_rate Float32 DEFAULT 1.0 AFTER sampling_mode;

ALTER TABLE oom_kill_local ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS sampling_mode LowCardinality(String) DEFAULT 'none' AFTER client_type,
    ADD COLUMN IF NOT EXISTS sampling_rate Float32 DEFAULT 1.0 AFTER sampling_mode;

ALTER TABLE oom_kill ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS sampling_mode LowCardinality(String) DEFAULT 'none' AFTER client_type,
    ADD COLUMN IF NOT EXISTS sampling_rate Float32 DEFAULT 1.0 AFTER sampling_mode;

ALTER TABLE fd_open_local ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS sampling_mode LowCardinality(String) DEFAULT 'none' AFTER client_type,
    ADD COLUMN IF NOT EXISTS sampling_rate Float32 DEFAULT 1.0 AFTER sampling_mode;

ALTER TABLE fd_open ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS sampling_mode LowCardinality(String) DEFAULT 'none' AFTER client_type,
    ADD COLUMN IF NOT EXISTS sampling_rate Float32 DEFAULT 1.0 AFTER sampling_mode;

ALTER TABLE fd_close_local ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS sampling_mode LowCardinality(String) DEFAULT 'none' AFTER client_type,
    ADD COLUMN IF NOT EXISTS sampling_rate Float32 DEFAULT 1.0 AFTER sampling_mode;

ALTER TABLE fd_close ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS sampling_mode LowCardinality(String) DEFAULT 'none' AFTER client_type,
    ADD COLUMN IF NOT EXISTS sampling_rate Float32 DEFAULT 1.0 AFTER sampling_mode;

ALTER TABLE process_exit_local ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS sampling_mode LowCardinality(String) DEFAULT 'none' AFTER client_type,
    ADD COLUMN IF NOT EXISTS sampling_rate Float32 DEFAULT 1.0 AFTER sampling_mode;

ALTER TABLE process_exit ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS sampling_mode LowCardinality(String) DEFAULT 'none' AFTER client_type,
    ADD COLUMN IF NOT EXISTS sampling_rate Float32 DEFAULT 1.0 AFTER sampling_mode;

ALTER TABLE tcp_state_change_local ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS sampling_mode LowCardinality(String) DEFAULT 'none' AFTER client_type,
    ADD COLUMN IF NOT EXISTS sampling_rate Float32 DEFAULT 1.0 AFTER sampling_mode;

ALTER TABLE tcp_state_change ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS sampling_mode LowCardinality(String) DEFAULT 'none' AFTER client_type,
    ADD COLUMN IF NOT EXISTS sampling_rate Float32 DEFAULT 1.0 AFTER sampling_mode;

ALTER TABLE net_io_local ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS sampling_mode LowCardinality(String) DEFAULT 'none' AFTER client_type,
    ADD COLUMN IF NOT EXISTS sampling_rate Float32 DEFAULT 1.0 AFTER sampling_mode;

ALTER TABLE net_io ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS sampling_mode LowCardinality(String) DEFAULT 'none' AFTER client_type,
    ADD COLUMN IF NOT EXISTS sampling_rate Float32 DEFAULT 1.0 AFTER sampling_mode;

ALTER TABLE tcp_retransmit_local ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS sampling_mode LowCardinality(String) DEFAULT 'none' AFTER client_type,
    ADD COLUMN IF NOT EXISTS sampling_rate Float32 DEFAULT 1.0 AFTER sampling_mode;

ALTER TABLE tcp_retransmit ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS sampling_mode LowCardinality(String) DEFAULT 'none' AFTER client_type,
    ADD COLUMN IF NOT EXISTS sampling_rate Float32 DEFAULT 1.0 AFTER sampling_mode;

ALTER TABLE disk_bytes_local ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS sampling_mode LowCardinality(String) DEFAULT 'none' AFTER client_type,
    ADD COLUMN IF NOT EXISTS sampling_rate Float32 DEFAULT 1.0 AFTER sampling_mode;

ALTER TABLE disk_bytes ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS sampling_mode LowCardinality(String) DEFAULT 'none' AFTER client_type,
    ADD COLUMN IF NOT EXISTS sampling_rate Float32 DEFAULT 1.0 AFTER sampling_mode;

ALTER TABLE block_merge_local ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS sampling_mode LowCardinality(String) DEFAULT 'none' AFTER client_type,
    ADD COLUMN IF NOT EXISTS sampling_rate Float32 DEFAULT 1.0 AFTER sampling_mode;

ALTER TABLE block_merge ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS sampling_mode LowCardinality(String) DEFAULT 'none' AFTER client_type,
    ADD COLUMN IF NOT EXISTS sampling_rate Float32 DEFAULT 1.0 AFTER sampling_mode;

ALTER TABLE tcp_rtt_local ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS sampling_mode LowCardinality(String) DEFAULT 'none' AFTER client_type,
    ADD COLUMN IF NOT EXISTS sampling_rate Float32 DEFAULT 1.0 AFTER sampling_mode;

ALTER TABLE tcp_rtt ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS sampling_mode LowCardinality(String) DEFAULT 'none' AFTER client_type,
    ADD COLUMN IF NOT EXISTS sampling_rate Float32 DEFAULT 1.0 AFTER sampling_mode;

ALTER TABLE tcp_cwnd_local ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS sampling_mode LowCardinality(String) DEFAULT 'none' AFTER client_type,
    ADD COLUMN IF NOT EXISTS sampling_rate Float32 DEFAULT 1.0 AFTER sampling_mode;

ALTER TABLE tcp_cwnd ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS sampling_mode LowCardinality(String) DEFAULT 'none' AFTER client_type,
    ADD COLUMN IF NOT EXISTS sampling_rate Float32 DEFAULT 1.0 AFTER sampling_mode;

ALTER TABLE disk_queue_depth_local ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS sampling_mode LowCardinality(String) DEFAULT 'none' AFTER client_type,
    ADD COLUMN IF NOT EXISTS sampling_rate Float32 DEFAULT 1.0 AFTER sampling_mode;

ALTER TABLE disk_queue_depth ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS sampling_mode LowCardinality(String) DEFAULT 'none' AFTER client_type,
    ADD COLUMN IF NOT EXISTS sampling_rate Float32 DEFAULT 1.0 AFTER sampling_mode;

ALTER TABLE cpu_utilization_local ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS sampling_mode LowCardinality(String) DEFAULT 'none' AFTER client_type,
    ADD COLUMN IF NOT EXISTS sampling_rate Float32 DEFAULT 1.0 AFTER sampling_mode;

ALTER TABLE cpu_utilization ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS sampling_mode LowCardinality(String) DEFAULT 'none' AFTER client_type,
    ADD COLUMN IF NOT EXISTS sampling_rate Float32 DEFAULT 1.0 AFTER sampling_mode;

INSERT INTO schema_migrations (version, dirty, sequence) SELECT 6, 0, greatest(toUInt64(toUnixTimestamp64Nano(now64(9))), max(sequence) + 1) FROM clusterAllReplicas('{cluster}', currentDatabase(), schema_migrations);

-- version 7: 007_snapshots

INSERT INTO schema_migrations (version, dirty, sequence) SELECT 7, 1, greatest(toUInt64(toUnixTimestamp64Nano(now64(9))), max(sequence) + 1) FROM clusterAllReplicas('{cluster}', currentDatabase(), schema_migrations);

CREATE TABLE IF NOT EXISTS memory_usage_local ON CLUSTER '{cluster}' (
    updated_date_time              DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    window_start                   DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    interval_ms                    UInt16 CODEC(ZSTD(1)),
    wallclock_slot                 UInt32 CODEC(DoubleDelta, ZSTD(1)),
    wallclock_slot_start_date_time DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    pid                            UInt32 CODEC(ZSTD(1)),
    client_type                    LowCardinality(String),
    sampling_mode                  LowCardinality(String),
    sampling_rate                  Float32 CODEC(ZSTD(1)),
    vm_size_bytes                  UInt64 CODEC(ZSTD(1)),
    vm_rss_bytes                   UInt64 CODEC(ZSTD(1)),
    rss_anon_bytes                 UInt64 CODEC(ZSTD(1)),
    rss_file_bytes                 UInt64 CODEC(ZSTD(1)),
    rss_shmem_bytes                UInt64 CODEC(ZSTD(1)),
    vm_swap_bytes                  UInt64 CODEC(ZSTD(1)),
    meta_client_name               LowCardinality(String),
    meta_network_name              LowCardinality(String)
) ENGINE = ReplicatedReplacingMergeTree('/clickhouse/{installation}/{cluster}/tables/{shard}/{database}/{table}', '{replica}', updated_date_time)
PARTITION BY toStartOfMonth(window_start)
ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type);

CREATE TABLE IF NOT EXISTS memory_usage ON CLUSTER '{cluster}' AS memory_usage_local
ENGINE = Distributed('{cluster}', currentDatabase(), memory_usage_local, cityHash64(window_start, meta_network_name, meta_client_name));

CREATE TABLE IF NOT EXISTS process_io_usage_local ON CLUSTER '{cluster}' (
    updated_date_time              DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    window_start                   DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    interval_ms                    UInt16 CODEC(ZSTD(1)),
    wallclock_slot                 UInt32 CODEC(DoubleDelta, ZSTD(1)),
    wallclock_slot_start_date_time DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    pid                            UInt32 CODEC(ZSTD(1)),
    client_type                    LowCardinality(String),
    sampling_mode                  LowCardinality(String),
    sampling_rate                  Float32 CODEC(ZSTD(1)),
    rchar_bytes                    UInt64 CODEC(ZSTD(1)),
    wchar_bytes                    UInt64 CODEC(ZSTD(1)),
    syscr                          UInt64 CODEC(ZSTD(1)),
    syscw                          UInt64 CODEC(ZSTD(1)),
    read_bytes                     UInt64 CODEC(ZSTD(1)),
    write_bytes                    UInt64 CODEC(ZSTD(1)),
    cancelled_write_bytes          Int64 CODEC(ZSTD(1)),
    meta_client_name               LowCardinality(String),
    meta_network_name              LowCardinality(String)
) ENGINE = ReplicatedReplacingMergeTree('/clickhouse/{installation}/{cluster}/tables/{shard}/{database}/{table}', '{replica}', updated_date_time)
PARTITION BY toStartOfMonth(window_start)
ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type);

CREATE TABLE IF NOT EXISTS process_io_usage ON CLUSTER '{cluster}' AS process_io_usage_local
ENGINE = Distributed('{cluster}', currentDatabase(), process_io_usage_local, cityHash64(window_start, meta_network_name, meta_client_name));

CREATE TABLE IF NOT EXISTS process_fd_usage_local ON CLUSTER '{cluster}' (
    updated_date_time              DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    window_start                   DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    interval_ms                    UInt16 CODEC(ZSTD(1)),
    wallclock_slot                 UInt32 CODEC(DoubleDelta, ZSTD(1)),
    wallclock_slot_start_date_time DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    pid                            UInt32 CODEC(ZSTD(1)),
    client_type                    LowCardinality(String),
    sampling_mode                  LowCardinality(String),
    sampling_rate                  Float32 CODEC(ZSTD(1)),
    open_fds                       UInt32 CODEC(ZSTD(1)),
    fd_limit_soft                  UInt64 CODEC(ZSTD(1)),
    fd_limit_hard                  UInt64 CODEC(ZSTD(1)),
    meta_client_name               LowCardinality(String),
    meta_network_name              LowCardinality(String)
) ENGINE = ReplicatedReplacingMergeTree('/clickhouse/{installation}/{cluster}/tables/{shard}/{database}/{table}', '{replica}', updated_date_time)
PARTITION BY toStartOfMonth(window_start)
ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type);

CREATE TABLE IF NOT EXISTS process_fd_usage ON CLUSTER '{cluster}' AS process_fd_usage_local
ENGINE = Distributed('{cluster}', currentDatabase(), process_fd_usage_local, cityHash64(window_start, meta_network_name, meta_client_name));

CREATE TABLE IF NOT EXISTS process_sched_usage_local ON CLUSTER '{cluster}' (
    updated_date_time              DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    window_start                   DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    interval_ms                    UInt16 CODEC(ZSTD(1)),
    wallclock_slot                 UInt32 CODEC(DoubleDelta, ZSTD(1)),
    wallclock_slot_start_date_time DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    pid                            UInt32 CODEC(ZSTD(1)),
    client_type                    LowCardinality(String),
    sampling_mode                  LowCardinality(String),
    sampling_rate                  Float32 CODEC(ZSTD(1)),
    threads                        UInt32 CODEC(ZSTD(1)),
    voluntary_ctxt_switches        UInt64 CODEC(ZSTD(1)),
    nonvoluntary_ctxt_switches     UInt64 CODEC(ZSTD(1)),
    meta_client_name               LowCardinality(String),
    meta_network_name              LowCardinality(String)
) ENGINE = ReplicatedReplacingMergeTree('/clickhouse/{installation}/{cluster}/tables/{shard}/{database}/{table}', '{replica}', updated_date_time)
PARTITION BY toStartOfMonth(window_start)
ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type);

CREATE TABLE IF NOT EXISTS process_sched_usage ON CLUSTER '{cluster}' AS process_sched_usage_local
ENGINE = Distributed('{cluster}', currentDatabase(), process_sched_usage_local, cityHash64(window_start, meta_network_name, meta_client_name));

CREATE TABLE IF NOT EXISTS host_specs_local ON CLUSTER '{cluster}' (
    updated_date_time                 DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    event_time                        DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    wallclock_slot                    UInt32 CODEC(DoubleDelta, ZSTD(1)),
    wallclock_slot_start_date_time    DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    host_id                           String,
    kernel_release                    LowCardinality(String),
    os_name                           LowCardinality(String),
    architecture                      LowCardinality(String),
    cpu_model                         String,
    cpu_vendor                        LowCardinality(String),
    cpu_online_cores                  UInt16 CODEC(ZSTD(1)),
    cpu_logical_cores                 UInt16 CODEC(ZSTD(1)),
    cpu_physical_cores                UInt16 CODEC(ZSTD(1)),
    cpu_performance_cores             UInt16 CODEC(ZSTD(1)),
    cpu_efficiency_cores              UInt16 CODEC(ZSTD(1)),
    cpu_unknown_type_cores            UInt16 CODEC(ZSTD(1)),
    cpu_logical_ids                   Array(UInt16),
    cpu_core_ids                      Array(Int32),
    cpu_package_ids                   Array(Int32),
    cpu_die_ids                       Array(Int32),
    cpu_cluster_ids                   Array(Int32),
    cpu_core_types                    Array(UInt8),
    cpu_core_type_labels              Array(String),
    cpu_online_flags                  Array(UInt8),
    cpu_max_freq_khz                  Array(UInt64),
    cpu_base_freq_khz                 Array(UInt64),
    memory_total_bytes                UInt64 CODEC(ZSTD(1)),
    memory_type                       LowCardinality(String),
    memory_speed_mts                  UInt32 CODEC(ZSTD(1)),
    memory_dimm_count                 UInt16 CODEC(ZSTD(1)),
    memory_dimm_sizes_bytes           Array(UInt64),
    memory_dimm_types                 Array(String),
    memory_dimm_speeds_mts            Array(UInt32),
    memory_dimm_configured_speeds_mts Array(UInt32),
    memory_dimm_locators              Array(String),
    memory_dimm_bank_locators         Array(String),
    memory_dimm_manufacturers         Array(String),
    memory_dimm_part_numbers          Array(String),
    memory_dimm_serials               Array(String),
    disk_count                        UInt16 CODEC(ZSTD(1)),
    disk_total_bytes                  UInt64 CODEC(ZSTD(1)),
    disk_names                        Array(String),
    disk_models                       Array(String),
    disk_vendors                      Array(String),
    disk_serials                      Array(String),
    disk_sizes_bytes                  Array(UInt64),
    disk_rotational                   Array(UInt8),
    meta_client_name                  LowCardinality(String),
    meta_network_name                 LowCardinality(String)
) ENGINE = ReplicatedReplacingMergeTree('/clickhouse/{installation}/{cluster}/tables/{shard}/{database}/{table}', '{replica}', updated_date_time)
PARTITION BY toStartOfMonth(event_time)
ORDER BY (meta_network_name, event_time, host_id, meta_client_name);

CREATE TABLE IF NOT EXISTS host_specs ON CLUSTER '{cluster}' AS host_specs_local
ENGINE = Distributed('{cluster}', currentDatabase(), host_specs_local, cityHash64(event_time, meta_network_name, host_id, meta_client_name));

INSERT INTO schema_migrations (version, dirty, sequence) SELECT 7, 0, greatest(toUInt64(toUnixTimestamp64Nano(now64(9))), max(sequence) + 1) FROM clusterAllReplicas('{cluster}', currentDatabase(), schema_migrations);

-- version 8: 008_exact_figures

INSERT INTO schema_migrations (version, dirty, sequence) SELECT 8, 1, greatest(toUInt64(toUnixTimestamp64Nano(now64(9))), max(sequence) + 1) FROM clusterAllReplicas('{cluster}', currentDatabase(), schema_migrations);

ALTER TABLE syscall_read_local ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS process_start_time DateTime64(3) CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_agent        UUID CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_run          UUID CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_sequence     UInt64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_row          UInt32 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS window_end         DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    ADD COLUMN IF NOT EXISTS wallclock_epoch    UInt32 CODEC(DoubleDelta, ZSTD(1)),
    ADD COLUMN IF NOT EXISTS lost_events        UInt64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS sum_exact          Int64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS count_exact        UInt64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS min_exact          Int64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS max_exact          Int64 CODEC(ZSTD(1)),
    MODIFY ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type, process_start_time, batch_run, batch_sequence, batch_row);

ALTER TABLE syscall_read ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS process_start_time DateTime64(3),
    ADD COLUMN IF NOT EXISTS batch_agent        UUID,
    ADD COLUMN IF NOT EXISTS batch_run          UUID,
    ADD COLUMN IF NOT EXISTS batch_sequence     UInt64,
    ADD COLUMN IF NOT EXISTS batch_row          UInt32,
    ADD COLUMN IF NOT EXISTS window_end         DateTime64(3),
    ADD COLUMN IF NOT EXISTS wallclock_epoch    UInt32,
    ADD COLUMN IF NOT EXISTS lost_events        UInt64,
    ADD COLUMN IF NOT EXISTS sum_exact          Int64,
    ADD COLUMN IF NOT EXISTS count_exact        UInt64,
    ADD COLUMN IF NOT EXISTS min_exact          Int64,
    ADD COLUMN IF NOT EXISTS max_exact          Int64;

ALTER TABLE syscall_write_local ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS process_start_time DateTime64(3) CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_agent        UUID CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_run          UUID CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_sequence     UInt64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_row          UInt32 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS window_end         DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    ADD COLUMN IF NOT EXISTS wallclock_epoch    UInt32 CODEC(DoubleDelta, ZSTD(1)),
    ADD COLUMN IF NOT EXISTS lost_events        UInt64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS sum_exact          Int64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS count_exact        UInt64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS min_exact          Int64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS max_exact          Int64 CODEC(ZSTD(1)),
    MODIFY ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type, process_start_time, batch_run, batch_sequence, batch_row);

ALTER TABLE syscall_write ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS process_start_time DateTime64(3),
    ADD COLUMN IF NOT EXISTS batch_agent        UUID,
    ADD COLUMN IF NOT EXISTS batch_run          UUID,
    ADD COLUMN IF NOT EXISTS batch_sequence     UInt64,
    ADD COLUMN IF NOT EXISTS batch_row          UInt32,
    ADD COLUMN IF NOT EXISTS window_end         DateTime64(3),
    ADD COLUMN IF NOT EXISTS wallclock_epoch    UInt32,
    ADD COLUMN IF NOT EXISTS lost_events        UInt64,
    ADD COLUMN IF NOT EXISTS sum_exact          Int64,
    ADD COLUMN IF NOT EXISTS count_exact        UInt64,
    ADD COLUMN IF NOT EXISTS min_exact          Int64,
    ADD COLUMN IF NOT EXISTS max_exact          Int64;

ALTER TABLE syscall_futex_local ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS process_start_time DateTime64(3) CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_agent        UUID CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_run          UUID CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_sequence     UInt64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_row          UInt32 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS window_end         DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    ADD COLUMN IF NOT EXISTS wallclock_epoch    UInt32 CODEC(DoubleDelta, ZSTD(1)),
    ADD COLUMN IF NOT EXISTS lost_events        UInt64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS sum_exact          Int64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS count_exact        UInt64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS min_exact          Int64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS max_exact          Int64 CODEC(ZSTD(1)),
    MODIFY ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type, process_start_time, batch_run, batch_sequence, batch_row);

ALTER TABLE syscall_futex ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS process_start_time DateTime64(3),
    ADD COLUMN IF NOT EXISTS batch_agent        UUID,
    ADD COLUMN IF NOT EXISTS batch_run          UUID,
    ADD COLUMN IF NOT EXISTS batch_sequence     UInt64,
    ADD COLUMN IF NOT EXISTS batch_row          UInt32,
    ADD COLUMN IF NOT EXISTS window_end         DateTime64(3),
    ADD COLUMN IF NOT EXISTS wallclock_epoch    UInt32,
    ADD COLUMN IF NOT EXISTS lost_events        UInt64,
    ADD COLUMN IF NOT EXISTS sum_exact          Int64,
    ADD COLUMN IF NOT EXISTS count_exact        UInt64,
    ADD COLUMN IF NOT EXISTS min_exact          Int64,
    ADD COLUMN IF NOT EXISTS max_exact          Int64;

ALTER TABLE syscall_mmap_local ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS process_start_time DateTime64(3) CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_agent        UUID CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_run          UUID CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_sequence     UInt64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_row          UInt32 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS window_end         DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    ADD COLUMN IF NOT EXISTS wallclock_epoch    UInt32 CODEC(DoubleDelta, ZSTD(1)),
    ADD COLUMN IF NOT EXISTS lost_events        UInt64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS sum_exact          Int64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS count_exact        UInt64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS min_exact          Int64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS max_exact          Int64 CODEC(ZSTD(1)),
    MODIFY ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type, process_start_time, batch_run, batch_sequence, batch_row);

ALTER TABLE syscall_mmap ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS process_start_time DateTime64(3),
    ADD COLUMN IF NOT EXISTS batch_agent        UUID,
    ADD COLUMN IF NOT EXISTS batch_run          UUID,
    ADD COLUMN IF NOT EXISTS batch_sequence     UInt64,
    ADD COLUMN IF NOT EXISTS batch_row          UInt32,
    ADD COLUMN IF NOT EXISTS window_end         DateTime64(3),
    ADD COLUMN IF NOT EXISTS wallclock_epoch    UInt32,
    ADD COLUMN IF NOT EXISTS lost_events        UInt64,
    ADD COLUMN IF NOT EXISTS sum_exact          Int64,
    ADD COLUMN IF NOT EXISTS count_exact        UInt64,
    ADD COLUMN IF NOT EXISTS min_exact          Int64,
    ADD COLUMN IF NOT EXISTS max_exact          Int64;

ALTER TABLE syscall_epoll_wait_local ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS process_start_time DateTime64(3) CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_agent        UUID CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_run          UUID CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_sequence     UInt64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_row          UInt32 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS window_end         DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    ADD COLUMN IF NOT EXISTS wallclock_epoch    UInt32 CODEC(DoubleDelta, ZSTD(1)),
    ADD COLUMN IF NOT EXISTS lost_events        UInt64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS sum_exact          Int64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS count_exact        UInt64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS min_exact          Int64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS max_exact          Int64 CODEC(ZSTD(1)),
    MODIFY ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type, process_start_time, batch_run, batch_sequence, batch_row);

ALTER TABLE syscall_epoll_wait ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS process_start_time DateTime64(3),
    ADD COLUMN IF NOT EXISTS batch_agent        UUID,
    ADD COLUMN IF NOT EXISTS batch_run          UUID,
    ADD COLUMN IF NOT EXISTS batch_sequence     UInt64,
    ADD COLUMN IF NOT EXISTS batch_row          UInt32,
    ADD COLUMN IF NOT EXISTS window_end         DateTime64(3),
    ADD COLUMN IF NOT EXISTS wallclock_epoch    UInt32,
    ADD COLUMN IF NOT EXISTS lost_events        UInt64,
    ADD COLUMN IF NOT EXISTS sum_exact          Int64,
    ADD COLUMN IF NOT EXISTS count_exact        UInt64,
    ADD COLUMN IF NOT EXISTS min_exact          Int64,
    ADD COLUMN IF NOT EXISTS max_exact          Int64;

ALTER TABLE syscall_fsync_local ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS process_start_time DateTime64(3) CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_agent        UUID CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_run          UUID CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_sequence     UInt64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_row          UInt32 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS window_end         DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    ADD COLUMN IF NOT EXISTS wallclock_epoch    UInt32 CODEC(DoubleDelta, ZSTD(1)),
    ADD COLUMN IF NOT EXISTS lost_events        UInt64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS sum_exact          Int64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS count_exact        UInt64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS min_exact          Int64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS max_exact          Int64 CODEC(ZSTD(1)),
    MODIFY ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type, process_start_time, batch_run, batch_sequence, batch_row);

ALTER TABLE syscall_fsync ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS process_start_time DateTime64(3),
    ADD COLUMN IF NOT EXISTS batch_agent        UUID,
    ADD COLUMN IF NOT EXISTS batch_run          UUID,
    ADD COLUMN IF NOT EXISTS batch_sequence     UInt64,
    ADD COLUMN IF NOT EXISTS batch_row          UInt32,
    ADD COLUMN IF NOT EXISTS window_end         DateTime64(3),
    ADD COLUMN IF NOT EXISTS wallclock_epoch    UInt32,
    ADD COLUMN IF NOT EXISTS lost_events        UInt64,
    ADD COLUMN IF NOT EXISTS sum_exact          Int64,
    ADD COLUMN IF NOT EXISTS count_exact        UInt64,
    ADD COLUMN IF NOT EXISTS min_exact          Int64,
    ADD COLUMN IF NOT EXISTS max_exact          Int64;

ALTER TABLE syscall_fdatasync_local ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS process_start_time DateTime64(3) CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_agent        UUID CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_run          UUID CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_sequence     UInt64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_row          UInt32 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS window_end         DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    ADD COLUMN IF NOT EXISTS wallclock_epoch    UInt32 CODEC(DoubleDelta, ZSTD(1)),
    ADD COLUMN IF NOT EXISTS lost_events        UInt64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS sum_exact          Int64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS count_exact        UInt64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS min_exact          Int64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS max_exact          Int64 CODEC(ZSTD(1)),
    MODIFY ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type, process_start_time, batch_run, batch_sequence, batch_row);

ALTER TABLE syscall_fdatasync ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS process_start_time DateTime64(3),
    ADD COLUMN IF NOT EXISTS batch_agent        UUID,
    ADD COLUMN IF NOT EXISTS batch_run          UUID,
    ADD COLUMN IF NOT EXISTS batch_sequence     UInt64,
    ADD COLUMN IF NOT EXISTS batch_row          UInt32,
    ADD COLUMN IF NOT EXISTS window_end         DateTime64(3),
    ADD COLUMN IF NOT EXISTS wallclock_epoch    UInt32,
    ADD COLUMN IF NOT EXISTS lost_events        UInt64,
    ADD COLUMN IF NOT EXISTS sum_exact          Int64,
    ADD COLUMN IF NOT EXISTS count_exact        UInt64,
    ADD COLUMN IF NOT EXISTS min_exact          Int64,
    ADD COLUMN IF NOT EXISTS max_exact          Int64;

ALTER TABLE syscall_pwrite_local ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS process_start_time DateTime64(3) CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_agent        UUID CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_run          UUID CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_sequence     UInt64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_row          UInt32 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS window_end         DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    ADD COLUMN IF NOT EXISTS wallclock_epoch    UInt32 CODEC(DoubleDelta, ZSTD(1)),
    ADD COLUMN IF NOT EXISTS lost_events        UInt64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS sum_exact          Int64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS count_exact        UInt64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS min_exact          Int64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS max_exact          Int64 CODEC(ZSTD(1)),
    MODIFY ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type, process_start_time, batch_run, batch_sequence, batch_row);

ALTER TABLE syscall_pwrite ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS process_start_time DateTime64(3),
    ADD COLUMN IF NOT EXISTS batch_agent        UUID,
    ADD COLUMN IF NOT EXISTS batch_run          UUID,
    ADD COLUMN IF NOT EXISTS batch_sequence     UInt64,
    ADD COLUMN IF NOT EXISTS batch_row          UInt32,
    ADD COLUMN IF NOT EXISTS window_end         DateTime64(3),
    ADD COLUMN IF NOT EXISTS wallclock_epoch    UInt32,
    ADD COLUMN IF NOT EXISTS lost_events        UInt64,
    ADD COLUMN IF NOT EXISTS sum_exact          Int64,
    ADD COLUMN IF NOT EXISTS count_exact        UInt64,
    ADD COLUMN IF NOT EXISTS min_exact          Int64,
    ADD COLUMN IF NOT EXISTS max_exact          Int64;

ALTER TABLE sched_on_cpu_local ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS process_start_time DateTime64(3) CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_agent        UUID CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_run          UUID CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_sequence     UInt64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_row          UInt32 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS window_end         DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    ADD COLUMN IF NOT EXISTS wallclock_epoch    UInt32 CODEC(DoubleDelta, ZSTD(1)),
    ADD COLUMN IF NOT EXISTS lost_events        UInt64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS sum_exact          Int64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS count_exact        UInt64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS min_exact          Int64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS max_exact          Int64 CODEC(ZSTD(1)),
    MODIFY ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type, process_start_time, batch_run, batch_sequence, batch_row);

ALTER TABLE sched_on_cpu ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS process_start_time DateTime64(3),
    ADD COLUMN IF NOT EXISTS batch_agent        UUID,
    ADD COLUMN IF NOT EXISTS batch_run          UUID,
    ADD COLUMN IF NOT EXISTS batch_sequence     UInt64,
    ADD COLUMN IF NOT EXISTS batch_row          UInt32,
    ADD COLUMN IF NOT EXISTS window_end         DateTime64(3),
    ADD COLUMN IF NOT EXISTS wallclock_epoch    UInt32,
    ADD COLUMN IF NOT EXISTS lost_events        UInt64,
    ADD COLUMN IF NOT EXISTS sum_exact          Int64,
    ADD COLUMN IF NOT EXISTS count_exact        UInt64,
    ADD COLUMN IF NOT EXISTS min_exact          Int64,
    ADD COLUMN IF NOT EXISTS max_exact          Int64;

ALTER TABLE sched_off_cpu_local ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS process_start_time DateTime64(3) CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_agent        UUID CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_run          UUID CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_sequence     UInt64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_row          UInt32 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS window_end         DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    ADD COLUMN IF NOT EXISTS wallclock_epoch    UInt32 CODEC(DoubleDelta, ZSTD(1)),
    ADD COLUMN IF NOT EXISTS lost_events        UInt64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS sum_exact          Int64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS count_exact        UInt64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS min_exact          Int64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS max_exact          Int64 CODEC(ZSTD(1)),
    MODIFY ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type, process_start_time, batch_run, batch_sequence, batch_row);

ALTER TABLE sched_off_cpu ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS process_start_time DateTime64(3),
    ADD COLUMN IF NOT EXISTS batch_agent        UUID,
    ADD COLUMN IF NOT EXISTS batch_run          UUID,
    ADD COLUMN IF NOT EXISTS batch_sequence     UInt64,
    ADD COLUMN IF NOT EXISTS batch_row          UInt32,
    ADD COLUMN IF NOT EXISTS window_end         DateTime64(3),
    ADD COLUMN IF NOT EXISTS wallclock_epoch    UInt32,
    ADD COLUMN IF NOT EXISTS lost_events        UInt64,
    ADD COLUMN IF NOT EXISTS sum_exact          Int64,
    ADD COLUMN IF NOT EXISTS count_exact        UInt64,
    ADD COLUMN IF NOT EXISTS min_exact          Int64,
    ADD COLUMN IF NOT EXISTS max_exact          Int64;

ALTER TABLE sched_runqueue_local ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS process_start_time DateTime64(3) CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_agent        UUID CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_run          UUID CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_sequence     UInt64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_row          UInt32 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS window_end         DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    ADD COLUMN IF NOT EXISTS wallclock_epoch    UInt32 CODEC(DoubleDelta, ZSTD(1)),
    ADD COLUMN IF NOT EXISTS lost_events        UInt64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS sum_exact          Int64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS count_exact        UInt64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS min_exact          Int64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS max_exact          Int64 CODEC(ZSTD(1)),
    MODIFY ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type, process_start_time, batch_run, batch_sequence, batch_row);

ALTER TABLE sched_runqueue ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS process_start_time DateTime64(3),
    ADD COLUMN IF NOT EXISTS batch_agent        UUID,
    ADD COLUMN IF NOT EXISTS batch_run          UUID,
    ADD COLUMN IF NOT EXISTS batch_sequence     UInt64,
    ADD COLUMN IF NOT EXISTS batch_row          UInt32,
    ADD COLUMN IF NOT EXISTS window_end         DateTime64(3),
    ADD COLUMN IF NOT EXISTS wallclock_epoch    UInt32,
    ADD COLUMN IF NOT EXISTS lost_events        UInt64,
    ADD COLUMN IF NOT EXISTS sum_exact          Int64,
    ADD COLUMN IF NOT EXISTS count_exact        UInt64,
    ADD COLUMN IF NOT EXISTS min_exact          Int64,
    ADD COLUMN IF NOT EXISTS max_exact          Int64;

ALTER TABLE mem_reclaim_local ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS process_start_time DateTime64(3) CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_agent        UUID CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_run          UUID CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_sequence     UInt64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_row          UInt32 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS window_end         DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    ADD COLUMN IF NOT EXISTS wallclock_epoch    UInt32 CODEC(DoubleDelta, ZSTD(1)),
    ADD COLUMN IF NOT EXISTS lost_events        UInt64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS sum_exact          Int64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS count_exact        UInt64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS min_exact          Int64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS max_exact          Int64 CODEC(ZSTD(1)),
    MODIFY ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type, process_start_time, batch_run, batch_sequence, batch_row);

ALTER TABLE mem_reclaim ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS process_start_time DateTime64(3),
    ADD COLUMN IF NOT EXISTS batch_agent        UUID,
    ADD COLUMN IF NOT EXISTS batch_run          UUID,
    ADD COLUMN IF NOT EXISTS batch_sequence     UInt64,
    ADD COLUMN IF NOT EXISTS batch_row          UInt32,
    ADD COLUMN IF NOT EXISTS window_end         DateTime64(3),
    ADD COLUMN IF NOT EXISTS wallclock_epoch    UInt32,
    ADD COLUMN IF NOT EXISTS lost_events        UInt64,
    ADD COLUMN IF NOT EXISTS sum_exact          Int64,
    ADD COLUMN IF NOT EXISTS count_exact        UInt64,
    ADD COLUMN IF NOT EXISTS min_exact          Int64,
    ADD COLUMN IF NOT EXISTS max_exact          Int64;

ALTER TABLE mem_compaction_local ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS process_start_time DateTime64(3) CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_agent        UUID CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_run          UUID CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_sequence     UInt64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_row          UInt32 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS window_end         DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    ADD COLUMN IF NOT EXISTS wallclock_epoch    UInt32 CODEC(DoubleDelta, ZSTD(1)),
    ADD COLUMN IF NOT EXISTS lost_events        UInt64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS sum_exact          Int64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS count_exact        UInt64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS min_exact          Int64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS max_exact          Int64 CODEC(ZSTD(1)),
    MODIFY ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type, process_start_time, batch_run, batch_sequence, batch_row);

ALTER TABLE mem_compaction ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS process_start_time DateTime64(3),
    ADD COLUMN IF NOT EXISTS batch_agent        UUID,
    ADD COLUMN IF NOT EXISTS batch_run          UUID,
    ADD COLUMN IF NOT EXISTS batch_sequence     UInt64,
    ADD COLUMN IF NOT EXISTS batch_row          UInt32,
    ADD COLUMN IF NOT EXISTS window_end         DateTime64(3),
    ADD COLUMN IF NOT EXISTS wallclock_epoch    UInt32,
    ADD COLUMN IF NOT EXISTS lost_events        UInt64,
    ADD COLUMN IF NOT EXISTS sum_exact          Int64,
    ADD COLUMN IF NOT EXISTS count_exact        UInt64,
    ADD COLUMN IF NOT EXISTS min_exact          Int64,
    ADD COLUMN IF NOT EXISTS max_exact          Int64;

ALTER TABLE disk_latency_local ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS process_start_time DateTime64(3) CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_agent        UUID CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_run          UUID CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_sequence     UInt64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_row          UInt32 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS window_end         DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    ADD COLUMN IF NOT EXISTS wallclock_epoch    UInt32 CODEC(DoubleDelta, ZSTD(1)),
    ADD COLUMN IF NOT EXISTS lost_events        UInt64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS sum_exact          Int64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS count_exact        UInt64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS min_exact          Int64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS max_exact          Int64 CODEC(ZSTD(1)),
    MODIFY ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type, device_id, rw, process_start_time, batch_run, batch_sequence, batch_row);

ALTER TABLE disk_latency ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS process_start_time DateTime64(3),
    ADD COLUMN IF NOT EXISTS batch_agent        UUID,
    ADD COLUMN IF NOT EXISTS batch_run          UUID,
    ADD COLUMN IF NOT EXISTS batch_sequence     UInt64,
    ADD COLUMN IF NOT EXISTS batch_row          UInt32,
    ADD COLUMN IF NOT EXISTS window_end         DateTime64(3),
    ADD COLUMN IF NOT EXISTS wallclock_epoch    UInt32,
    ADD COLUMN IF NOT EXISTS lost_events        UInt64,
    ADD COLUMN IF NOT EXISTS sum_exact          Int64,
    ADD COLUMN IF NOT EXISTS count_exact        UInt64,
    ADD COLUMN IF NOT EXISTS min_exact          Int64,
    ADD COLUMN IF NOT EXISTS max_exact          Int64;

ALTER TABLE page_fault_major_local ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS process_start_time DateTime64(3) CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_agent        UUID CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_run          UUID CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_sequence     UInt64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_row          UInt32 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS window_end         DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    ADD COLUMN IF NOT EXISTS wallclock_epoch    UInt32 CODEC(DoubleDelta, ZSTD(1)),
    ADD COLUMN IF NOT EXISTS lost_events        UInt64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS sum_exact          Int64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS count_exact        UInt64 CODEC(ZSTD(1)),
    MODIFY ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type, process_start_time, batch_run, batch_sequence, batch_row);

ALTER TABLE page_fault_major ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS process_start_time DateTime64(3),
    ADD COLUMN IF NOT EXISTS batch_agent        UUID,
    ADD COLUMN IF NOT EXISTS batch_run          UUID,
    ADD COLUMN IF NOT EXISTS batch_sequence     UInt64,
    ADD COLUMN IF NOT EXISTS batch_row          UInt32,
    ADD COLUMN IF NOT EXISTS window_end         DateTime64(3),
    ADD COLUMN IF NOT EXISTS wallclock_epoch    UInt32,
    ADD COLUMN IF NOT EXISTS lost_events        UInt64,
    ADD COLUMN IF NOT EXISTS sum_exact          Int64,
    ADD COLUMN IF NOT EXISTS count_exact        UInt64;

ALTER TABLE page_fault_minor_local ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS process_start_time DateTime64(3) CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_agent        UUID CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_run          UUID CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_sequence     UInt64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_row          UInt32 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS window_end         DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    ADD COLUMN IF NOT EXISTS wallclock_epoch    UInt32 CODEC(DoubleDelta, ZSTD(1)),
    ADD COLUMN IF NOT EXISTS lost_events        UInt64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS sum_exact          Int64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS count_exact        UInt64 CODEC(ZSTD(1)),
    MODIFY ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type, process_start_time, batch_run, batch_sequence, batch_row);

ALTER TABLE page_fault_minor ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS process_start_time DateTime64(3),
    ADD COLUMN IF NOT EXISTS batch_agent        UUID,
    ADD COLUMN IF NOT EXISTS batch_run          UUID,
    ADD COLUMN IF NOT EXISTS batch_sequence     UInt64,
    ADD COLUMN IF NOT EXISTS batch_row          UInt32,
    ADD COLUMN IF NOT EXISTS window_end         DateTime64(3),
    ADD COLUMN IF NOT EXISTS wallclock_epoch    UInt32,
    ADD COLUMN IF NOT EXISTS lost_events        UInt64,
    ADD COLUMN IF NOT EXISTS sum_exact          Int64,
    ADD COLUMN IF NOT EXISTS count_exact        UInt64;

ALTER TABLE swap_in_local ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS process_start_time DateTime64(3) CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_agent        UUID CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_run          UUID CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_sequence     UInt64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_row          UInt32 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS window_end         DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    ADD COLUMN IF NOT EXISTS wallclock_epoch    UInt32 CODEC(DoubleDelta, ZSTD(1)),
    ADD COLUMN IF NOT EXISTS lost_events        UInt64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS sum_exact          Int64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS count_exact        UInt64 CODEC(ZSTD(1)),
    MODIFY ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type, process_start_time, batch_run, batch_sequence, batch_row);

ALTER TABLE swap_in ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS process_start_time DateTime64(3),
    ADD COLUMN IF NOT EXISTS batch_agent        UUID,
    ADD COLUMN IF NOT EXISTS batch_run          UUID,
    ADD COLUMN IF NOT EXISTS batch_sequence     UInt64,
    ADD COLUMN IF NOT EXISTS batch_row          UInt32,
    ADD COLUMN IF NOT EXISTS window_end         DateTime64(3),
    ADD COLUMN IF NOT EXISTS wallclock_epoch    UInt32,
    ADD COLUMN IF NOT EXISTS lost_events        UInt64,
    ADD COLUMN IF NOT EXISTS sum_exact          Int64,
    ADD COLUMN IF NOT EXISTS count_exact        UInt64;

ALTER TABLE swap_out_local ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS process_start_time DateTime64(3) CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_agent        UUID CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_run          UUID CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_sequence     UInt64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_row          UInt32 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS window_end         DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    ADD COLUMN IF NOT EXISTS wallclock_epoch    UInt32 CODEC(DoubleDelta, ZSTD(1)),
    ADD COLUMN IF NOT EXISTS lost_events        UInt64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS sum_exact          Int64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS count_exact        UInt64 CODEC(ZSTD(1)),
    MODIFY ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type, process_start_time, batch_run, batch_sequence, batch_row);

ALTER TABLE swap_out ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS process_start_time DateTime64(3),
    ADD COLUMN IF NOT EXISTS batch_agent        UUID,
    ADD COLUMN IF NOT EXISTS batch_run          UUID,
    ADD COLUMN IF NOT EXISTS batch_sequence     UInt64,
    ADD COLUMN IF NOT EXISTS batch_row          UInt32,
    ADD COLUMN IF NOT EXISTS window_end         DateTime64(3),
    ADD COLUMN IF NOT EXISTS wallclock_epoch    UInt32,
    ADD COLUMN IF NOT EXISTS lost_events        UInt64,
    ADD COLUMN IF NOT EXISTS sum_exact          Int64,
    ADD COLUMN IF NOT EXISTS count_exact        UInt64;

ALTER TABLE oom_kill_local ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS process_start_time DateTime64(3) CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_agent        UUID CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_run          UUID CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_sequence     UInt64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_row          UInt32 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS window_end         DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    ADD COLUMN IF NOT EXISTS wallclock_epoch    UInt32 CODEC(DoubleDelta, ZSTD(1)),
    ADD COLUMN IF NOT EXISTS lost_events        UInt64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS sum_exact          Int64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS count_exact        UInt64 CODEC(ZSTD(1)),
    MODIFY ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type, process_start_time, batch_run, batch_sequence, batch_row);

ALTER TABLE oom_kill ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS process_start_time DateTime64(3),
    ADD COLUMN IF NOT EXISTS batch_agent        UUID,
    ADD COLUMN IF NOT EXISTS batch_run          UUID,
    ADD COLUMN IF NOT EXISTS batch_sequence     UInt64,
    ADD COLUMN IF NOT EXISTS batch_row          UInt32,
    ADD COLUMN IF NOT EXISTS window_end         DateTime64(3),
    ADD COLUMN IF NOT EXISTS wallclock_epoch    UInt32,
    ADD COLUMN IF NOT EXISTS lost_events        UInt64,
    ADD COLUMN IF NOT EXISTS sum_exact          Int64,
    ADD COLUMN IF NOT EXISTS count_exact        UInt64;

ALTER TABLE fd_open_local ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS process_start_time DateTime64(3) CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_agent        UUID CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_run          UUID CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_sequence     UInt64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_row          UInt32 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS window_end         DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    ADD COLUMN IF NOT EXISTS wallclock_epoch    UInt32 CODEC(DoubleDelta, ZSTD(1)),
    ADD COLUMN IF NOT EXISTS lost_events        UInt64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS sum_exact          Int64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS count_exact        UInt64 CODEC(ZSTD(1)),
    MODIFY ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type, process_start_time, batch_run, batch_sequence, batch_row);

ALTER TABLE fd_open ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS process_start_time DateTime64(3),
    ADD COLUMN IF NOT EXISTS batch_agent        UUID,
    ADD COLUMN IF NOT EXISTS batch_run          UUID,
    ADD COLUMN IF NOT EXISTS batch_sequence     UInt64,
    ADD COLUMN IF NOT EXISTS batch_row          UInt32,
    ADD COLUMN IF NOT EXISTS window_end         DateTime64(3),
    ADD COLUMN IF NOT EXISTS wallclock_epoch    UInt32,
    ADD COLUMN IF NOT EXISTS lost_events        UInt64,
    ADD COLUMN IF NOT EXISTS sum_exact          Int64,
    ADD COLUMN IF NOT EXISTS count_exact        UInt64;

ALTER TABLE fd_close_local ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS process_start_time DateTime64(3) CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_agent        UUID CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_run          UUID CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_sequence     UInt64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_row          UInt32 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS window_end         DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    ADD COLUMN IF NOT EXISTS wallclock_epoch    UInt32 CODEC(DoubleDelta, ZSTD(1)),
    ADD COLUMN IF NOT EXISTS lost_events        UInt64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS sum_exact          Int64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS count_exact        UInt64 CODEC(ZSTD(1)),
    MODIFY ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type, process_start_time, batch_run, batch_sequence, batch_row);

ALTER TABLE fd_close ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS process_start_time DateTime64(3),
    ADD COLUMN IF NOT EXISTS batch_agent        UUID,
    ADD COLUMN IF NOT EXISTS batch_run          UUID,
    ADD COLUMN IF NOT EXISTS batch_sequence     UInt64,
    ADD COLUMN IF NOT EXISTS batch_row          UInt32,
    ADD COLUMN IF NOT EXISTS window_end         DateTime64(3),
    ADD COLUMN IF NOT EXISTS wallclock_epoch    UInt32,
    ADD COLUMN IF NOT EXISTS lost_events        UInt64,
    ADD COLUMN IF NOT EXISTS sum_exact          Int64,
    ADD COLUMN IF NOT EXISTS count_exact        UInt64;

ALTER TABLE process_exit_local ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS process_start_time DateTime64(3) CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_agent        UUID CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_run          UUID CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_sequence     UInt64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_row          UInt32 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS window_end         DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    ADD COLUMN IF NOT EXISTS wallclock_epoch    UInt32 CODEC(DoubleDelta, ZSTD(1)),
    ADD COLUMN IF NOT EXISTS lost_events        UInt64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS sum_exact          Int64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS count_exact        UInt64 CODEC(ZSTD(1)),
    MODIFY ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type, process_start_time, batch_run, batch_sequence, batch_row);

ALTER TABLE process_exit ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS process_start_time DateTime64(3),
    ADD COLUMN IF NOT EXISTS batch_agent        UUID,
    ADD COLUMN IF NOT EXISTS batch_run          UUID,
    ADD COLUMN IF NOT EXISTS batch_sequence     UInt64,
    ADD COLUMN IF NOT EXISTS batch_row          UInt32,
    ADD COLUMN IF NOT EXISTS window_end         DateTime64(3),
    ADD COLUMN IF NOT EXISTS wallclock_epoch    UInt32,
    ADD COLUMN IF NOT EXISTS lost_events        UInt64,
    ADD COLUMN IF NOT EXISTS sum_exact          Int64,
    ADD COLUMN IF NOT EXISTS count_exact        UInt64;

ALTER TABLE tcp_state_change_local ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS process_start_time DateTime64(3) CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_agent        UUID CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_run          UUID CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_sequence     UInt64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_row          UInt32 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS window_end         DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    ADD COLUMN IF NOT EXISTS wallclock_epoch    UInt32 CODEC(DoubleDelta, ZSTD(1)),
    ADD COLUMN IF NOT EXISTS lost_events        UInt64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS sum_exact          Int64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS count_exact        UInt64 CODEC(ZSTD(1)),
    MODIFY ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type, process_start_time, batch_run, batch_sequence, batch_row);

ALTER TABLE tcp_state_change ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS process_start_time DateTime64(3),
    ADD COLUMN IF NOT EXISTS batch_agent        UUID,
    ADD COLUMN IF NOT EXISTS batch_run          UUID,
    ADD COLUMN IF NOT EXISTS batch_sequence     UInt64,
    ADD COLUMN IF NOT EXISTS batch_row          UInt32,
    ADD COLUMN IF NOT EXISTS window_end         DateTime64(3),
    ADD COLUMN IF NOT EXISTS wallclock_epoch    UInt32,
    ADD COLUMN IF NOT EXISTS lost_events        UInt64,
    ADD COLUMN IF NOT EXISTS sum_exact          Int64,
    ADD COLUMN IF NOT EXISTS count_exact        UInt64;

ALTER TABLE net_io_local ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS process_start_time DateTime64(3) CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_agent        UUID CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_run          UUID CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_sequence     UInt64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_row          UInt32 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS window_end         DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    ADD COLUMN IF NOT EXISTS wallclock_epoch    UInt32 CODEC(DoubleDelta, ZSTD(1)),
    ADD COLUMN IF NOT EXISTS lost_events        UInt64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS sum_exact          Int64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS count_exact        UInt64 CODEC(ZSTD(1)),
    MODIFY ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type, port_label, direction, process_start_time, batch_run, batch_sequence, batch_row);

ALTER TABLE net_io ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS process_start_time DateTime64(3),
    ADD COLUMN IF NOT EXISTS batch_agent        UUID,
    ADD COLUMN IF NOT EXISTS batch_run          UUID,
    ADD COLUMN IF NOT EXISTS batch_sequence     UInt64,
    ADD COLUMN IF NOT EXISTS batch_row          UInt32,
    ADD COLUMN IF NOT EXISTS window_end         DateTime64(3),
    ADD COLUMN IF NOT EXISTS wallclock_epoch    UInt32,
    ADD COLUMN IF NOT EXISTS lost_events        UInt64,
    ADD COLUMN IF NOT EXISTS sum_exact          Int64,
    ADD COLUMN IF NOT EXISTS count_exact        UInt64;

ALTER TABLE tcp_retransmit_local ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS process_start_time DateTime64(3) CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_agent        UUID CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_run          UUID CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_sequence     UInt64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_row          UInt32 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS window_end         DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    ADD COLUMN IF NOT EXISTS wallclock_epoch    UInt32 CODEC(DoubleDelta, ZSTD(1)),
    ADD COLUMN IF NOT EXISTS lost_events        UInt64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS sum_exact          Int64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS count_exact        UInt64 CODEC(ZSTD(1)),
    MODIFY ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type, port_label, direction, process_start_time, batch_run, batch_sequence, batch_row);

ALTER TABLE tcp_retransmit ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS process_start_time DateTime64(3),
    ADD COLUMN IF NOT EXISTS batch_agent        UUID,
    ADD COLUMN IF NOT EXISTS batch_run          UUID,
    ADD COLUMN IF NOT EXISTS batch_sequence     UInt64,
    ADD COLUMN IF NOT EXISTS batch_row          UInt32,
    ADD COLUMN IF NOT EXISTS window_end         DateTime64(3),
    ADD COLUMN IF NOT EXISTS wallclock_epoch    UInt32,
    ADD COLUMN IF NOT EXISTS lost_events        UInt64,
    ADD COLUMN IF NOT EXISTS sum_exact          Int64,
    ADD COLUMN IF NOT EXISTS count_exact        UInt64;

ALTER TABLE disk_bytes_local ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS process_start_time DateTime64(3) CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_agent        UUID CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_run          UUID CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_sequence     UInt64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_row          UInt32 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS window_end         DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    ADD COLUMN IF NOT EXISTS wallclock_epoch    UInt32 CODEC(DoubleDelta, ZSTD(1)),
    ADD COLUMN IF NOT EXISTS lost_events        UInt64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS sum_exact          Int64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS count_exact        UInt64 CODEC(ZSTD(1)),
    MODIFY ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type, device_id, rw, process_start_time, batch_run, batch_sequence, batch_row);

ALTER TABLE disk_bytes ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS process_start_time DateTime64(3),
    ADD COLUMN IF NOT EXISTS batch_agent        UUID,
    ADD COLUMN IF NOT EXISTS batch_run          UUID,
    ADD COLUMN IF NOT EXISTS batch_sequence     UInt64,
    ADD COLUMN IF NOT EXISTS batch_row          UInt32,
    ADD COLUMN IF NOT EXISTS window_end         DateTime64(3),
    ADD COLUMN IF NOT EXISTS wallclock_epoch    UInt32,
    ADD COLUMN IF NOT EXISTS lost_events        UInt64,
    ADD COLUMN IF NOT EXISTS sum_exact          Int64,
    ADD COLUMN IF NOT EXISTS count_exact        UInt64;

ALTER TABLE block_merge_local ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS process_start_time DateTime64(3) CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_agent        UUID CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_run          UUID CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_sequence     UInt64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_row          UInt32 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS window_end         DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    ADD COLUMN IF NOT EXISTS wallclock_epoch    UInt32 CODEC(DoubleDelta, ZSTD(1)),
    ADD COLUMN IF NOT EXISTS lost_events        UInt64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS sum_exact          Int64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS count_exact        UInt64 CODEC(ZSTD(1)),
    MODIFY ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type, device_id, rw, process_start_time, batch_run, batch_sequence, batch_row);

ALTER TABLE block_merge ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS process_start_time DateTime64(3),
    ADD COLUMN IF NOT EXISTS batch_agent        UUID,
    ADD COLUMN IF NOT EXISTS batch_run          UUID,
    ADD COLUMN IF NOT EXISTS batch_sequence     UInt64,
    ADD COLUMN IF NOT EXISTS batch_row          UInt32,
    ADD COLUMN IF NOT EXISTS window_end         DateTime64(3),
    ADD COLUMN IF NOT EXISTS wallclock_epoch    UInt32,
    ADD COLUMN IF NOT EXISTS lost_events        UInt64,
    ADD COLUMN IF NOT EXISTS sum_exact          Int64,
    ADD COLUMN IF NOT EXISTS count_exact        UInt64;

ALTER TABLE tcp_rtt_local ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS process_start_time DateTime64(3) CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_agent        UUID CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_run          UUID CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_sequence     UInt64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_row          UInt32 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS window_end         DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    ADD COLUMN IF NOT EXISTS wallclock_epoch    UInt32 CODEC(DoubleDelta, ZSTD(1)),
    ADD COLUMN IF NOT EXISTS lost_events        UInt64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS sum_exact          Int64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS count_exact        UInt64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS min_exact          Int64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS max_exact          Int64 CODEC(ZSTD(1)),
    MODIFY ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type, port_label, process_start_time, batch_run, batch_sequence, batch_row);

ALTER TABLE tcp_rtt ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS process_start_time DateTime64(3),
    ADD COLUMN IF NOT EXISTS batch_agent        UUID,
    ADD COLUMN IF NOT EXISTS batch_run          UUID,
    ADD COLUMN IF NOT EXISTS batch_sequence     UInt64,
    ADD COLUMN IF NOT EXISTS batch_row          UInt32,
    ADD COLUMN IF NOT EXISTS window_end         DateTime64(3),
    ADD COLUMN IF NOT EXISTS wallclock_epoch    UInt32,
    ADD COLUMN IF NOT EXISTS lost_events        UInt64,
    ADD COLUMN IF NOT EXISTS sum_exact          Int64,
    ADD COLUMN IF NOT EXISTS count_exact        UInt64,
    ADD COLUMN IF NOT EXISTS min_exact          Int64,
    ADD COLUMN IF NOT EXISTS max_exact          Int64;

ALTER TABLE tcp_cwnd_local ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS process_start_time DateTime64(3) CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_agent        UUID CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_run          UUID CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_sequence     UInt64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_row          UInt32 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS window_end         DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    ADD COLUMN IF NOT EXISTS wallclock_epoch    UInt32 CODEC(DoubleDelta, ZSTD(1)),
    ADD COLUMN IF NOT EXISTS lost_events        UInt64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS sum_exact          Int64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS count_exact        UInt64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS min_exact          Int64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS max_exact          Int64 CODEC(ZSTD(1)),
    MODIFY ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type, port_label, process_start_time, batch_run, batch_sequence, batch_row);

ALTER TABLE tcp_cwnd ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS process_start_time DateTime64(3),
    ADD COLUMN IF NOT EXISTS batch_agent        UUID,
    ADD COLUMN IF NOT EXISTS batch_run          UUID,
    ADD COLUMN IF NOT EXISTS batch_sequence     UInt64,
    ADD COLUMN IF NOT EXISTS batch_row          UInt32,
    ADD COLUMN IF NOT EXISTS window_end         DateTime64(3),
    ADD COLUMN IF NOT EXISTS wallclock_epoch    UInt32,
    ADD COLUMN IF NOT EXISTS lost_events        UInt64,
    ADD COLUMN IF NOT EXISTS sum_exact          Int64,
    ADD COLUMN IF NOT EXISTS count_exact        UInt64,
    ADD COLUMN IF NOT EXISTS min_exact          Int64,
    ADD COLUMN IF NOT EXISTS max_exact          Int64;

ALTER TABLE disk_queue_depth_local ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS process_start_time DateTime64(3) CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_agent        UUID CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_run          UUID CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_sequence     UInt64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_row          UInt32 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS window_end         DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    ADD COLUMN IF NOT EXISTS wallclock_epoch    UInt32 CODEC(DoubleDelta, ZSTD(1)),
    ADD COLUMN IF NOT EXISTS lost_events        UInt64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS sum_exact          Int64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS count_exact        UInt64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS min_exact          Int64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS max_exact          Int64 CODEC(ZSTD(1)),
    MODIFY ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type, device_id, rw, process_start_time, batch_run, batch_sequence, batch_row);

ALTER TABLE disk_queue_depth ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS process_start_time DateTime64(3),
    ADD COLUMN IF NOT EXISTS batch_agent        UUID,
    ADD COLUMN IF NOT EXISTS batch_run          UUID,
    ADD COLUMN IF NOT EXISTS batch_sequence     UInt64,
    ADD COLUMN IF NOT EXISTS batch_row          UInt32,
    ADD COLUMN IF NOT EXISTS window_end         DateTime64(3),
    ADD COLUMN IF NOT EXISTS wallclock_epoch    UInt32,
    ADD COLUMN IF NOT EXISTS lost_events        UInt64,
    ADD COLUMN IF NOT EXISTS sum_exact          Int64,
    ADD COLUMN IF NOT EXISTS count_exact        UInt64,
    ADD COLUMN IF NOT EXISTS min_exact          Int64,
    ADD COLUMN IF NOT EXISTS max_exact          Int64;

ALTER TABLE cpu_utilization_local ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS process_start_time       DateTime64(3) CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_agent              UUID CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_run                UUID CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_sequence           UInt64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_row                UInt32 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS window_end               DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    ADD COLUMN IF NOT EXISTS wallclock_epoch          UInt32 CODEC(DoubleDelta, ZSTD(1)),
    ADD COLUMN IF NOT EXISTS lost_events              UInt64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS total_on_cpu_ns_exact    Int64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS max_core_on_cpu_ns_exact Int64 CODEC(ZSTD(1)),
    MODIFY ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type, process_start_time, batch_run, batch_sequence, batch_row);

ALTER TABLE cpu_utilization ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS process_start_time       DateTime64(3),
    ADD COLUMN IF NOT EXISTS batch_agent              UUID,
    ADD COLUMN IF NOT EXISTS batch_run                UUID,
    ADD COLUMN IF NOT EXISTS batch_sequence           UInt64,
    ADD COLUMN IF NOT EXISTS batch_row                UInt32,
    ADD COLUMN IF NOT EXISTS window_end               DateTime64(3),
    ADD COLUMN IF NOT EXISTS wallclock_epoch          UInt32,
    ADD COLUMN IF NOT EXISTS lost_events              UInt64,
    ADD COLUMN IF NOT EXISTS total_on_cpu_ns_exact    Int64,
    ADD COLUMN IF NOT EXISTS max_core_on_cpu_ns_exact Int64;

ALTER TABLE memory_usage_local ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS process_start_time DateTime64(3) CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_agent        UUID CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_run          UUID CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_sequence     UInt64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_row          UInt32 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS window_end         DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    ADD COLUMN IF NOT EXISTS wallclock_epoch    UInt32 CODEC(DoubleDelta, ZSTD(1)),
    ADD COLUMN IF NOT EXISTS lost_events        UInt64 CODEC(ZSTD(1)),
    MODIFY ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type, process_start_time, batch_run, batch_sequence, batch_row);

ALTER TABLE memory_usage ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS process_start_time DateTime64(3),
    ADD COLUMN IF NOT EXISTS batch_agent        UUID,
    ADD COLUMN IF NOT EXISTS batch_run          UUID,
    ADD COLUMN IF NOT EXISTS batch_sequence     UInt64,
    ADD COLUMN IF NOT EXISTS batch_row          UInt32,
    ADD COLUMN IF NOT EXISTS window_end         DateTime64(3),
    ADD COLUMN IF NOT EXISTS wallclock_epoch    UInt32,
    ADD COLUMN IF NOT EXISTS lost_events        UInt64;

ALTER TABLE process_io_usage_local ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS process_start_time DateTime64(3) CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_agent        UUID CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_run          UUID CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_sequence     UInt64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_row          UInt32 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS window_end         DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    ADD COLUMN IF NOT EXISTS wallclock_epoch    UInt32 CODEC(DoubleDelta, ZSTD(1)),
    ADD COLUMN IF NOT EXISTS lost_events        UInt64 CODEC(ZSTD(1)),
    MODIFY ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type, process_start_time, batch_run, batch_sequence, batch_row);

ALTER TABLE process_io_usage ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS process_start_time DateTime64(3),
    ADD COLUMN IF NOT EXISTS batch_agent        UUID,
    ADD COLUMN IF NOT EXISTS batch_run          UUID,
    ADD COLUMN IF NOT EXISTS batch_sequence     UInt64,
    ADD COLUMN IF NOT EXISTS batch_row          UInt32,
    ADD COLUMN IF NOT EXISTS window_end         DateTime64(3),
    ADD COLUMN IF NOT EXISTS wallclock_epoch    UInt32,
    ADD COLUMN IF NOT EXISTS lost_events        UInt64;

ALTER TABLE process_fd_usage_local ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS process_start_time DateTime64(3) CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_agent        UUID CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_run          UUID CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_sequence     UInt64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_row          UInt32 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS window_end         DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    ADD COLUMN IF NOT EXISTS wallclock_epoch    UInt32 CODEC(DoubleDelta, ZSTD(1)),
    ADD COLUMN IF NOT EXISTS lost_events        UInt64 CODEC(ZSTD(1)),
    MODIFY ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type, process_start_time, batch_run, batch_sequence, batch_row);

ALTER TABLE process_fd_usage ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS process_start_time DateTime64(3),
    ADD COLUMN IF NOT EXISTS batch_agent        UUID,
    ADD COLUMN IF NOT EXISTS batch_run          UUID,
    ADD COLUMN IF NOT EXISTS batch_sequence     UInt64,
    ADD COLUMN IF NOT EXISTS batch_row          UInt32,
    ADD COLUMN IF NOT EXISTS window_end         DateTime64(3),
    ADD COLUMN IF NOT EXISTS wallclock_epoch    UInt32,
    ADD COLUMN IF NOT EXISTS lost_events        UInt64;

ALTER TABLE process_sched_usage_local ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS process_start_time DateTime64(3) CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_agent        UUID CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_run          UUID CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_sequence     UInt64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_row          UInt32 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS window_end         DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    ADD COLUMN IF NOT EXISTS wallclock_epoch    UInt32 CODEC(DoubleDelta, ZSTD(1)),
    ADD COLUMN IF NOT EXISTS lost_events        UInt64 CODEC(ZSTD(1)),
    MODIFY ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type, process_start_time, batch_run, batch_sequence, batch_row);

ALTER TABLE process_sched_usage ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS process_start_time DateTime64(3),
    ADD COLUMN IF NOT EXISTS batch_agent        UUID,
    ADD COLUMN IF NOT EXISTS batch_run          UUID,
    ADD COLUMN IF NOT EXISTS batch_sequence     UInt64,
    ADD COLUMN IF NOT EXISTS batch_row          UInt32,
    ADD COLUMN IF NOT EXISTS window_end         DateTime64(3),
    ADD COLUMN IF NOT EXISTS wallclock_epoch    UInt32,
    ADD COLUMN IF NOT EXISTS lost_events        UInt64;

ALTER TABLE sync_state_local ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS head_slot     UInt64 CODEC(DoubleDelta, ZSTD(1)),
    ADD COLUMN IF NOT EXISTS sync_distance UInt64 CODEC(ZSTD(1));

ALTER TABLE sync_state ON CLUSTER '{cluster}'
    ADD COLUMN IF NOT EXISTS head_slot     UInt64,
    ADD COLUMN IF NOT EXISTS sync_distance UInt64;

INSERT INTO schema_migrations (version, dirty, sequence) SELECT 8, 0, greatest(toUInt64(toUnixTimestamp64Nano(now64(9))), max(sequence) + 1) FROM clusterAllReplicas('{cluster}', currentDatabase(), schema_migrations);

-- how long rows are kept

ALTER TABLE block_merge_local ON CLUSTER '{cluster}' MODIFY TTL toDateTime(window_start) + toIntervalDay(30);

ALTER TABLE cpu_utilization_local ON CLUSTER '{cluster}' MODIFY TTL toDateTime(window_start) + toIntervalDay(30);

ALTER TABLE disk_bytes_local ON CLUSTER '{cluster}' MODIFY TTL toDateTime(window_start) + toIntervalDay(30);

ALTER TABLE disk_latency_local ON CLUSTER '{cluster}' MODIFY TTL toDateTime(window_start) + toIntervalDay(30);

ALTER TABLE disk_queue_depth_local ON CLUSTER '{cluster}' MODIFY TTL toDateTime(window_start) + toIntervalDay(30);

ALTER TABLE fd_close_local ON CLUSTER '{cluster}' MODIFY TTL toDateTime(window_start) + toIntervalDay(30);

ALTER TABLE fd_open_local ON CLUSTER '{cluster}' MODIFY TTL toDateTime(window_start) + toIntervalDay(30);

ALTER TABLE host_specs_local ON CLUSTER '{cluster}' MODIFY TTL toDateTime(event_time) + toIntervalDay(30);

ALTER TABLE mem_compaction_local ON CLUSTER '{cluster}' MODIFY TTL toDateTime(window_start) + toIntervalDay(30);

ALTER TABLE mem_reclaim_local ON CLUSTER '{cluster}' MODIFY TTL toDateTime(window_start) + toIntervalDay(30);

ALTER TABLE memory_usage_local ON CLUSTER '{cluster}' MODIFY TTL toDateTime(window_start) + toIntervalDay(30);

ALTER TABLE net_io_local ON CLUSTER '{cluster}' MODIFY TTL toDateTime(window_start) + toIntervalDay(30);

ALTER TABLE oom_kill_local ON CLUSTER '{cluster}' MODIFY TTL toDateTime(window_start) + toIntervalDay(30);

ALTER TABLE page_fault_major_local ON CLUSTER '{cluster}' MODIFY TTL toDateTime(window_start) + toIntervalDay(30);

ALTER TABLE page_fault_minor_local ON CLUSTER '{cluster}' MODIFY TTL toDateTime(window_start) + toIntervalDay(30);

ALTER TABLE process_exit_local ON CLUSTER '{cluster}' MODIFY TTL toDateTime(window_start) + toIntervalDay(30);

ALTER TABLE process_fd_usage_local ON CLUSTER '{cluster}' MODIFY TTL toDateTime(window_start) + toIntervalDay(30);

ALTER TABLE process_io_usage_local ON CLUSTER '{cluster}' MODIFY TTL toDateTime(window_start) + toIntervalDay(30);

ALTER TABLE process_sched_usage_local ON CLUSTER '{cluster}' MODIFY TTL toDateTime(window_start) + toIntervalDay(30);

ALTER TABLE sched_off_cpu_local ON CLUSTER '{cluster}' MODIFY TTL toDateTime(window_start) + toIntervalDay(30);

ALTER TABLE sched_on_cpu_local ON CLUSTER '{cluster}' MODIFY TTL toDateTime(window_start) + toIntervalDay(30);

ALTER TABLE sched_runqueue_local ON CLUSTER '{cluster}' MODIFY TTL toDateTime(window_start) + toIntervalDay(30);

ALTER TABLE swap_in_local ON CLUSTER '{cluster}' MODIFY TTL toDateTime(window_start) + toIntervalDay(30);

ALTER TABLE swap_out_local ON CLUSTER '{cluster}' MODIFY TTL toDateTime(window_start) + toIntervalDay(30);

ALTER TABLE sync_state_local ON CLUSTER '{cluster}' MODIFY TTL toDateTime(event_time) + toIntervalDay(30);

ALTER TABLE syscall_epoll_wait_local ON CLUSTER '{cluster}' MODIFY TTL toDateTime(window_start) + toIntervalDay(30);

ALTER TABLE syscall_fdatasync_local ON CLUSTER '{cluster}' MODIFY TTL toDateTime(window_start) + toIntervalDay(30);

ALTER TABLE syscall_fsync_local ON CLUSTER '{cluster}' MODIFY TTL toDateTime(window_start) + toIntervalDay(30);

ALTER TABLE syscall_futex_local ON CLUSTER '{cluster}' MODIFY TTL toDateTime(window_start) + toIntervalDay(30);

ALTER TABLE syscall_mmap_local ON CLUSTER '{cluster}' MODIFY TTL toDateTime(window_start) + toIntervalDay(30);

ALTER TABLE syscall_pwrite_local ON CLUSTER '{cluster}' MODIFY TTL toDateTime(window_start) + toIntervalDay(30);

ALTER TABLE syscall_read_local ON CLUSTER '{cluster}' MODIFY TTL toDateTime(window_start) + toIntervalDay(30);

ALTER TABLE syscall_write_local ON CLUSTER '{cluster}' MODIFY TTL toDateTime(window_start) + toIntervalDay(30);

ALTER TABLE tcp_cwnd_local ON CLUSTER '{cluster}' MODIFY TTL toDateTime(window_start) + toIntervalDay(30);

ALTER TABLE tcp_retransmit_local ON CLUSTER '{cluster}' MODIFY TTL toDateTime(window_start) + toIntervalDay(30);

ALTER TABLE tcp_rtt_local ON CLUSTER '{cluster}' MODIFY TTL toDateTime(window_start) + toIntervalDay(30);

ALTER TABLE tcp_state_change_local ON CLUSTER '{cluster}' MODIFY TTL toDateTime(window_start) + toIntervalDay(30);

