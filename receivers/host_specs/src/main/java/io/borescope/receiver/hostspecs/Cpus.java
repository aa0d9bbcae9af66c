package io.borescope.receiver.hostspecs;

import io.borescope.receiver.hostspecs.LogicalCpu.CoreType;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The processors of a host.
 *
 * @param logical by number
 * @param logicalCores also where the kernel lists none
 */
record Cpus(
        String model, String vendor, List<LogicalCpu> logical, int logicalCores, int onlineCores, int physicalCores) {
    private static final String SYSFS = "sys/devices/system/cpu/";
    private static final String UNKNOWN_VENDOR = "unknown";

    static Cpus read(HostFiles files) {
        CpuInfo info = CpuInfo.read(files);
        List<LogicalCpu> logical = logical(files);
        int count = logical.isEmpty() ? Math.max(1, info.processors()) : logical.size();
        int online = online(files, logical, count);
        int physical = physical(logical);
        return new Cpus(info.model(), info.vendor(), logical, count, online, physical == 0 ? online : physical);
    }

    /** Cores of a kind; all that are listed count, online or not. */
    int cores(CoreType type) {
        return Math.toIntExact(
                logical.stream().filter(cpu -> cpu.type() == type).count());
    }

    private static List<LogicalCpu> logical(HostFiles files) {
        BitSet performance = CpuList.parse(files.line("sys/devices/cpu_core/cpus"));
        BitSet efficiency = CpuList.parse(files.line("sys/devices/cpu_atom/cpus"));
        List<LogicalCpu> cpus = new ArrayList<>();
        for (String name : files.names(SYSFS)) {
            int id = name.startsWith("cpu") ? CpuList.number(name.substring(3)) : -1;
            if (id >= 0) {
                CoreType byUnit = performance.get(id)
                        ? CoreType.PERFORMANCE
                        : efficiency.get(id) ? CoreType.EFFICIENCY : CoreType.UNKNOWN;
                cpus.add(read(files, id, byUnit));
            }
        }
        cpus.sort(Comparator.comparingInt(LogicalCpu::id));
        return cpus;
    }

    /**
     * @param byUnit what its performance counters are for, where the kernel does not say what it is
     */
    private static LogicalCpu read(HostFiles files, int id, CoreType byUnit) {
        String folder = SYSFS + "cpu" + id + "/";
        String topology = folder + "topology/";
        CoreType type = CoreType.of(files.number(topology + "core_type", 0));
        return new LogicalCpu(
                id,
                id(files, topology + "core_id"),
                id(files, topology + "physical_package_id"),
                id(files, topology + "die_id"),
                id(files, topology + "cluster_id"),
                type == CoreType.UNKNOWN ? byUnit : type,
                files.number(folder + "online", 1) == 1,
                frequency(files, folder + "cpufreq/cpuinfo_max_freq"),
                frequency(files, folder + "cpufreq/base_frequency"));
    }

    /** Some firmware numbers what it does not know with the largest number of 16 or 32 bits. */
    private static int id(HostFiles files, String path) {
        long id = files.number(path, -1);
        return id < 0 || id > Integer.MAX_VALUE || id == 0xFFFF ? -1 : (int) id;
    }

    private static long frequency(HostFiles files, String path) {
        return Math.max(0, files.number(path, 0));
    }

    private static int online(HostFiles files, List<LogicalCpu> logical, int count) {
        if (!logical.isEmpty()) {
            return Math.toIntExact(logical.stream().filter(LogicalCpu::online).count());
        }
        int listed = CpuList.parse(files.line(SYSFS + "online")).cardinality();
        return listed == 0 ? count : listed;
    }

    /** Cores that the kernel tells apart; 0 if it tells none apart. */
    private static int physical(List<LogicalCpu> logical) {
        Set<Long> cores = new HashSet<>();
        for (LogicalCpu cpu : logical) {
            if (cpu.coreId() >= 0) {
                cores.add((long) Math.max(0, cpu.packageId()) << 32 | cpu.coreId());
            }
        }
        return cores.size();
    }

    /** What {@code /proc/cpuinfo} says of all processors alike. */
    private record CpuInfo(String model, String vendor, int processors) {
        static CpuInfo read(HostFiles files) {
            String model = "";
            String hardware = "";
            String vendor = "";
            int processors = 0;
            for (String line : files.lines("proc/cpuinfo")) {
                int colon = line.indexOf(':');
                String value = colon < 0 ? "" : line.substring(colon + 1).strip();
                switch (colon < 0 ? "" : line.substring(0, colon).strip()) {
                    case "processor" -> processors++;
                    case "model name" -> model = model.isEmpty() ? value : model;
                    case "Hardware" -> hardware = value;
                    case "vendor_id" -> vendor = vendor.isEmpty() ? value : vendor;
                    default -> {}
                }
            }
            return new CpuInfo(
                    model.isEmpty() ? hardware : model, vendor.isEmpty() ? UNKNOWN_VENDOR : vendor, processors);
        }
    }
}
