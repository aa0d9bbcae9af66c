-- CPU time by process and core.

CREATE TABLE IF NOT EXISTS cpu_utilization (
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
) ENGINE = ReplacingMergeTree(updated_date_time)
PARTITION BY toStartOfMonth(window_start)
ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type);
