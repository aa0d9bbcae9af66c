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
import java.util.ArrayList;
import java.util.HashMap;
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

    /**
     * A client as users run it.
     *
     * @param arguments the first is the program's name, %d the port of the Engine API
     */
    private record Client(String name, String executable, String arguments) {
        Imitation start(Path folder, int port) throws IOException {
            return Imitation.start(
                    folder, executable, List.of(arguments.formatted(port).split(" ")));
        }
    }

    /** Every type; execution and consensus take turns. */
    private static final List<Client> CLIENTS = List.of(
            new Client("geth", "geth", "geth --authrpc.port %d"),
            new Client("lighthouse", "lighthouse", "lighthouse bn --network mainnet"),
            new Client("reth", "reth", "reth node --authrpc.port %d"),
            new Client("prysm", "beacon-chain", "beacon-chain --mainnet"),
            new Client("besu", "java", "java -Xmx1g -cp /opt/besu/* org.hyperledger.besu.Besu --engine-rpc-port=%d"),
            new Client("teku", "teku-client", "teku --network=mainnet"),
            new Client("nethermind", "dotnet", "dotnet nethermind.dll --JsonRpc.EnginePort %d"),
            new Client("lodestar", "node", "node --max-old-space-size=8192 /app/lodestar beacon"),
            new Client("erigon", "erigon", "erigon --authrpc.port=%d"),
            new Client("nimbus", "nimbus_beacon_node", "nimbus_beacon_node --network=mainnet"),
            new Client("ethrex", "ethrex", "ethrex --authrpc.port %d"),
            new Client("grandine", "grandine-binary", "grandine --network mainnet"));

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
            consensus.tell("connect " + port);
            execution.tell("accept");
            long bytes = exchange(execution, consensus, BYTES_AT_A_TIME, opened.plus(BUSY));
            server.awaitRows("sync_state", 1);
            agent.terminate();
            agent.terminate();
            assertThat(agent.awaitEnd()).as(agent.output()).isZero();

            assertThat(bytesByClient(overTcp(server)))
                    .containsExactlyInAnyOrderEntriesOf(
                            Map.of("geth tx", bytes, "geth rx", bytes, "lighthouse tx", bytes, "lighthouse rx", bytes));
            assertLabelled(overTcp(server), List.of("geth", "lighthouse"), opened.plus(TO_LABEL));
            assertSlots(server, genesis);
            assertThat(clients(server.rows("memory_usage"))).containsExactlyInAnyOrder("geth", "lighthouse");
            assertThat(PrintedSummary.of(agent.output()).lost())
                    .as(agent.output())
                    .isZero();
        }
    }

    @Test
    void everyClientHasRowsOfItsOwn() throws Exception {
        Instant genesis = Instant.ofEpochSecond(Instant.now().getEpochSecond() - 1_000);
        List<Imitation> clients = new ArrayList<>();
        List<Integer> ports = new ArrayList<>();
        try (TestBeaconNode node = TestBeaconNode.start()
                        .genesis(genesis.getEpochSecond())
                        .spec("SECONDS_PER_SLOT", String.valueOf(SLOT.toSeconds()));
                RowServer server = new RowServer()) {
            for (Client client : CLIENTS) {
                ports.add(freePort());
                clients.add(client.start(folder, ports.getLast()));
            }
            Map<String, Long> expected = new HashMap<>();
            Instant opened;
            try (Launcher agent = Launcher.start(List.of("run", "--config", config(node, server)), Map.of())) {
                agent.awaitOutput(printed -> printed.contains("Everything is ready."));
                opened = open(clients, ports);
                for (int i = 0; i < clients.size(); i += 2) {
                    long bytes =
                            exchange(clients.get(i), clients.get(i + 1), 7 + i, opened.plus(TO_LABEL.multipliedBy(2)));
                    for (Client client : CLIENTS.subList(i, i + 2)) {
                        expected.put(client.name + " tx", bytes);
                        expected.put(client.name + " rx", bytes);
                    }
                }
                agent.terminate();
                assertThat(agent.awaitEnd()).as(agent.output()).isZero();
                assertThat(PrintedSummary.of(agent.output()).lost())
                        .as(agent.output())
                        .isZero();
            }
            List<String> names = CLIENTS.stream().map(Client::name).toList();
            assertThat(bytesByClient(overTcp(server))).isEqualTo(expected);
            assertLabelled(overTcp(server), names, opened.plus(TO_LABEL));
            assertThat(clients(server.rows("memory_usage"))).containsExactlyInAnyOrderElementsOf(names);
        } finally {
            clients.forEach(Imitation::close);
        }
    }

    /** Connects each consensus client to the execution client before it. Returns when the last port was opened. */
    private static Instant open(List<Imitation> clients, List<Integer> ports) throws IOException {
        for (int i = 0; i < clients.size(); i += 2) {
            assertThat(clients.get(i).listen("tcp", ports.get(i))).isEqualTo(ports.get(i));
        }
        Instant opened = Instant.now();
        for (int i = 0; i < clients.size(); i += 2) {
            clients.get(i + 1).tell("connect " + ports.get(i));
            clients.get(i).tell("accept");
        }
        return opened;
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

    /** Lets two that are connected exchange bytes until some time, once at least; returns how many each has sent and received. */
    private static long exchange(Imitation execution, Imitation consensus, int bytesAtATime, Instant end)
            throws IOException {
        long bytes = 0;
        do {
            execution.say("echo " + bytesAtATime);
            consensus.say("exchange " + bytesAtATime);
            execution.expect("ok");
            consensus.expect("ok");
            bytes += bytesAtATime;
        } while (Instant.now().isBefore(end));
        return bytes;
    }

    private static List<JsonNode> overTcp(RowServer server) {
        return server.rows("net_io").stream()
                .filter(row -> row.get("transport").asString().equals("tcp"))
                .toList();
    }

    private static Map<String, Long> bytesByClient(List<JsonNode> rows) {
        return rows.stream()
                .collect(Collectors.groupingBy(
                        row -> text(row, "client_type") + " " + text(row, "direction"),
                        Collectors.summingLong(row -> row.get("sum").asLong())));
    }

    private static void assertLabelled(List<JsonNode> rows, List<String> clients, Instant from) {
        List<JsonNode> labelled =
                rows.stream().filter(row -> start(row).isAfter(from)).toList();
        assertThat(clients(labelled)).containsExactlyInAnyOrderElementsOf(clients);
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
