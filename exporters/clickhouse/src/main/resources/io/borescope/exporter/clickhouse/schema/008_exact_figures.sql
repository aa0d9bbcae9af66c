-- What Observoor's tables cannot say: exact figures, the end and the losses of a window, and who made the row.
-- The new end of the sorting key keeps rows apart that differ in nothing else, so that a reused pid, another sampling or
-- a restart within a window replaces nothing; a repeated delivery of the same row still does. The setting lets the
-- server recognise a repeated insert by its token.

ALTER TABLE syscall_read
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
    MODIFY ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type, process_start_time, batch_run, batch_sequence, batch_row),
    MODIFY SETTING non_replicated_deduplication_window = 1000;

ALTER TABLE syscall_write
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
    MODIFY ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type, process_start_time, batch_run, batch_sequence, batch_row),
    MODIFY SETTING non_replicated_deduplication_window = 1000;

ALTER TABLE syscall_futex
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
    MODIFY ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type, process_start_time, batch_run, batch_sequence, batch_row),
    MODIFY SETTING non_replicated_deduplication_window = 1000;

ALTER TABLE syscall_mmap
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
    MODIFY ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type, process_start_time, batch_run, batch_sequence, batch_row),
    MODIFY SETTING non_replicated_deduplication_window = 1000;

ALTER TABLE syscall_epoll_wait
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
    MODIFY ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type, process_start_time, batch_run, batch_sequence, batch_row),
    MODIFY SETTING non_replicated_deduplication_window = 1000;

ALTER TABLE syscall_fsync
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
    MODIFY ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type, process_start_time, batch_run, batch_sequence, batch_row),
    MODIFY SETTING non_replicated_deduplication_window = 1000;

ALTER TABLE syscall_fdatasync
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
    MODIFY ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type, process_start_time, batch_run, batch_sequence, batch_row),
    MODIFY SETTING non_replicated_deduplication_window = 1000;

ALTER TABLE syscall_pwrite
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
    MODIFY ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type, process_start_time, batch_run, batch_sequence, batch_row),
    MODIFY SETTING non_replicated_deduplication_window = 1000;

ALTER TABLE sched_on_cpu
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
    MODIFY ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type, process_start_time, batch_run, batch_sequence, batch_row),
    MODIFY SETTING non_replicated_deduplication_window = 1000;

ALTER TABLE sched_off_cpu
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
    MODIFY ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type, process_start_time, batch_run, batch_sequence, batch_row),
    MODIFY SETTING non_replicated_deduplication_window = 1000;

ALTER TABLE sched_runqueue
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
    MODIFY ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type, process_start_time, batch_run, batch_sequence, batch_row),
    MODIFY SETTING non_replicated_deduplication_window = 1000;

ALTER TABLE mem_reclaim
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
    MODIFY ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type, process_start_time, batch_run, batch_sequence, batch_row),
    MODIFY SETTING non_replicated_deduplication_window = 1000;

ALTER TABLE mem_compaction
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
    MODIFY ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type, process_start_time, batch_run, batch_sequence, batch_row),
    MODIFY SETTING non_replicated_deduplication_window = 1000;

ALTER TABLE disk_latency
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
    MODIFY ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type, device_id, rw, process_start_time, batch_run, batch_sequence, batch_row),
    MODIFY SETTING non_replicated_deduplication_window = 1000;

ALTER TABLE page_fault_major
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
    MODIFY ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type, process_start_time, batch_run, batch_sequence, batch_row),
    MODIFY SETTING non_replicated_deduplication_window = 1000;

ALTER TABLE page_fault_minor
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
    MODIFY ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type, process_start_time, batch_run, batch_sequence, batch_row),
    MODIFY SETTING non_replicated_deduplication_window = 1000;

ALTER TABLE swap_in
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
    MODIFY ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type, process_start_time, batch_run, batch_sequence, batch_row),
    MODIFY SETTING non_replicated_deduplication_window = 1000;

ALTER TABLE swap_out
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
    MODIFY ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type, process_start_time, batch_run, batch_sequence, batch_row),
    MODIFY SETTING non_replicated_deduplication_window = 1000;

ALTER TABLE oom_kill
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
    MODIFY ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type, process_start_time, batch_run, batch_sequence, batch_row),
    MODIFY SETTING non_replicated_deduplication_window = 1000;

ALTER TABLE fd_open
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
    MODIFY ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type, process_start_time, batch_run, batch_sequence, batch_row),
    MODIFY SETTING non_replicated_deduplication_window = 1000;

ALTER TABLE fd_close
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
    MODIFY ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type, process_start_time, batch_run, batch_sequence, batch_row),
    MODIFY SETTING non_replicated_deduplication_window = 1000;

ALTER TABLE process_exit
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
    MODIFY ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type, process_start_time, batch_run, batch_sequence, batch_row),
    MODIFY SETTING non_replicated_deduplication_window = 1000;

ALTER TABLE tcp_state_change
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
    MODIFY ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type, process_start_time, batch_run, batch_sequence, batch_row),
    MODIFY SETTING non_replicated_deduplication_window = 1000;

ALTER TABLE net_io
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
    MODIFY ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type, port_label, direction, process_start_time, batch_run, batch_sequence, batch_row),
    MODIFY SETTING non_replicated_deduplication_window = 1000;

ALTER TABLE tcp_retransmit
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
    MODIFY ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type, port_label, direction, process_start_time, batch_run, batch_sequence, batch_row),
    MODIFY SETTING non_replicated_deduplication_window = 1000;

ALTER TABLE disk_bytes
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
    MODIFY ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type, device_id, rw, process_start_time, batch_run, batch_sequence, batch_row),
    MODIFY SETTING non_replicated_deduplication_window = 1000;

ALTER TABLE block_merge
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
    MODIFY ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type, device_id, rw, process_start_time, batch_run, batch_sequence, batch_row),
    MODIFY SETTING non_replicated_deduplication_window = 1000;

ALTER TABLE tcp_rtt
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
    MODIFY ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type, port_label, process_start_time, batch_run, batch_sequence, batch_row),
    MODIFY SETTING non_replicated_deduplication_window = 1000;

ALTER TABLE tcp_cwnd
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
    MODIFY ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type, port_label, process_start_time, batch_run, batch_sequence, batch_row),
    MODIFY SETTING non_replicated_deduplication_window = 1000;

ALTER TABLE disk_queue_depth
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
    MODIFY ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type, device_id, rw, process_start_time, batch_run, batch_sequence, batch_row),
    MODIFY SETTING non_replicated_deduplication_window = 1000;

ALTER TABLE cpu_utilization
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
    MODIFY ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type, process_start_time, batch_run, batch_sequence, batch_row),
    MODIFY SETTING non_replicated_deduplication_window = 1000;

ALTER TABLE memory_usage
    ADD COLUMN IF NOT EXISTS process_start_time DateTime64(3) CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_agent        UUID CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_run          UUID CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_sequence     UInt64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_row          UInt32 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS window_end         DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    ADD COLUMN IF NOT EXISTS wallclock_epoch    UInt32 CODEC(DoubleDelta, ZSTD(1)),
    ADD COLUMN IF NOT EXISTS lost_events        UInt64 CODEC(ZSTD(1)),
    MODIFY ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type, process_start_time, batch_run, batch_sequence, batch_row),
    MODIFY SETTING non_replicated_deduplication_window = 1000;

ALTER TABLE process_io_usage
    ADD COLUMN IF NOT EXISTS process_start_time DateTime64(3) CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_agent        UUID CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_run          UUID CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_sequence     UInt64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_row          UInt32 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS window_end         DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    ADD COLUMN IF NOT EXISTS wallclock_epoch    UInt32 CODEC(DoubleDelta, ZSTD(1)),
    ADD COLUMN IF NOT EXISTS lost_events        UInt64 CODEC(ZSTD(1)),
    MODIFY ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type, process_start_time, batch_run, batch_sequence, batch_row),
    MODIFY SETTING non_replicated_deduplication_window = 1000;

ALTER TABLE process_fd_usage
    ADD COLUMN IF NOT EXISTS process_start_time DateTime64(3) CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_agent        UUID CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_run          UUID CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_sequence     UInt64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_row          UInt32 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS window_end         DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    ADD COLUMN IF NOT EXISTS wallclock_epoch    UInt32 CODEC(DoubleDelta, ZSTD(1)),
    ADD COLUMN IF NOT EXISTS lost_events        UInt64 CODEC(ZSTD(1)),
    MODIFY ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type, process_start_time, batch_run, batch_sequence, batch_row),
    MODIFY SETTING non_replicated_deduplication_window = 1000;

ALTER TABLE process_sched_usage
    ADD COLUMN IF NOT EXISTS process_start_time DateTime64(3) CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_agent        UUID CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_run          UUID CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_sequence     UInt64 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS batch_row          UInt32 CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS window_end         DateTime64(3) CODEC(DoubleDelta, ZSTD(1)),
    ADD COLUMN IF NOT EXISTS wallclock_epoch    UInt32 CODEC(DoubleDelta, ZSTD(1)),
    ADD COLUMN IF NOT EXISTS lost_events        UInt64 CODEC(ZSTD(1)),
    MODIFY ORDER BY (meta_network_name, window_start, meta_client_name, pid, client_type, process_start_time, batch_run, batch_sequence, batch_row),
    MODIFY SETTING non_replicated_deduplication_window = 1000;

ALTER TABLE sync_state
    ADD COLUMN IF NOT EXISTS head_slot     UInt64 CODEC(DoubleDelta, ZSTD(1)),
    ADD COLUMN IF NOT EXISTS sync_distance UInt64 CODEC(ZSTD(1)),
    MODIFY SETTING non_replicated_deduplication_window = 1000;

ALTER TABLE host_specs
    MODIFY SETTING non_replicated_deduplication_window = 1000;
