package io.borescope.exporter.clickhouse;

import io.borescope.api.Resource;
import io.borescope.api.metric.MetricBatch;
import io.borescope.api.metric.MetricDescriptor;
import io.borescope.exporter.clickhouse.Table.Column;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * The tables that users of Observoor have, filled from the metrics of the same names, and what we add to them. Names, types and order of
 * the columns are a contract; {@code schema/} holds the SQL that makes them.
 */
final class ObservoorTables {
    /** The version of the schema that is written to. */
    static final int SCHEMA_VERSION = 8;

    private static final int FIRST = 1;
    private static final int FLOAT_FIGURES = 3;
    private static final int CPU_UTILIZATION = 4;
    private static final int PORT_LABELS = 5;
    private static final int SAMPLING = 6;
    private static final int SNAPSHOTS = 7;
    private static final int OURS = 8;

    private static final long NANOS_PER_MILLI = 1_000_000;

    private static final Map<String, Table> BY_METRIC = byMetric();

    private ObservoorTables() {}

    /** The table for a metric, if it has one. */
    static Optional<Table> of(String metric) {
        return Optional.ofNullable(BY_METRIC.get(metric));
    }

    static Collection<Table> all() {
        return BY_METRIC.values();
    }

    private static SequencedMap<String, Table> byMetric() {
        SequencedMap<String, Table> tables = new LinkedHashMap<>();
        Stream.of(
                        "syscall_read",
                        "syscall_write",
                        "syscall_futex",
                        "syscall_mmap",
                        "syscall_epoll_wait",
                        "syscall_fsync",
                        "syscall_fdatasync",
                        "syscall_pwrite",
                        "sched_on_cpu",
                        "sched_off_cpu",
                        "sched_runqueue",
                        "mem_reclaim",
                        "mem_compaction")
                .forEach(name -> put(tables, figures(name, FIRST, List.of(), distribution())));
        put(tables, figures("disk_latency", FIRST, device(), distribution()));
        Stream.of(
                        "page_fault_major",
                        "page_fault_minor",
                        "swap_in",
                        "swap_out",
                        "oom_kill",
                        "fd_open",
                        "fd_close",
                        "process_exit",
                        "tcp_state_change")
                .forEach(name -> put(tables, figures(name, FIRST, List.of(), sum())));
        put(tables, figures("net_io", PORT_LABELS, connection(), sum()));
        put(tables, figures("tcp_retransmit", PORT_LABELS, connection(), sum()));
        put(tables, figures("disk_bytes", FIRST, device(), sum()));
        put(tables, figures("block_merge", FIRST, device(), sum()));
        put(tables, figures("tcp_rtt", PORT_LABELS, List.of(portLabel()), level()));
        put(tables, figures("tcp_cwnd", PORT_LABELS, List.of(portLabel()), level()));
        put(tables, figures("disk_queue_depth", FIRST, device(), level()));
        put(tables, figures("cpu_utilization", CPU_UTILIZATION, List.of(), cpu()));
        put(tables, figures("memory_usage", SNAPSHOTS, List.of(), memory()));
        put(tables, figures("process_io_usage", SNAPSHOTS, List.of(), io()));
        put(tables, figures("process_fd_usage", SNAPSHOTS, List.of(), files()));
        put(tables, figures("process_sched_usage", SNAPSHOTS, List.of(), scheduling()));
        put(tables, reading("sync_state", FIRST, syncState()));
        put(tables, reading("host_specs", SNAPSHOTS, hostSpecs()));
        return tables;
    }

    private static void put(Map<String, Table> tables, Table table) {
        tables.put(table.name(), table);
    }

    /** A table with rows per window and process. */
    private static Table figures(String name, int migration, List<Column> dimensions, List<Column> values) {
        List<Column> columns = new ArrayList<>();
        columns.add(shared("updated_date_time", NativeType.DATE_TIME, batch -> millis(batch.madeEpochNanos())));
        columns.add(shared(
                "window_start",
                NativeType.DATE_TIME,
                batch -> millis(batch.window().startEpochNanos())));
        columns.add(shared("interval_ms", NativeType.UINT16, ObservoorTables::intervalMillis));
        columns.addAll(slot());
        columns.add(number("pid", NativeType.UINT32));
        columns.add(label("client_type", "unknown"));
        columns.add(new Column(
                "sampling_mode", NativeType.LOW_CARDINALITY, new Source.Label("sampling_mode", "none"), SAMPLING));
        columns.add(new Column("sampling_rate", NativeType.FLOAT32, new Source.Numeric("sampling_rate", 1), SAMPLING));
        columns.addAll(dimensions);
        columns.addAll(contract(values));
        columns.addAll(meta());
        columns.addAll(ours());
        columns.addAll(additions(values));
        return new Table(name, Content.Columns.WINDOWS, migration, columns);
    }

    /** A table with rows per reading. */
    private static Table reading(String name, int migration, List<Column> values) {
        List<Column> columns = new ArrayList<>();
        columns.add(shared("updated_date_time", NativeType.DATE_TIME, batch -> millis(batch.madeEpochNanos())));
        columns.add(shared(
                "event_time",
                NativeType.DATE_TIME,
                batch -> millis(batch.window().startEpochNanos())));
        columns.addAll(slot());
        columns.addAll(contract(values));
        columns.addAll(meta());
        columns.addAll(additions(values));
        return new Table(name, Content.Columns.WINDOWS, migration, columns);
    }

    private static List<Column> contract(List<Column> values) {
        return values.stream().filter(value -> value.migration() < OURS).toList();
    }

    private static List<Column> additions(List<Column> values) {
        return values.stream().filter(value -> value.migration() == OURS).toList();
    }

    private static List<Column> slot() {
        return List.of(
                shared(
                        "wallclock_slot",
                        NativeType.UINT32,
                        batch -> Math.max(0, batch.window().slot())),
                shared(
                        "wallclock_slot_start_date_time",
                        NativeType.DATE_TIME,
                        batch -> millis(batch.window().slotStartEpochNanos())));
    }

    private static List<Column> meta() {
        return List.of(
                resource("meta_client_name", Resource.INSTANCE_NAME),
                resource("meta_network_name", Resource.NETWORK_NAME));
    }

    /** What tells rows apart that Observoor's key does not: a reused pid, another sampling, two parts of a window around a restart. */
    private static List<Column> ours() {
        return List.of(
                ours("process_start_time", NativeType.DATE_TIME, new Source.Moment("process_start_time")),
                ours(
                        "batch_agent",
                        NativeType.UUID,
                        new Source.SharedUuid(batch -> batch.id().agent())),
                ours(
                        "batch_run",
                        NativeType.UUID,
                        new Source.SharedUuid(batch -> batch.id().run())),
                ours(
                        "batch_sequence",
                        NativeType.UINT64,
                        new Source.Shared(batch -> batch.id().sequence())),
                ours("batch_row", NativeType.UINT32, new Source.RowNumber()),
                ours(
                        "window_end",
                        NativeType.DATE_TIME,
                        new Source.Shared(batch -> millis(batch.window().endEpochNanos()))),
                ours(
                        "wallclock_epoch",
                        NativeType.UINT32,
                        new Source.Shared(batch -> Math.max(0, batch.window().epoch()))),
                ours("lost_events", NativeType.UINT64, new Source.Shared(MetricBatch::lostEvents)));
    }

    private static List<Column> device() {
        return List.of(number("device_id", NativeType.UINT32), label("rw", "read"));
    }

    private static List<Column> connection() {
        return List.of(portLabel(), label("direction", "tx"));
    }

    private static Column portLabel() {
        return new Column(
                "port_label", NativeType.LOW_CARDINALITY, new Source.Label("port_label", "unknown"), PORT_LABELS);
    }

    private static List<Column> sum() {
        return List.of(
                rounded(MetricDescriptor.SUM),
                figure(MetricDescriptor.COUNT, NativeType.UINT32),
                exact(MetricDescriptor.SUM, NativeType.INT64),
                exact(MetricDescriptor.COUNT, NativeType.UINT64));
    }

    private static List<Column> level() {
        List<Column> columns = new ArrayList<>(sum());
        columns.add(rounded(MetricDescriptor.MIN));
        columns.add(rounded(MetricDescriptor.MAX));
        columns.add(exact(MetricDescriptor.MIN, NativeType.INT64));
        columns.add(exact(MetricDescriptor.MAX, NativeType.INT64));
        return columns;
    }

    private static List<Column> distribution() {
        List<Column> columns = new ArrayList<>(level());
        columns.add(figure(MetricDescriptor.HISTOGRAM, NativeType.HISTOGRAM));
        return columns;
    }

    private static List<Column> cpu() {
        return List.of(
                figure("total_on_cpu_ns", NativeType.FLOAT32),
                figure("event_count", NativeType.UINT32),
                figure("active_cores", NativeType.UINT16),
                figure("system_cores", NativeType.UINT16),
                figure("max_core_on_cpu_ns", NativeType.FLOAT32),
                figure("max_core_id", NativeType.UINT32),
                figure("mean_core_pct", NativeType.FLOAT32),
                figure("min_core_pct", NativeType.FLOAT32),
                figure("max_core_pct", NativeType.FLOAT32),
                exact("total_on_cpu_ns", NativeType.INT64),
                exact("max_core_on_cpu_ns", NativeType.INT64));
    }

    private static List<Column> memory() {
        return Stream.of(
                        "vm_size_bytes",
                        "vm_rss_bytes",
                        "rss_anon_bytes",
                        "rss_file_bytes",
                        "rss_shmem_bytes",
                        "vm_swap_bytes")
                .map(name -> figure(name, NativeType.UINT64))
                .toList();
    }

    private static List<Column> io() {
        List<Column> columns = new ArrayList<>();
        Stream.of("rchar_bytes", "wchar_bytes", "syscr", "syscw", "read_bytes", "write_bytes")
                .forEach(name -> columns.add(figure(name, NativeType.UINT64)));
        columns.add(figure("cancelled_write_bytes", NativeType.INT64));
        return columns;
    }

    private static List<Column> files() {
        return List.of(
                figure("open_fds", NativeType.UINT32),
                figure("fd_limit_soft", NativeType.UINT64),
                figure("fd_limit_hard", NativeType.UINT64));
    }

    private static List<Column> scheduling() {
        return List.of(
                figure("threads", NativeType.UINT32),
                figure("voluntary_ctxt_switches", NativeType.UINT64),
                figure("nonvoluntary_ctxt_switches", NativeType.UINT64));
    }

    private static List<Column> syncState() {
        return List.of(
                figure("cl_syncing", NativeType.BOOL),
                figure("el_optimistic", NativeType.BOOL),
                figure("el_offline", NativeType.BOOL),
                ours("head_slot", NativeType.UINT64, new Source.Numeric("head_slot", 0)),
                ours("sync_distance", NativeType.UINT64, new Source.Numeric("sync_distance", 0)));
    }

    private static List<Column> hostSpecs() {
        List<Column> columns = new ArrayList<>();
        add(columns, NativeType.STRING, "host_id");
        add(columns, NativeType.LOW_CARDINALITY, "kernel_release", "os_name", "architecture");
        add(columns, NativeType.STRING, "cpu_model");
        add(columns, NativeType.LOW_CARDINALITY, "cpu_vendor");
        add(columns, NativeType.UINT16, "cpu_online_cores", "cpu_logical_cores", "cpu_physical_cores");
        add(columns, NativeType.UINT16, "cpu_performance_cores", "cpu_efficiency_cores", "cpu_unknown_type_cores");
        add(columns, NativeType.array(NativeType.UINT16), "cpu_logical_ids");
        add(columns, NativeType.array(NativeType.INT32), "cpu_core_ids", "cpu_package_ids", "cpu_die_ids");
        add(columns, NativeType.array(NativeType.INT32), "cpu_cluster_ids");
        add(columns, NativeType.array(NativeType.UINT8), "cpu_core_types");
        add(columns, NativeType.array(NativeType.STRING), "cpu_core_type_labels");
        add(columns, NativeType.array(NativeType.UINT8), "cpu_online_flags");
        add(columns, NativeType.array(NativeType.UINT64), "cpu_max_freq_khz", "cpu_base_freq_khz");
        add(columns, NativeType.UINT64, "memory_total_bytes");
        add(columns, NativeType.LOW_CARDINALITY, "memory_type");
        add(columns, NativeType.UINT32, "memory_speed_mts");
        add(columns, NativeType.UINT16, "memory_dimm_count");
        add(columns, NativeType.array(NativeType.UINT64), "memory_dimm_sizes_bytes");
        add(columns, NativeType.array(NativeType.STRING), "memory_dimm_types");
        add(columns, NativeType.array(NativeType.UINT32), "memory_dimm_speeds_mts");
        add(columns, NativeType.array(NativeType.UINT32), "memory_dimm_configured_speeds_mts");
        add(columns, NativeType.array(NativeType.STRING), "memory_dimm_locators", "memory_dimm_bank_locators");
        add(columns, NativeType.array(NativeType.STRING), "memory_dimm_manufacturers", "memory_dimm_part_numbers");
        add(columns, NativeType.array(NativeType.STRING), "memory_dimm_serials");
        add(columns, NativeType.UINT16, "disk_count");
        add(columns, NativeType.UINT64, "disk_total_bytes");
        add(columns, NativeType.array(NativeType.STRING), "disk_names", "disk_models", "disk_vendors", "disk_serials");
        add(columns, NativeType.array(NativeType.UINT64), "disk_sizes_bytes");
        add(columns, NativeType.array(NativeType.UINT8), "disk_rotational");
        return columns;
    }

    private static void add(List<Column> columns, NativeType type, String... names) {
        Stream.of(names).forEach(name -> columns.add(figure(name, type)));
    }

    private static Column shared(String name, NativeType type, ToLongFunction<MetricBatch> value) {
        return new Column(name, type, new Source.Shared(value), FIRST);
    }

    private static Column resource(String name, String attribute) {
        Source source =
                new Source.SharedText(batch -> batch.resource().find(attribute).orElse(""));
        return new Column(name, NativeType.LOW_CARDINALITY, source, FIRST);
    }

    private static Column number(String name, NativeType type) {
        return new Column(name, type, new Source.Numeric(name, 0), FIRST);
    }

    private static Column label(String name, String missing) {
        return new Column(name, NativeType.LOW_CARDINALITY, new Source.Label(name, missing), FIRST);
    }

    private static Column figure(String name, NativeType type) {
        return new Column(name, type, new Source.Figure(name), FIRST);
    }

    /** A figure whose column in the contract keeps 24 bits of it. */
    private static Column rounded(String name) {
        return new Column(name, NativeType.FLOAT32, new Source.Figure(name), FLOAT_FIGURES);
    }

    /** The same figure without loss. */
    private static Column exact(String name, NativeType type) {
        return ours(name + "_exact", type, new Source.Figure(name));
    }

    private static Column ours(String name, NativeType type, Source source) {
        return new Column(name, type, source, OURS);
    }

    private static long intervalMillis(MetricBatch batch) {
        return Math.max(1, Math.ceilDiv(batch.window().durationNanos(), NANOS_PER_MILLI));
    }

    private static long millis(long nanos) {
        return Math.floorDiv(nanos, NANOS_PER_MILLI);
    }
}
