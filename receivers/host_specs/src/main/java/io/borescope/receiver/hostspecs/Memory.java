package io.borescope.receiver.hostspecs;

import java.util.List;

/**
 * The memory of a host.
 *
 * @param totalBytes what the kernel manages
 * @param modules empty where the firmware does not say, or not to us
 * @param modulesHidden whether the firmware says it to others
 */
record Memory(long totalBytes, List<MemoryModule> modules, boolean modulesHidden) {
    private static final String SMBIOS = "sys/firmware/dmi/tables/DMI";
    private static final String TOTAL = "MemTotal:";
    private static final String KIBIBYTES = "kB";

    static Memory read(HostFiles files) {
        byte[] table = files.bytes(SMBIOS, SmbiosTable.SIZE_LIMIT);
        return new Memory(
                total(files), new SmbiosTable(table).memoryModules(), table.length == 0 && files.exists(SMBIOS));
    }

    private static long total(HostFiles files) {
        for (String line : files.lines("proc/meminfo")) {
            if (line.startsWith(TOTAL) && line.endsWith(KIBIBYTES)) {
                String number = line.substring(TOTAL.length(), line.length() - KIBIBYTES.length())
                        .strip();
                return kibibytes(number);
            }
        }
        return 0;
    }

    private static long kibibytes(String number) {
        try {
            return Math.max(0, Math.multiplyExact(Long.parseLong(number), 1024L));
        } catch (ArithmeticException | NumberFormatException e) {
            return 0;
        }
    }

    /** What the first module that says it is; empty if none does. */
    String type() {
        return modules.stream()
                .map(MemoryModule::type)
                .filter(type -> !type.isEmpty())
                .findFirst()
                .orElse("");
    }

    /** The highest speed of a module: the one it runs at, else the one it is made for. */
    long speedMts() {
        return modules.stream()
                .mapToLong(module -> module.configuredSpeedMts() > 0 ? module.configuredSpeedMts() : module.speedMts())
                .max()
                .orElse(0);
    }
}
