-- Labels of ports in place of port numbers. Rows of these four tables are lost.

-- Only if net_io has a column local_port.
DROP TABLE IF EXISTS net_io SYNC;

CREATE TABLE IF NOT EXISTS net_io (
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
) ENGINE = ReplacingMergeTree(updated_date_time)
PARTITION BY toStartOfMonth(window_start)
ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type, port_label, direction);

-- Only if tcp_retransmit has a column local_port.
DROP TABLE IF EXISTS tcp_retransmit SYNC;

CREATE TABLE IF NOT EXISTS tcp_retransmit (
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
) ENGINE = ReplacingMergeTree(updated_date_time)
PARTITION BY toStartOfMonth(window_start)
ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type, port_label, direction);

-- Only if tcp_rtt has a column local_port.
DROP TABLE IF EXISTS tcp_rtt SYNC;

CREATE TABLE IF NOT EXISTS tcp_rtt (
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
) ENGINE = ReplacingMergeTree(updated_date_time)
PARTITION BY toStartOfMonth(window_start)
ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type, port_label);

-- Only if tcp_cwnd has a column local_port.
DROP TABLE IF EXISTS tcp_cwnd SYNC;

CREATE TABLE IF NOT EXISTS tcp_cwnd (
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
) ENGINE = ReplacingMergeTree(updated_date_time)
PARTITION BY toStartOfMonth(window_start)
ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type, port_label);
