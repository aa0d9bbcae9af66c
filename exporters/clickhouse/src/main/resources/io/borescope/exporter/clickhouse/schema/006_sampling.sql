-- How the events of a row were chosen.

ALTER TABLE syscall_read
    ADD COLUMN IF NOT EXISTS sampling_mode LowCardinality(String) DEFAULT 'none' AFTER client_type,
    ADD COLUMN IF NOT EXISTS sampling_rate Float32 DEFAULT 1.0 AFTER sampling_mode;

ALTER TABLE syscall_write
    ADD COLUMN IF NOT EXISTS sampling_mode LowCardinality(String) DEFAULT 'none' AFTER client_type,
    ADD COLUMN IF NOT EXISTS sampling_rate Float32 DEFAULT 1.0 AFTER sampling_mode;

ALTER TABLE syscall_futex
    ADD COLUMN IF NOT EXISTS sampling_mode LowCardinality(String) DEFAULT 'none' AFTER client_type,
    ADD COLUMN IF NOT EXISTS sampling_rate Float32 DEFAULT 1.0 AFTER sampling_mode;

ALTER TABLE syscall_mmap
    ADD COLUMN IF NOT EXISTS sampling_mode LowCardinality(String) DEFAULT 'none' AFTER client_type,
    ADD COLUMN IF NOT EXISTS sampling_rate Float32 DEFAULT 1.0 AFTER sampling_mode;

ALTER TABLE syscall_epoll_wait
    ADD COLUMN IF NOT EXISTS sampling_mode LowCardinality(String) DEFAULT 'none' AFTER client_type,
    ADD COLUMN IF NOT EXISTS sampling_rate Float32 DEFAULT 1.0 AFTER sampling_mode;

ALTER TABLE syscall_fsync
    ADD COLUMN IF NOT EXISTS sampling_mode LowCardinality(String) DEFAULT 'none' AFTER client_type,
    ADD COLUMN IF NOT EXISTS sampling_rate Float32 DEFAULT 1.0 AFTER sampling_mode;

ALTER TABLE syscall_fdatasync
    ADD COLUMN IF NOT EXISTS sampling_mode LowCardinality(String) DEFAULT 'none' AFTER client_type,
    ADD COLUMN IF NOT EXISTS sampling_rate Float32 DEFAULT 1.0 AFTER sampling_mode;

ALTER TABLE syscall_pwrite
    ADD COLUMN IF NOT EXISTS sampling_mode LowCardinality(String) DEFAULT 'none' AFTER client_type,
    ADD COLUMN IF NOT EXISTS sampling_rate Float32 DEFAULT 1.0 AFTER sampling_mode;

ALTER TABLE sched_on_cpu
    ADD COLUMN IF NOT EXISTS sampling_mode LowCardinality(String) DEFAULT 'none' AFTER client_type,
    ADD COLUMN IF NOT EXISTS sampling_rate Float32 DEFAULT 1.0 AFTER sampling_mode;

ALTER TABLE sched_off_cpu
    ADD COLUMN IF NOT EXISTS sampling_mode LowCardinality(String) DEFAULT 'none' AFTER client_type,
    ADD COLUMN IF NOT EXISTS sampling_rate Float32 DEFAULT 1.0 AFTER sampling_mode;

ALTER TABLE sched_runqueue
    ADD COLUMN IF NOT EXISTS sampling_mode LowCardinality(String) DEFAULT 'none' AFTER client_type,
    ADD COLUMN IF NOT EXISTS sampling_rate Float32 DEFAULT 1.0 AFTER sampling_mode;

ALTER TABLE mem_reclaim
    ADD COLUMN IF NOT EXISTS sampling_mode LowCardinality(String) DEFAULT 'none' AFTER client_type,
    ADD COLUMN IF NOT EXISTS sampling_rate Float32 DEFAULT 1.0 AFTER sampling_mode;

ALTER TABLE mem_compaction
    ADD COLUMN IF NOT EXISTS sampling_mode LowCardinality(String) DEFAULT 'none' AFTER client_type,
    ADD COLUMN IF NOT EXISTS sampling_rate Float32 DEFAULT 1.0 AFTER sampling_mode;

ALTER TABLE disk_latency
    ADD COLUMN IF NOT EXISTS sampling_mode LowCardinality(String) DEFAULT 'none' AFTER client_type,
    ADD COLUMN IF NOT EXISTS sampling_rate Float32 DEFAULT 1.0 AFTER sampling_mode;

ALTER TABLE page_fault_major
    ADD COLUMN IF NOT EXISTS sampling_mode LowCardinality(String) DEFAULT 'none' AFTER client_type,
    ADD COLUMN IF NOT EXISTS sampling_rate Float32 DEFAULT 1.0 AFTER sampling_mode;

ALTER TABLE page_fault_minor
    ADD COLUMN IF NOT EXISTS sampling_mode LowCardinality(String) DEFAULT 'none' AFTER client_type,
    ADD COLUMN IF NOT EXISTS sampling_rate Float32 DEFAULT 1.0 AFTER sampling_mode;

ALTER TABLE swap_in
    ADD COLUMN IF NOT EXISTS sampling_mode LowCardinality(String) DEFAULT 'none' AFTER client_type,
    ADD COLUMN IF NOT EXISTS sampling_rate Float32 DEFAULT 1.0 AFTER sampling_mode;

ALTER TABLE swap_out
    ADD COLUMN IF NOT EXISTS sampling_mode LowCardinality(String) DEFAULT 'none' AFTER client_type,
    ADD COLUMN IF NOT EXISTS sampling_rate Float32 DEFAULT 1.0 AFTER sampling_mode;

ALTER TABLE oom_kill
    ADD COLUMN IF NOT EXISTS sampling_mode LowCardinality(String) DEFAULT 'none' AFTER client_type,
    ADD COLUMN IF NOT EXISTS sampling_rate Float32 DEFAULT 1.0 AFTER sampling_mode;

ALTER TABLE fd_open
    ADD COLUMN IF NOT EXISTS sampling_mode LowCardinality(String) DEFAULT 'none' AFTER client_type,
    ADD COLUMN IF NOT EXISTS sampling_rate Float32 DEFAULT 1.0 AFTER sampling_mode;

ALTER TABLE fd_close
    ADD COLUMN IF NOT EXISTS sampling_mode LowCardinality(String) DEFAULT 'none' AFTER client_type,
    ADD COLUMN IF NOT EXISTS sampling_rate Float32 DEFAULT 1.0 AFTER sampling_mode;

ALTER TABLE process_exit
    ADD COLUMN IF NOT EXISTS sampling_mode LowCardinality(String) DEFAULT 'none' AFTER client_type,
    ADD COLUMN IF NOT EXISTS sampling_rate Float32 DEFAULT 1.0 AFTER sampling_mode;

ALTER TABLE tcp_state_change
    ADD COLUMN IF NOT EXISTS sampling_mode LowCardinality(String) DEFAULT 'none' AFTER client_type,
    ADD COLUMN IF NOT EXISTS sampling_rate Float32 DEFAULT 1.0 AFTER sampling_mode;

ALTER TABLE net_io
    ADD COLUMN IF NOT EXISTS sampling_mode LowCardinality(String) DEFAULT 'none' AFTER client_type,
    ADD COLUMN IF NOT EXISTS sampling_rate Float32 DEFAULT 1.0 AFTER sampling_mode;

ALTER TABLE tcp_retransmit
    ADD COLUMN IF NOT EXISTS sampling_mode LowCardinality(String) DEFAULT 'none' AFTER client_type,
    ADD COLUMN IF NOT EXISTS sampling_rate Float32 DEFAULT 1.0 AFTER sampling_mode;

ALTER TABLE disk_bytes
    ADD COLUMN IF NOT EXISTS sampling_mode LowCardinality(String) DEFAULT 'none' AFTER client_type,
    ADD COLUMN IF NOT EXISTS sampling_rate Float32 DEFAULT 1.0 AFTER sampling_mode;

ALTER TABLE block_merge
    ADD COLUMN IF NOT EXISTS sampling_mode LowCardinality(String) DEFAULT 'none' AFTER client_type,
    ADD COLUMN IF NOT EXISTS sampling_rate Float32 DEFAULT 1.0 AFTER sampling_mode;

ALTER TABLE tcp_rtt
    ADD COLUMN IF NOT EXISTS sampling_mode LowCardinality(String) DEFAULT 'none' AFTER client_type,
    ADD COLUMN IF NOT EXISTS sampling_rate Float32 DEFAULT 1.0 AFTER sampling_mode;

ALTER TABLE tcp_cwnd
    ADD COLUMN IF NOT EXISTS sampling_mode LowCardinality(String) DEFAULT 'none' AFTER client_type,
    ADD COLUMN IF NOT EXISTS sampling_rate Float32 DEFAULT 1.0 AFTER sampling_mode;

ALTER TABLE disk_queue_depth
    ADD COLUMN IF NOT EXISTS sampling_mode LowCardinality(String) DEFAULT 'none' AFTER client_type,
    ADD COLUMN IF NOT EXISTS sampling_rate Float32 DEFAULT 1.0 AFTER sampling_mode;

ALTER TABLE cpu_utilization
    ADD COLUMN IF NOT EXISTS sampling_mode LowCardinality(String) DEFAULT 'none' AFTER client_type,
    ADD COLUMN IF NOT EXISTS sampling_rate Float32 DEFAULT 1.0 AFTER sampling_mode;
