package io.borescope.receiver.hostspecs;

import io.borescope.api.metric.Column;
import io.borescope.api.metric.ColumnSpec;
import io.borescope.api.metric.ColumnType;
import io.borescope.api.metric.LongColumn;
import io.borescope.api.metric.LongListColumn;
import io.borescope.api.metric.MetricDescriptor;
import io.borescope.api.metric.MetricKind;
import io.borescope.api.metric.Temporality;
import io.borescope.api.metric.TextColumn;
import io.borescope.api.metric.TextListColumn;
import io.borescope.receiver.hostspecs.LogicalCpu.CoreType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** What a host is made of, as one row; names and order of the columns are those that users of Observoor know. */
final class HostReport {
    private static final String NAME = "host_specs";
    private static final String MEGATRANSFERS = "MT/s";
    private static final String KILOHERTZ = "kHz";

    private final List<ColumnSpec> specs = new ArrayList<>();
    private final List<Column> columns = new ArrayList<>();

    private HostReport() {}

    /** The row about a host. */
    static HostReport of(OperatingSystem system, Cpus cpus, Memory memory, List<Disk> disks, Serials serials) {
        HostReport report = new HostReport();
        report.add(system);
        report.add(cpus);
        report.add(memory, module -> serials.tell(module.serial(), system));
        report.add(disks, disk -> serials.tell(disk.serial(), system));
        return report;
    }

    MetricDescriptor descriptor() {
        return new MetricDescriptor(
                NAME,
                "What a host is made of.",
                MetricKind.SNAPSHOT,
                "1",
                Temporality.INSTANT,
                specs.subList(0, 1),
                specs.subList(1, specs.size()),
                List.of());
    }

    List<Column> columns() {
        return columns;
    }

    private void add(OperatingSystem system) {
        text("host_id", system.hostId());
        text("kernel_release", system.kernelRelease());
        text("os_name", system.name());
        text("architecture", system.architecture());
    }

    private void add(Cpus cpus) {
        text("cpu_model", cpus.model());
        text("cpu_vendor", cpus.vendor());
        number("cpu_online_cores", "{cpu}", cpus.onlineCores());
        number("cpu_logical_cores", "{cpu}", cpus.logicalCores());
        number("cpu_physical_cores", "{core}", cpus.physicalCores());
        number("cpu_performance_cores", "{cpu}", cpus.cores(CoreType.PERFORMANCE));
        number("cpu_efficiency_cores", "{cpu}", cpus.cores(CoreType.EFFICIENCY));
        number("cpu_unknown_type_cores", "{cpu}", cpus.cores(CoreType.UNKNOWN));
        List<LogicalCpu> logical = cpus.logical();
        numbers("cpu_logical_ids", "1", logical, LogicalCpu::id);
        numbers("cpu_core_ids", "1", logical, LogicalCpu::coreId);
        numbers("cpu_package_ids", "1", logical, LogicalCpu::packageId);
        numbers("cpu_die_ids", "1", logical, LogicalCpu::dieId);
        numbers("cpu_cluster_ids", "1", logical, LogicalCpu::clusterId);
        numbers("cpu_core_types", "1", logical, cpu -> cpu.type().number());
        texts("cpu_core_type_labels", logical, cpu -> cpu.type().name().toLowerCase(Locale.ROOT));
        numbers("cpu_online_flags", "1", logical, cpu -> cpu.online() ? 1 : 0);
        numbers("cpu_max_freq_khz", KILOHERTZ, logical, LogicalCpu::maxFreqKhz);
        numbers("cpu_base_freq_khz", KILOHERTZ, logical, LogicalCpu::baseFreqKhz);
    }

    private void add(Memory memory, Function<MemoryModule, String> serial) {
        List<MemoryModule> modules = memory.modules();
        number("memory_total_bytes", "By", memory.totalBytes());
        text("memory_type", memory.type());
        number("memory_speed_mts", MEGATRANSFERS, memory.speedMts());
        number("memory_dimm_count", "{module}", modules.size());
        numbers("memory_dimm_sizes_bytes", "By", modules, MemoryModule::sizeBytes);
        texts("memory_dimm_types", modules, MemoryModule::type);
        numbers("memory_dimm_speeds_mts", MEGATRANSFERS, modules, MemoryModule::speedMts);
        numbers("memory_dimm_configured_speeds_mts", MEGATRANSFERS, modules, MemoryModule::configuredSpeedMts);
        texts("memory_dimm_locators", modules, MemoryModule::locator);
        texts("memory_dimm_bank_locators", modules, MemoryModule::bankLocator);
        texts("memory_dimm_manufacturers", modules, MemoryModule::manufacturer);
        texts("memory_dimm_part_numbers", modules, MemoryModule::partNumber);
        texts("memory_dimm_serials", modules, serial);
    }

    private void add(List<Disk> disks, Function<Disk, String> serial) {
        number("disk_count", "{disk}", disks.size());
        number(
                "disk_total_bytes",
                "By",
                disks.stream().mapToLong(Disk::sizeBytes).sum());
        texts("disk_names", disks, Disk::name);
        texts("disk_models", disks, Disk::model);
        texts("disk_vendors", disks, Disk::vendor);
        texts("disk_serials", disks, serial);
        numbers("disk_sizes_bytes", "By", disks, Disk::sizeBytes);
        numbers("disk_rotational", "1", disks, disk -> disk.rotational() ? 1 : 0);
    }

    private void text(String name, String value) {
        add(ColumnSpec.text(name), TextColumn.of(List.of(value)));
    }

    private void number(String name, String unit, long value) {
        add(ColumnSpec.integer(name, unit), new LongColumn(new long[] {value}));
    }

    private <T> void numbers(String name, String unit, List<T> things, ToLongFunction<T> value) {
        long[] values = things.stream().mapToLong(value).toArray();
        add(
                new ColumnSpec(name, ColumnType.LONG_LIST, unit),
                values.length == 0 ? LongListColumn.empty(1) : new LongListColumn(values.length, values));
    }

    private <T> void texts(String name, List<T> things, Function<T, String> value) {
        add(
                new ColumnSpec(name, ColumnType.TEXT_LIST, ""),
                new TextListColumn(List.of(things.stream().map(value).toList())));
    }

    private void add(ColumnSpec spec, Column column) {
        specs.add(spec);
        columns.add(column);
    }
}
