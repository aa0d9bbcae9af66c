package io.borescope.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.bpf.KernelSupport;
import io.borescope.testing.LiveKernel;
import io.borescope.testing.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the agent takes from its host, with all probes, under a load. The ceilings lie a fourth above what docs/performance.md says, on a machine that is
 * quiet: they are to catch what makes the agent larger, not to measure it.
 */
class FootprintIT {
    private static final int THREADS = 2;
    private static final int WRITES = 1_500_000;
    private static final int MOST_RESIDENT_MIB = 150;
    private static final Duration MOST_AT_THE_START = Duration.ofSeconds(5);

    @TempDir
    Path folder;

    @Test
    void staysUnderItsCeilings() throws Exception {
        LiveKernel.assumeUsable(KernelSupport::missing);
        try (Workload workload = Workload.start("calls", THREADS, WRITES);
                RowServer server = new RowServer();
                Launcher agent = Launcher.start(
                        List.of("run", "--config", config(workload, server).toString()), Map.of())) {
            agent.awaitOutput(printed -> printed.contains("Everything is ready."));
            Duration start = ProcessHandle.of(agent.pid())
                    .flatMap(process -> process.info().totalCpuDuration())
                    .orElseThrow();
            workload.release();
            workload.awaitEnd();
            long resident = residentMebibytes(agent.pid());
            agent.terminate();
            assertThat(agent.awaitEnd()).as(agent.output()).isZero();

            PrintedSummary summary = PrintedSummary.of(agent.output());
            assertThat(summary.seen()).isGreaterThan((long) THREADS * WRITES);
            assertThat(resident).as("MiB under load").isLessThan(MOST_RESIDENT_MIB);
            assertThat(start).as("CPU time until it was ready").isLessThan(MOST_AT_THE_START);
        }
    }

    private Path config(Workload workload, RowServer server) throws IOException {
        return Files.writeString(folder.resolve("agent.yaml"), """
                receivers:
                  process:
                    include: [{pid: %d}]
                  ebpf:
                processors:
                  client_tag: {fallback: name}
                  slot_window: {interval: 1s}
                  aggregate:
                exporters:
                  ndjson_http: {endpoint: "%s"}
                service:
                  pipelines:
                    metrics:
                      receivers: [process, ebpf]
                      processors: [client_tag, slot_window, aggregate]
                      exporters: [ndjson_http]
                """.formatted(workload.pid(), server.endpoint()));
    }

    /** See proc_pid_status(5). */
    private static long residentMebibytes(long pid) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) >> 10)
                .sum();
    }
}
