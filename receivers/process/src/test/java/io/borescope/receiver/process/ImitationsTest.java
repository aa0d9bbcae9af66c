package io.borescope.receiver.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.borescope.api.event.NetEvent;
import io.borescope.api.process.ProcessRecord;
import io.borescope.receiver.process.classes.ProcessClass;
import io.borescope.receiver.process.classes.ProcessClasses;
import io.borescope.receiver.process.ports.PortLabels;
import io.borescope.receiver.process.ports.PortWatch;
import io.borescope.testing.HandClock;
import io.borescope.testing.Imitation;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real processes that look like clients, seen through the real {@code /proc}. */
final class ImitationsTest {
    private static final Path PROC = Path.of("/proc");

    private final ProcessClasses classes = ProcessClasses.shipped();
    private final ProcFiles files = new ProcFiles(PROC);
    private final HandClock clock = new HandClock(1_000_000_000, 0);
    private final Map<Integer, ProcessRecord> table = new TreeMap<>();
    private final PortLabels labels = new PortLabels(PortLabels.labels(classes, Map.of()));
    private final PortWatch watch = new PortWatch(
            visitor -> table.values()
                    .forEach(each -> visitor.visit(each, view(each.pid()).processClass())),
            PROC,
            Map.of(),
            labels,
            clock);

    @BeforeAll
    static void compiler() {
        assumeFalse(
                "off".equals(System.getProperty("borescope.bpf")),
                "the imitation is a C program; turned off with -Dbpf=off");
    }

    @AfterEach
    void letGo() {
        watch.close();
    }

    private ProcessView view(int pid) {
        ProcStat stat = Objects.requireNonNull(files.stat(pid));
        return new ProcessView(files, classes, pid, stat.parentPid(), stat.name());
    }

    private String client(Imitation imitation) {
        return Optional.ofNullable(view(imitation.pid()).processClass())
                .map(ProcessClass::client)
                .orElse("nobody");
    }

    @ParameterizedTest(name = "{2}")
    @CsvSource({
        "geth,                geth --http,                                                geth",
        "op-reth,             reth node,                                                  reth",
        "java,                java -Xmx1g -cp /opt/teku/*:x.jar org.hyperledger.besu.Besu, besu",
        "dotnet,              dotnet /nethermind/nethermind.dll --config mainnet,         nethermind",
        "erigon,              erigon --chain=mainnet --peer=geth,                         erigon",
        "ethrex-v2.0.0,       ./ethrex --network mainnet,                                 ethrex",
        "lighthouse,          lighthouse bn --peer=teku.example,                          lighthouse",
        "beacon-chain,        beacon-chain --mainnet,                                     prysm",
        "teku-client,         teku --network=mainnet,                                     teku",
        "node,                node --max-old-space-size=8192 /app/lodestar beacon,        lodestar",
        "nimbus_beacon_node,  nimbus_beacon_node,                                         nimbus",
        "grandine-binary,     grandine,                                                   grandine",
        "tini,                tini -- geth,                                               nobody"
    })
    void aProcessIsWhatItLooksLike(String executable, String commandLine, String client, @TempDir Path folder)
            throws IOException {
        try (Imitation imitation = start(folder, executable, commandLine)) {
            assertThat(client(imitation)).isEqualTo(client);

            imitation.tell("rename MainThread");
            assertThat(view(imitation.pid()).name()).isEqualTo("MainThread");
            assertThat(client(imitation)).as("whatever its thread is called").isEqualTo(client);
        }
    }

    @Test
    void labelsAClientThatStartsMovesAndRestarts(@TempDir Path folder) throws IOException {
        int engine = freePort();
        int another = freePort();
        try (Imitation lighthouse = start(folder, "lighthouse", "lighthouse bn --execution-endpoint http://x:1")) {
            observe(lighthouse);
            try (Imitation geth = start(folder, "geth", "geth --authrpc.port " + engine)) {
                observe(geth);
                look();
                assertThat(label(lighthouse, 50_000, engine)).as("not open yet").isEqualTo("unknown");

                assertThat(geth.listen("tcp", engine)).isEqualTo(engine);
                look();
                assertThat(label(lighthouse, 50_000, engine)).isEqualTo("el_engine_api");
                assertThat(label(geth, engine, 50_000)).isEqualTo("el_engine_api");

                geth.tell("close");
                look();
                assertThat(label(lighthouse, 50_000, engine)).as("closed").isEqualTo("unknown");
                table.remove(geth.pid());
            }
            try (Imitation geth = start(folder, "geth", "geth --authrpc.port=" + another)) {
                geth.listen("tcp", another);
                observe(geth);
                look();
                assertThat(label(geth, another, 50_000)).isEqualTo("el_engine_api");
                assertThat(label(lighthouse, 50_000, another)).isEqualTo("el_engine_api");
            }
        }
    }

    @Test
    void labelsPortsThatNobodyDeclaredByTheSocketsThemselves(@TempDir Path folder) throws IOException {
        try (Imitation postgres = start(folder, "postgres", "postgres -D /data");
                Imitation nginx = start(folder, "nginx", "nginx")) {
            int ofPostgres = postgres.listen("tcp", 0);
            int ofNginx = nginx.listen("tcp", 0);
            observe(postgres);
            observe(nginx);
            look();

            assertThat(label(postgres, ofPostgres, 1)).isEqualTo("postgres");
            assertThat(label(nginx, 50_000, ofPostgres)).isEqualTo("postgres");
            assertThat(label(nginx, ofNginx, 1)).isEqualTo("http");
            assertThat(label(postgres, ofNginx, 1)).isEqualTo("unknown");
        }
    }

    @Test
    void seesIntoNetworkNamespaces(@TempDir Path folder) throws IOException {
        assumeTrue("root".equals(System.getProperty("user.name")), "only root makes network namespaces");
        try (Imitation postgres = start(folder, "postgres", "postgres -D /data");
                Imitation nginx = start(folder, "nginx", "nginx");
                Imitation geth = start(folder, "geth", "geth")) {
            nginx.tell("namespace");
            int port = postgres.listen("tcp", 0);
            assertThat(nginx.listen("tcp", port)).isEqualTo(port);
            observe(postgres);
            observe(nginx);
            observe(geth);
            look();

            assertThat(label(postgres, port, 1)).isEqualTo("postgres");
            assertThat(label(nginx, port, 1)).isEqualTo("http");
            assertThat(label(nginx, 50_000, port)).isEqualTo("http");
            assertThat(label(geth, 50_000, port)).isEqualTo("postgres");

            int late = nginx.listen("tcp", 0);
            look();
            assertThat(label(nginx, late, 1)).isEqualTo("http");
            assertThat(label(postgres, late, 1)).isEqualTo("unknown");
        }
    }

    private static Imitation start(Path folder, String executable, String commandLine) throws IOException {
        return Imitation.start(folder, executable, Arrays.asList(commandLine.split(" +")));
    }

    private void observe(Imitation imitation) {
        ProcessView view = view(imitation.pid());
        table.put(
                view.pid(),
                new ProcessRecord(
                        view.pid(),
                        view.pid(),
                        0,
                        view.parentPid(),
                        view.name(),
                        view.executable(),
                        view.commandLine(),
                        "/",
                        "",
                        Map.of(),
                        false));
        watch.processesChanged();
    }

    /** A quarter of a second: the longest that anything goes unnoticed. */
    private void look() {
        clock.advance(Duration.ofMillis(250));
        watch.doWork();
    }

    private String label(Imitation process, int localPort, int remotePort) {
        return labels.label(labels.labelOf(process.pid(), NetEvent.TCP, localPort, remotePort));
    }

    /** A port that nobody listens on now. */
    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
