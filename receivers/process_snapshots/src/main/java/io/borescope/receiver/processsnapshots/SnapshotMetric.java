package io.borescope.receiver.processsnapshots;

import io.borescope.api.config.MetricSelection;
import io.borescope.api.metric.ColumnSpec;
import io.borescope.api.metric.ColumnType;
import io.borescope.api.metric.MetricDescriptor;
import io.borescope.api.metric.MetricKind;
import io.borescope.api.metric.Temporality;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The metrics that processes are read for; names and columns are those that users of Observoor know. */
enum SnapshotMetric {
    MEMORY(
            "memory_usage",
            "Memory of a process.",
            "By",
            Temporality.INSTANT,
            bytes("vm_size_bytes"),
            bytes("vm_rss_bytes"),
            bytes("rss_anon_bytes"),
            bytes("rss_file_bytes"),
            bytes("rss_shmem_bytes"),
            bytes("vm_swap_bytes")),
    IO(
            "process_io_usage",
            "What a process has read and written since it started, ended threads and awaited children included.",
            "By",
            Temporality.CUMULATIVE,
            bytes("rchar_bytes"),
            bytes("wchar_bytes"),
            ColumnSpec.integer("syscr", "{call}"),
            ColumnSpec.integer("syscw", "{call}"),
            bytes("read_bytes"),
            bytes("write_bytes"),
            bytes("cancelled_write_bytes")),
    FD(
            "process_fd_usage",
            "Files that a process has open, and how many it may have.",
            "{file}",
            Temporality.INSTANT,
            ColumnSpec.integer("open_fds", "{file}"),
            ColumnSpec.integer("fd_limit_soft", "{file}"),
            ColumnSpec.integer("fd_limit_hard", "{file}")),
    SCHED(
            "process_sched_usage",
            "Threads of a process, and context switches of all of them.",
            "1",
            Temporality.CUMULATIVE,
            ColumnSpec.integer("threads", "{thread}"),
            ColumnSpec.integer("voluntary_ctxt_switches", "{switch}"),
            ColumnSpec.integer("nonvoluntary_ctxt_switches", "{switch}"));

    /** What each row is about. {@code aggregate}'s rows have the same columns. */
    private static final List<ColumnSpec> ATTRIBUTES = List.of(
            ColumnSpec.integer("pid", "1"),
            ColumnSpec.integer("process_start_time", "ns"),
            ColumnSpec.text("client_type"),
            ColumnSpec.text("sampling_mode"),
            new ColumnSpec("sampling_rate", ColumnType.DOUBLE, "1"),
            new ColumnSpec("attributes", ColumnType.MAP, ""));

    private final String label;
    private final String description;
    private final String unit;
    private final Temporality temporality;

    @SuppressWarnings("ImmutableEnumChecker") // a list that nobody can change
    private final List<ColumnSpec> values;

    SnapshotMetric(String label, String description, String unit, Temporality temporality, ColumnSpec... values) {
        this.label = label;
        this.description = description;
        this.unit = unit;
        this.temporality = temporality;
        this.values = List.of(values);
    }

    private static ColumnSpec bytes(String name) {
        return ColumnSpec.integer(name, "By");
    }

    /** What users call it. */
    String label() {
        return label;
    }

    /** Columns with figures. */
    int width() {
        return values.size();
    }

    MetricDescriptor descriptor() {
        return new MetricDescriptor(
                label, description, MetricKind.SNAPSHOT, unit, temporality, ATTRIBUTES, values, List.of());
    }

    static List<String> labels() {
        return Arrays.stream(values()).map(SnapshotMetric::label).toList();
    }

    static Stream<SnapshotMetric> selectedBy(MetricSelection selection) {
        return Arrays.stream(values()).filter(metric -> selection.selects(metric.label));
    }
}
