package io.borescope.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.bpf.KernelSupport;
import io.borescope.testing.LiveKernel;
import io.borescope.testing.TestBeaconNode;
import io.borescope.testing.Workload;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A configuration for Observoor, imported and run: its rows come, of the process that it names, and no others. */
final class ImportObservoorIT {
    private static final String NAME = "imported";

    @TempDir
    Path folder;

    @BeforeAll
    static void needAKernelThatWeMayTrace() {
        LiveKernel.assumeUsable(KernelSupport::missing);
    }

    @Test
    void theResultWritesTheRowsThatObservoorWrites() throws Exception {
        try (TestBeaconNode node = TestBeaconNode.start()
                        .genesis(Instant.now().getEpochSecond() - 1_000)
                        .spec("SECONDS_PER_SLOT", "2");
                RowServer server = new RowServer();
                Workload workload = Workload.start("calls", 1, 2300)) {
            String comm = Files.readString(Path.of("/proc/" + workload.pid() + "/comm"))
                    .strip();
            Path result = folder.resolve("agent.yaml");
            String said =
                    Launcher.run("import", "observoor", observoor(comm, node, server), "--output", result.toString());
            assertThat(said).contains("note: ", "sinks.aggregated.http.keep_alive", "The result is valid: pipelines 2");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(result)))
                    .isEqualTo("rw-------");

            try (Launcher agent = Launcher.start(List.of("run", "--config", result.toString()), Map.of())) {
                agent.awaitOutput(printed -> printed.contains("Everything is ready."));
                server.awaitRows("memory_usage", 1);
                workload.release();
                workload.awaitEnd();
                server.awaitRows("syscall_write", 1);
                server.awaitRows("host_specs", 1);
                server.awaitRows("sync_state", 1);
                agent.terminate();
                assertThat(agent.awaitEnd()).as(agent.output()).isZero();
            }
            assertThat(server.rows("syscall_write")).allSatisfy(row -> {
                assertThat(row.get("meta_client_name").asString()).isEqualTo(NAME);
                assertThat(row.get("meta_network_name").asString()).isEqualTo("hoodi");
                assertThat(row.get("wallclock_slot").asLong()).isPositive();
                assertThat(row.has("sampling_mode"))
                        .as("a field that Observoor's rows have not")
                        .isFalse();
            });
            assertThat(server.rows("cpu_time")).isEmpty();
        }
    }

    private String observoor(String comm, TestBeaconNode node, RowServer server) throws Exception {
        return Files.writeString(
                        folder.resolve("observoor.yaml"), """
                meta_client_name: %s
                meta_network_name: hoodi
                beacon: {endpoint: "%s", timeout: 5s}
                pid: {process_names: ["%s"]}
                health: {addr: "127.0.0.1:0"}
                sinks:
                  aggregated:
                    enabled: true
                    resolution: {interval: 500ms, sync_state_poll_interval: 1s}
                    http: {enabled: true, address: "%s", batch_size: 1, batch_timeout: 100ms, keep_alive: true}
                """.formatted(NAME, node.endpoint(), comm, server.endpoint()))
                .toString();
    }
}
