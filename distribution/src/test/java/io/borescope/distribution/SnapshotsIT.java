package io.borescope.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.bpf.KernelSupport;
import io.borescope.testing.LiveKernel;
import io.borescope.testing.Workload;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The receivers that read files instead of events, from YAML to the wire. */
class SnapshotsIT {
    @TempDir
    Path folder;

    @BeforeEach
    void needsAKernel() {
        LiveKernel.assumeUsable(KernelSupport::missing); // the process receiver follows processes there
    }

    private Path config(Workload workload, RowServer server) throws Exception {
        return Files.writeString(folder.resolve("agent.yaml"), """
                receivers:
                  process:
                    include: [{pid: %d, client: workload}]
                  process_snapshots: {interval: 100ms}
                  host_specs:
                processors:
                  client_tag:
                  slot_window:
                  aggregate:
                exporters:
                  ndjson_http: {endpoint: "%s"}
                service:
                  instance: snapshots
                  network: test
                  pipelines:
                    metrics/snapshots:
                      receivers: [process_snapshots, host_specs]
                      exporters: [ndjson_http]
                    metrics/processes:
                      receivers: [process]
                      processors: [client_tag, slot_window, aggregate]
                      exporters: [ndjson_http]
                """.formatted(workload.pid(), server.endpoint()));
    }

    @Test
    void aProcessThatSleepsHasRowsAsWell() throws Exception {
        try (Workload workload = Workload.start("uses_files", 23, 777, 1_234);
                RowServer server = new RowServer()) {
            workload.release();
            assertThat(workload.line()).isEqualTo("done");
            try (Launcher agent = Launcher.start(
                    List.of("run", "--config", config(workload, server).toString()), Map.of())) {
                server.awaitRows("process_sched_usage", 3);
                server.awaitRows("host_specs", 1);
                agent.terminate();
                assertThat(agent.awaitEnd()).isZero();
                assertThat(PrintedSummary.of(agent.output()).lost()).isZero();
            }

            for (String metric :
                    List.of("memory_usage", "process_io_usage", "process_fd_usage", "process_sched_usage")) {
                assertThat(server.rows(metric)).hasSizeGreaterThanOrEqualTo(3).allSatisfy(row -> {
                    assertThat(row.get("pid").asInt()).isEqualTo(workload.pid());
                    assertThat(row.get("client_type").asString()).isEqualTo("workload");
                });
            }
            assertThat(server.rows("process_fd_usage")).allSatisfy(row -> {
                assertThat(row.get("open_fds").asInt()).isGreaterThan(23);
                assertThat(row.get("fd_limit_soft").asInt()).isEqualTo(777);
                assertThat(row.get("fd_limit_hard").asInt()).isEqualTo(1_234);
            });
            JsonNode host = server.rows("host_specs").getFirst();
            assertThat(host.get("host_id").asString()).startsWith("h_");
            assertThat(host.get("cpu_logical_ids").size())
                    .isEqualTo(host.get("cpu_logical_cores").asInt());
            assertThat(host.get("event_time").asString()).startsWith("20");
            assertThat(host.get("meta_network_name").asString()).isEqualTo("test");
        }
    }
}
