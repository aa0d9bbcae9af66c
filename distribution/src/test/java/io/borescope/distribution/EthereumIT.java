package io.borescope.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.bpf.KernelSupport;
import io.borescope.testing.Imitation;
import io.borescope.testing.LiveKernel;
import io.borescope.testing.TestBeaconNode;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Clients and a beacon node, imitated, and the real agent between them and the wire, on the real kernel. */
final class EthereumIT {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS");
    private static final Duration SLOT = Duration.ofSeconds(2);
    private static final Duration BUSY = Duration.ofSeconds(5);

    /** In which the agent promises to have found a port. */
    private static final Duration TO_LABEL = Duration.ofSeconds(1);

    private static final int BYTES_AT_A_TIME = 100;

    @TempDir
    Path folder;

    @BeforeAll
    static void kernel() {
        LiveKernel.assumeUsable(KernelSupport::missing);
    }

    @Test
    void bothEndsOfAnEngineApiAreLabelledInSlotsOfTheNode() throws Exception {
        Instant genesis = Instant.ofEpochSecond(Instant.now().getEpochSecond() - 1_000);
        int port = freePort();
        try (TestBeaconNode node = TestBeaconNode.start()
                        .genesis(genesis.getEpochSecond())
                        .spec("SECONDS_PER_SLOT", String.valueOf(SLOT.toSeconds()));
                RowServer server = new RowServer();
                Imitation execution =
                        Imitation.start(folder, "geth", List.of("geth", "--authrpc.port", String.valueOf(port)));
                Imitation consensus = Imitation.start(folder, "lighthouse", List.of("lighthouse", "bn"));
                Launcher agent = Launcher.start(List.of("run", "--config", config(node, server)), Map.of())) {
            agent.awaitOutput(printed -> printed.contains("Everything is ready."));
            assertThat(execution.listen("tcp", port)).isEqualTo(port);
            Instant opened = Instant.now();
            long bytes = talk(execution, consensus, port);
            server.awaitRows("sync_state", 1);
            agent.terminate();
            agent.terminate();
            assertThat(agent.awaitEnd()).as(agent.output()).isZero();

            assertTransfers(server.rows("net_io"), bytes, opened.plus(TO_LABEL));
            assertSlots(server, genesis);
            assertThat(clients(server.rows("memory_usage"))).containsExactlyInAnyOrder("geth", "lighthouse");
            assertThat(PrintedSummary.of(agent.output()).lost())
                    .as(agent.output())
                    .isZero();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private String config(TestBeaconNode node, RowServer server) throws IOException {
        return Files.writeString(folder.resolve("agent.yaml"), """
                receivers:
                  beacon:
                    endpoint: [%s]
                  process:
                    include: [{group: ethereum}]
                  ebpf: {ring_buffer_size: 16MiB} # they talk without a pause, and the agent may have to wait for a CPU
                  process_snapshots:
                processors:
                  client_tag:
                  slot_window: {interval: 500ms}
                  aggregate:
                exporters:
                  ndjson_http: {endpoint: "%s"}
                service:
                  network: test
                  pipelines:
                    metrics/slots:
                      receivers: [process, ebpf]
                      processors: [client_tag, slot_window, aggregate]
                      exporters: [ndjson_http]
                    metrics/state:
                      receivers: [beacon, process_snapshots]
                      exporters: [ndjson_http]
                """.formatted(node.endpoint(), server.endpoint()))
                .toString();
    }

    /** Lets them exchange bytes for some slots; returns how many each has sent and received. */
    private static long talk(Imitation execution, Imitation consensus, int port) throws IOException {
        consensus.tell("connect " + port);
        execution.tell("accept");
        long bytes = 0;
        Instant end = Instant.now().plus(BUSY);
        while (Instant.now().isBefore(end)) {
            execution.say("echo " + BYTES_AT_A_TIME);
            consensus.say("exchange " + BYTES_AT_A_TIME);
            execution.expect("ok");
            consensus.expect("ok");
            bytes += BYTES_AT_A_TIME;
        }
        return bytes;
    }

    private static void assertTransfers(List<JsonNode> rows, long bytes, Instant labelledFrom) {
        List<JsonNode> onTcp = rows.stream()
                .filter(row -> row.get("transport").asString().equals("tcp"))
                .toList();
        Map<String, Long> sums = onTcp.stream()
                .collect(Collectors.groupingBy(
                        row -> text(row, "client_type") + " " + text(row, "direction"),
                        Collectors.summingLong(row -> row.get("sum").asLong())));
        assertThat(sums)
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("geth tx", bytes, "geth rx", bytes, "lighthouse tx", bytes, "lighthouse rx", bytes));
        List<JsonNode> labelled =
                onTcp.stream().filter(row -> start(row).isAfter(labelledFrom)).toList();
        assertThat(clients(labelled)).containsExactlyInAnyOrder("geth", "lighthouse");
        assertThat(labelled)
                .allSatisfy(row -> assertThat(text(row, "port_label")).isEqualTo("el_engine_api"));
    }

    private static void assertSlots(RowServer server, Instant genesis) {
        List<JsonNode> rows = server.rows("net_io");
        assertThat(rows).allSatisfy(row -> assertInItsSlot(row, genesis));
        assertThat(rows.stream()
                        .map(row -> row.get("wallclock_slot").asLong())
                        .distinct()
                        .count())
                .as("slots in %s", BUSY)
                .isGreaterThanOrEqualTo(BUSY.dividedBy(SLOT));
        assertThat(server.rows("sync_state"))
                .allSatisfy(
                        row -> assertThat(row.get("wallclock_slot").asLong()).isPositive());
    }

    private static void assertInItsSlot(JsonNode row, Instant genesis) {
        Duration sinceGenesis = Duration.between(genesis, start(row));
        long slot = row.get("wallclock_slot").asLong();
        assertThat(slot).isEqualTo(sinceGenesis.dividedBy(SLOT));
        Duration end = sinceGenesis.plusMillis(row.get("interval_ms").asLong());
        assertThat(end).isLessThanOrEqualTo(SLOT.multipliedBy(slot + 1));
    }

    private static Instant start(JsonNode row) {
        return LocalDateTime.parse(text(row, "window_start"), TIME).toInstant(ZoneOffset.UTC);
    }

    private static Set<String> clients(List<JsonNode> rows) {
        return rows.stream().map(row -> text(row, "client_type")).collect(Collectors.toSet());
    }

    private static String text(JsonNode row, String field) {
        return row.get(field).asString();
    }
}
