package io.borescope.processor.memorylimiter;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The memory of this process: of its heap as the virtual machine knows it, of the rest as the kernel does. */
final class ProcessMemory implements Memory {
    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d{1,15}) kB");
    private static final long KIBIBYTE = 1024;

    private final Path status;

    ProcessMemory() {
        this(Path.of("/proc/self/status"));
    }

    /**
     * @param status as the kernel writes it; where it cannot be read, the heap is all that is known
     * @see <a href="https://man7.org/linux/man-pages/man5/proc_pid_status.5.html">proc_pid_status(5)</a>
     */
    ProcessMemory(Path status) {
        this.status = status;
    }

    @Override
    public Use use() {
        Runtime runtime = Runtime.getRuntime();
        long committed = runtime.totalMemory();
        long used = committed - runtime.freeMemory();
        return new Use(used, Math.max(used, residentBytes() - (committed - used)));
    }

    private long residentBytes() {
        try (Stream<String> lines = Files.lines(status)) {
            return lines.map(RESIDENT::matcher)
                    .filter(Matcher::matches)
                    .mapToLong(line -> Long.parseLong(line.group(1)) * KIBIBYTE)
                    .findFirst()
                    .orElse(0);
        } catch (IOException noProcfs) {
            return 0;
        }
    }

    @Override
    public long mostHeapBytes() {
        return Runtime.getRuntime().maxMemory();
    }

    /** The virtual machine reads the limits of control groups, of both versions. */
    @Override
    public long totalBytes() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
    }

    @Override
    @SuppressWarnings("System.gc") // garbage must not count as use, or data would be refused for it
    public void collectGarbage() {
        System.gc();
    }
}
