package io.borescope.exporter.ndjsonhttp;

import io.borescope.api.metric.ObservoorMetrics;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What readers of Observoor's JSON lines rely on: which metrics there are, which fields, in which order and how wide. */
final class ObservoorContract {
    /** How a field's numbers are written; a value that does not fit is replaced by the nearest that does. */
    enum Width {
        I64,
        U16,
        U32,
        U64,
        F32
    }

    /**
     * Columns that stand in for {@code sum} and {@code count} in metrics that have none.
     *
     * @param sum a column of the metric
     * @param count a column of the metric, or empty for the figure 1
     */
    record StandIns(String sum, String count) {}

    /** Fields from columns, in order, with the width of those that are numbers. */
    static final SequencedMap<String, Width> FIELDS = fields();

    /** Metrics whose shape the contract fixes. */
    static final Set<String> METRICS = Stream.of(ObservoorMetrics.OF_WINDOWS, ObservoorMetrics.OF_PROCESSES)
            .flatMap(List::stream)
            .collect(Collectors.toUnmodifiableSet());

    /** Metrics that are about a moment and not about a window: rows have an event_time, and always both names of the installation. */
    static final Set<String> MOMENTS = Set.of("sync_state", "host_specs");

    /** By metric. */
    static final Map<String, StandIns> STAND_INS = Map.of(
            "cpu_utilization", new StandIns("total_on_cpu_ns", "event_count"),
            "memory_usage", new StandIns("vm_rss_bytes", ""),
            "process_io_usage", new StandIns("read_bytes", ""),
            "process_fd_usage", new StandIns("open_fds", ""),
            "process_sched_usage", new StandIns("threads", ""));

    private ObservoorContract() {}

    private static SequencedMap<String, Width> fields() {
        SequencedMap<String, Width> fields = new LinkedHashMap<>();
        put(fields, Width.U32, "pid");
        put(fields, Width.I64, "client_type", "sum");
        put(fields, Width.U32, "count");
        put(fields, Width.I64, "min", "max", "histogram", "port_label", "direction");
        put(fields, Width.U32, "device_id");
        put(fields, Width.I64, "rw", "total_on_cpu_ns");
        put(fields, Width.U32, "event_count");
        put(fields, Width.U16, "active_cores", "system_cores");
        put(fields, Width.I64, "max_core_on_cpu_ns");
        put(fields, Width.U32, "max_core_id");
        put(fields, Width.F32, "mean_core_pct", "min_core_pct", "max_core_pct");
        put(fields, Width.U64, "vm_size_bytes", "vm_rss_bytes", "rss_anon_bytes", "rss_file_bytes");
        put(fields, Width.U64, "rss_shmem_bytes", "vm_swap_bytes");
        put(fields, Width.U64, "rchar_bytes", "wchar_bytes", "syscr", "syscw", "read_bytes", "write_bytes");
        put(fields, Width.I64, "cancelled_write_bytes");
        put(fields, Width.U32, "open_fds");
        put(fields, Width.U64, "fd_limit_soft", "fd_limit_hard");
        put(fields, Width.U32, "threads");
        put(fields, Width.U64, "voluntary_ctxt_switches", "nonvoluntary_ctxt_switches");
        return fields;
    }

    private static void put(Map<String, Width> fields, Width width, String... names) {
        for (String name : names) {
            fields.put(name, width);
        }
    }

    /**
     * Names of a histogram's buckets: {@code le_1us}, …, {@code inf}. They say "less or equal" although a bucket ends just before its
     * bound, because readers know them so.
     */
    static List<String> bucketNames(String unit, List<Long> bounds, int width) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < width - 1; i++) {
            names.add(i < bounds.size() ? "le_" + bound(unit, bounds.get(i)) : "bucket_" + i);
        }
        names.add("inf");
        return names;
    }

    private static String bound(String unit, long bound) {
        if (!unit.equals("ns")) {
            return Long.toString(bound);
        }
        String[] units = {"ns", "us", "ms", "s"};
        long value = bound;
        int i = 0;
        while (i < units.length - 1 && value != 0 && value % 1000 == 0) {
            value /= 1000;
            i++;
        }
        return value + units[i];
    }
}
