-- Figures per window and process, and the state of an Ethereum node.

CREATE TABLE IF NOT EXISTS syscall_read (
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
) ENGINE = ReplacingMergeTree(updated_date_time)
PARTITION BY toStartOfMonth(window_start)
ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type);

CREATE TABLE IF NOT EXISTS syscall_write (
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
) ENGINE = ReplacingMergeTree(updated_date_time)
PARTITION BY toStartOfMonth(window_start)
ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type);

CREATE TABLE IF NOT EXISTS syscall_futex (
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
) ENGINE = ReplacingMergeTree(updated_date_time)
PARTITION BY toStartOfMonth(window_start)
ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type);

CREATE TABLE IF NOT EXISTS syscall_mmap (
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
) ENGINE = ReplacingMergeTree(updated_date_time)
PARTITION BY toStartOfMonth(window_start)
ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type);

CREATE TABLE IF NOT EXISTS syscall_epoll_wait (
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
) ENGINE = ReplacingMergeTree(updated_date_time)
PARTITION BY toStartOfMonth(window_start)
ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type);

CREATE TABLE IF NOT EXISTS syscall_fsync (
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
) ENGINE = ReplacingMergeTree(updated_date_time)
PARTITION BY toStartOfMonth(window_start)
ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type);

CREATE TABLE IF NOT EXISTS syscall_fdatasync (
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
) ENGINE = ReplacingMergeTree(updated_date_time)
PARTITION BY toStartOfMonth(window_start)
ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type);

CREATE TABLE IF NOT EXISTS syscall_pwrite (
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
) ENGINE = ReplacingMergeTree(updated_date_time)
PARTITION BY toStartOfMonth(window_start)
ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type);

CREATE TABLE IF NOT EXISTS sched_on_cpu (
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
) ENGINE = ReplacingMergeTree(updated_date_time)
PARTITION BY toStartOfMonth(window_start)
ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type);

CREATE TABLE IF NOT EXISTS sched_off_cpu (
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
) ENGINE = ReplacingMergeTree(updated_date_time)
PARTITION BY toStartOfMonth(window_start)
ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type);

CREATE TABLE IF NOT EXISTS sched_runqueue (
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
) ENGINE = ReplacingMergeTree(updated_date_time)
PARTITION BY toStartOfMonth(window_start)
ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type);

CREATE TABLE IF NOT EXISTS mem_reclaim (
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
) ENGINE = ReplacingMergeTree(updated_date_time)
PARTITION BY toStartOfMonth(window_start)
ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type);

CREATE TABLE IF NOT EXISTS mem_compaction (
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
) ENGINE = ReplacingMergeTree(updated_date_time)
PARTITION BY toStartOfMonth(window_start)
ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type);

CREATE TABLE IF NOT EXISTS disk_latency (
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
) ENGINE = ReplacingMergeTree(updated_date_time)
PARTITION BY toStartOfMonth(window_start)
ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type, device_id, rw);

CREATE TABLE IF NOT EXISTS page_fault_major (
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
) ENGINE = ReplacingMergeTree(updated_date_time)
PARTITION BY toStartOfMonth(window_start)
ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type);

CREATE TABLE IF NOT EXISTS page_fault_minor (
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
) ENGINE = ReplacingMergeTree(updated_date_time)
PARTITION BY toStartOfMonth(window_start)
ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type);

CREATE TABLE IF NOT EXISTS swap_in (
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
) ENGINE = ReplacingMergeTree(updated_date_time)
PARTITION BY toStartOfMonth(window_start)
ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type);

CREATE TABLE IF NOT EXISTS swap_out (
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
) ENGINE = ReplacingMergeTree(updated_date_time)
PARTITION BY toStartOfMonth(window_start)
ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type);

CREATE TABLE IF NOT EXISTS oom_kill (
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
) ENGINE = ReplacingMergeTree(updated_date_time)
PARTITION BY toStartOfMonth(window_start)
ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type);

CREATE TABLE IF NOT EXISTS fd_open (
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
) ENGINE = ReplacingMergeTree(updated_date_time)
PARTITION BY toStartOfMonth(window_start)
ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type);

CREATE TABLE IF NOT EXISTS fd_close (
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
) ENGINE = ReplacingMergeTree(updated_date_time)
PARTITION BY toStartOfMonth(window_start)
ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type);

CREATE TABLE IF NOT EXISTS process_exit (
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
) ENGINE = ReplacingMergeTree(updated_date_time)
PARTITION BY toStartOfMonth(window_start)
ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type);

CREATE TABLE IF NOT EXISTS tcp_state_change (
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
) ENGINE = ReplacingMergeTree(updated_date_time)
PARTITION BY toStartOfMonth(window_start)
ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type);

CREATE TABLE IF NOT EXISTS net_io (
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
) ENGINE = ReplacingMergeTree(updated_date_time)
PARTITION BY toStartOfMonth(window_start)
ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type, local_port, direction);

CREATE TABLE IF NOT EXISTS tcp_retransmit (
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
) ENGINE = ReplacingMergeTree(updated_date_time)
PARTITION BY toStartOfMonth(window_start)
ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type, local_port, direction);

CREATE TABLE IF NOT EXISTS disk_bytes (
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
) ENGINE = ReplacingMergeTree(updated_date_time)
PARTITION BY toStartOfMonth(window_start)
ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type, device_id, rw);

CREATE TABLE IF NOT EXISTS block_merge (
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
) ENGINE = ReplacingMergeTree(updated_date_time)
PARTITION BY toStartOfMonth(window_start)
ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type, device_id, rw);

CREATE TABLE IF NOT EXISTS tcp_rtt (
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
) ENGINE = ReplacingMergeTree(updated_date_time)
PARTITION BY toStartOfMonth(window_start)
ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type, local_port);

CREATE TABLE IF NOT EXISTS tcp_cwnd (
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
) ENGINE = ReplacingMergeTree(updated_date_time)
PARTITION BY toStartOfMonth(window_start)
ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type, local_port);

CREATE TABLE IF NOT EXISTS disk_queue_depth (
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
) ENGINE = ReplacingMergeTree(updated_date_time)
PARTITION BY toStartOfMonth(window_start)
ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type, device_id, rw);

CREATE TABLE IF NOT EXISTS sync_state (
    updated_date_time              DateTime64(3) COMMENT 'When the row was made' CODEC(DoubleDelta, ZSTD(1)),
    event_time                     DateTime64(3) COMMENT 'When the node was asked' CODEC(DoubleDelta, ZSTD(1)),
    wallclock_slot                 UInt32 COMMENT 'Slot at that time' CODEC(DoubleDelta, ZSTD(1)),
    wallclock_slot_start_date_time DateTime64(3) COMMENT 'Start of that slot' CODEC(DoubleDelta, ZSTD(1)),
    cl_syncing                     Bool COMMENT 'Whether the consensus client is syncing' CODEC(ZSTD(1)),
    el_optimistic                  Bool COMMENT 'Whether the execution client is verified only optimistically' CODEC(ZSTD(1)),
    el_offline                     Bool COMMENT 'Whether the execution client is away' CODEC(ZSTD(1)),
    meta_client_name               LowCardinality(String) COMMENT 'Name of the agent',
    meta_network_name              LowCardinality(String) COMMENT 'Name of the network'
) ENGINE = ReplacingMergeTree(updated_date_time)
PARTITION BY toStartOfMonth(event_time)
ORDER BY (meta_network_name, event_time, meta_client_name);
