package io.borescope.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.bpf.KernelSupport;
import io.borescope.testing.LiveKernel;
import io.borescope.testing.LongForm;
import io.borescope.testing.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Processes that come and go by the thousand: two minutes of it, half an hour in the long form. */
final class ProcessChurnIT {
    private static final Duration DURATION = LongForm.isWanted() ? Duration.ofMinutes(30) : Duration.ofMinutes(2);

    private static final Duration SAMPLE_PERIOD = Duration.ofSeconds(2);

    /** Of the kernel's count of pages; what a second generation of the heap takes before it is collected is within it. */
    private static final double GROWTH_ALLOWED = 1.10;

    private final Map<String, Long> counts = new HashMap<>();

    @TempDir
    Path folder;

    @BeforeAll
    static void kernel() {
        LiveKernel.assumeUsable(KernelSupport::missing);
    }

    @Test
    void memoryStaysFlatAndEveryEventIsAccountedFor() throws Exception {
        try (RowServer server = new RowServer(this::add);
                Workload workload = Workload.start("churn", DURATION.toSeconds());
                Launcher agent = Launcher.start(List.of("run", "--config", config(workload, server)), Map.of())) {
            agent.awaitOutput(printed -> printed.contains("Everything is ready."));
            workload.release();
            List<Long> resident = residentWhile(workload, agent);
            String[] truth = workload.line().split(" ");
            workload.awaitEnd();
            agent.terminate();
            assertThat(agent.awaitEnd()).as(agent.output()).isZero();

            System.out.printf("churn: %s children, resident KiB %s%n", truth[0], resident);
            assertBooks(PrintedSummary.of(agent.output()), agent.output());
            assertCounts(Long.parseLong(truth[0]), Long.parseLong(truth[1]));
            assertFlat(resident);
        }
    }

    private synchronized void add(JsonNode row) {
        counts.merge(row.get("metric_type").asString(), row.get("count").asLong(), Long::sum);
    }

    private String config(Workload workload, RowServer server) throws IOException {
        return Files.writeString(folder.resolve("agent.yaml"), """
                receivers:
                  process:
                    include: [{pid: %d}]
                    exited_retention: 5s
                  ebpf:
                processors:
                  client_tag:
                  slot_window: {interval: 1s}
                  aggregate:
                    metrics: {include: [syscall_write, process_fork, process_exit, lost_events]}
                exporters:
                  ndjson_http: {endpoint: "%s", sending_queue: {block_on_overflow: true}}
                service:
                  pipelines:
                    kernel:
                      receivers: [process, ebpf]
                      processors: [client_tag, slot_window, aggregate]
                      exporters: [ndjson_http]
                """.formatted(workload.pid(), server.endpoint()))
                .toString();
    }

    private static List<Long> residentWhile(Workload workload, Launcher agent) throws Exception {
        List<Long> resident = new ArrayList<>();
        while (workload.isRunning()) {
            Thread.sleep(SAMPLE_PERIOD); // paces the samples; nothing waits for it
            resident.add(residentKibibytes(agent.pid()));
        }
        return resident;
    }

    private static long residentKibibytes(long pid) throws IOException {
        return Files.readAllLines(Path.of("/proc", String.valueOf(pid), "status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }

    private static void assertBooks(PrintedSummary summary, String output) {
        assertThat(summary.exported() + summary.held() + summary.lost())
                .as(output)
                .isEqualTo(summary.seen());
    }

    /** What the kernel could not deliver is in rows too. */
    private void assertCounts(long children, long writes) {
        long lost = counts.getOrDefault("lost_events", 0L);
        System.out.printf("churn: %s of %d children and %d writes%n", counts, children, writes);
        assertThat(counts.get("process_fork")).isBetween(children - lost, children);
        assertThat(counts.get("process_exit")).isBetween(children - lost, children + 1); // the workload's own
        assertThat(counts.get("syscall_write")).isBetween(writes - lost, writes + 2); // it says two lines
    }

    /** The first quarter is for warming up. */
    private static void assertFlat(List<Long> resident) {
        int quarter = resident.size() / 4;
        long early = largest(resident.subList(quarter, 2 * quarter));
        long late = largest(resident.subList(3 * quarter, resident.size()));
        assertThat(late)
                .as("KiB in the last quarter, after %d in the second", early)
                .isLessThan((long) (early * GROWTH_ALLOWED));
    }

    private static long largest(List<Long> values) {
        return values.stream().mapToLong(Long::longValue).max().orElseThrow();
    }
}
