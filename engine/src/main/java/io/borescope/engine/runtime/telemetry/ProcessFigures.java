package io.borescope.engine.runtime.telemetry;

import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What the agent's process takes. What cannot be read is left out. */
public final class ProcessFigures {
    private static final Path PROC = Path.of("/proc/self");
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double MILLIS_PER_SECOND = 1e3;
    private static final long BYTES_PER_KIB = 1024;

    private ProcessFigures() {}

    /** Reads all of them. */
    public static void addTo(FigureCollector figures) {
        ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .map(Duration::toNanos)
                .ifPresent(nanos -> figures.add(EngineMetric.PROCESS_CPU_SECONDS, nanos / NANOS_PER_SECOND));
        addStatus(figures);
        addOpenFiles(figures);
        addMemory(figures);
        addCollections(figures);
    }

    /** @see <a href="https://man7.org/linux/man-pages/man5/proc_pid_status.5.html">proc_pid_status(5)</a> */
    private static void addStatus(FigureCollector figures) {
        List<String> lines;
        try {
            lines = Files.readAllLines(PROC.resolve("status"));
        } catch (IOException notLinux) {
            return;
        }
        for (String line : lines) {
            if (line.startsWith("VmRSS:")) {
                figures.add(EngineMetric.PROCESS_MEMORY_RSS, number(line) * BYTES_PER_KIB);
            } else if (line.startsWith("Threads:")) {
                figures.add(EngineMetric.PROCESS_THREADS, number(line));
            }
        }
    }

    private static long number(String line) {
        return Long.parseLong(line.replaceAll("[^0-9]", ""));
    }

    private static void addOpenFiles(FigureCollector figures) {
        try (Stream<Path> open = Files.list(PROC.resolve("fd"))) {
            figures.add(EngineMetric.PROCESS_OPEN_FDS, open.count());
        } catch (IOException notLinux) {
            // Left out, as said.
        }
    }

    private static void addMemory(FigureCollector figures) {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        figures.add(
                EngineMetric.PROCESS_RUNTIME_HEAP_ALLOC_BYTES,
                memory.getHeapMemoryUsage().getUsed());
        figures.add(
                EngineMetric.PROCESS_RUNTIME_HEAP_LIMIT_BYTES,
                Runtime.getRuntime().maxMemory());
        figures.add(
                EngineMetric.PROCESS_RUNTIME_TOTAL_SYS_MEMORY_BYTES,
                memory.getHeapMemoryUsage().getCommitted()
                        + memory.getNonHeapMemoryUsage().getCommitted());
        if (ManagementFactory.getThreadMXBean() instanceof com.sun.management.ThreadMXBean threads) {
            figures.add(EngineMetric.PROCESS_RUNTIME_TOTAL_ALLOC_BYTES, threads.getTotalThreadAllocatedBytes());
        }
    }

    private static void addCollections(FigureCollector figures) {
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            String name = collector.getName().toLowerCase(Locale.ROOT);
            figures.add(EngineMetric.PROCESS_RUNTIME_GC_COLLECTIONS, collector.getCollectionCount(), name);
            figures.add(
                    EngineMetric.PROCESS_RUNTIME_GC_SECONDS, collector.getCollectionTime() / MILLIS_PER_SECOND, name);
        }
    }
}
