package io.borescope.receiver.process.ports;

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.api.event.NetEvent;
import io.borescope.api.process.ProcessRecord;
import io.borescope.receiver.process.classes.ClassFile;
import io.borescope.receiver.process.classes.PortRule.Transport;
import io.borescope.receiver.process.classes.ProcessClass;
import io.borescope.receiver.process.classes.ProcessClasses;
import io.borescope.receiver.process.classes.ProgramImage;
import io.borescope.testing.HandClock;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PortWatchTest {
    private static final int HOST = 1;
    private static final int GETH = 10;
    private static final int LIGHTHOUSE = 20;
    private static final int EPHEMERAL = 54_321;

    private final HandClock clock = new HandClock(1_000_000_000, 0);
    private final Map<Integer, ProcessRecord> table = new TreeMap<>();
    private ProcessClasses classes = ProcessClasses.shipped();
    private Map<String, String> forAll = Map.of();
    private HandProc proc = new HandProc(Path.of("."));
    private PortLabels labels = new PortLabels(List.of());
    private PortWatch watch = new PortWatch(_ -> {}, Path.of("."), Map.of(), labels, clock);

    @BeforeEach
    void begin(@TempDir Path root) {
        proc = new HandProc(root);
        begin();
    }

    private void begin() {
        labels = new PortLabels(PortLabels.labels(classes, forAll));
        watch = new PortWatch(
                visitor -> table.values().forEach(each -> visitor.visit(each, classes.classify(new Seen(each)))),
                proc.root(),
                forAll,
                labels,
                clock);
    }

    private record Seen(ProcessRecord process) implements ProgramImage {
        @Override
        public String name() {
            return process.name();
        }

        @Override
        public String executable() {
            return process.executable();
        }

        @Override
        public List<String> commandLine() {
            return process.commandLine();
        }

        @Override
        public List<String> cgroupPaths() {
            return List.of();
        }
    }

    /** Starts a process, whose number is its pid. */
    private void start(int pid, int namespace, String... commandLine) throws IOException {
        proc.process(pid, namespace);
        put(pid, false, commandLine);
    }

    private void put(int pid, boolean exited, String... commandLine) {
        table.put(
                pid,
                new ProcessRecord(
                        pid,
                        pid,
                        0,
                        1,
                        commandLine[0],
                        "/usr/bin/" + commandLine[0],
                        List.of(commandLine),
                        "/",
                        "",
                        Map.of(),
                        exited));
        watch.processesChanged();
    }

    /** The longest that anything goes unnoticed where the kernel must be asked by way of {@code /proc}. */
    private void look() {
        clock.advance(Duration.ofMillis(750));
        assertThat(watch.doWork()).isEqualTo(1);
    }

    private String tcp(int process, int localPort, int remotePort) {
        return labels.label(labels.labelOf(process, NetEvent.TCP, localPort, remotePort));
    }

    private String udp(int process, int localPort, int remotePort) {
        return labels.label(labels.labelOf(process, NetEvent.UDP, localPort, remotePort));
    }

    @Test
    void labelsBothEndsOfAConnection() throws Exception {
        start(GETH, HOST, "geth", "--authrpc.port", "8651");
        proc.open(GETH, Transport.TCP, 8651);
        start(LIGHTHOUSE, HOST, "lighthouse", "bn");
        look();

        assertThat(tcp(GETH, 8651, EPHEMERAL)).isEqualTo("el_engine_api");
        assertThat(tcp(LIGHTHOUSE, EPHEMERAL, 8651)).isEqualTo("el_engine_api");
    }

    @Test
    void knowsTheEngineOfAnotherHost() throws Exception {
        start(LIGHTHOUSE, HOST, "lighthouse", "bn", "--execution-endpoint", "http://10.1.2.3:8651");
        look();

        assertThat(tcp(LIGHTHOUSE, EPHEMERAL, 8651)).isEqualTo("el_engine_api");
        assertThat(tcp(LIGHTHOUSE, EPHEMERAL, 8551)).isEqualTo("unknown");
        assertThat(tcp(LIGHTHOUSE, EPHEMERAL, 0)).isEqualTo("unknown");
    }

    @Test
    void tellsTransportsApart() throws Exception {
        start(LIGHTHOUSE, HOST, "lighthouse", "bn");
        look();

        assertThat(tcp(LIGHTHOUSE, 9000, 1)).isEqualTo("cl_p2p");
        assertThat(udp(LIGHTHOUSE, 9000, 0)).isEqualTo("cl_discovery");
        assertThat(udp(LIGHTHOUSE, 9001, 0)).isEqualTo("cl_p2p");
        assertThat(tcp(LIGHTHOUSE, 9001, 1)).isEqualTo("unknown");
        assertThat(labels.labelOf(LIGHTHOUSE, NetEvent.UNIX, 9000, 9000)).isZero();
    }

    @Test
    void aPortThatIsOnlyDeclaredIsNobodysListener() throws Exception {
        start(GETH, HOST, "geth");
        start(30, HOST, "vouch");
        look();
        assertThat(tcp(30, EPHEMERAL, 8545)).isEqualTo("unknown");

        proc.open(GETH, Transport.TCP, 8545);
        look();
        assertThat(tcp(30, EPHEMERAL, 8545)).isEqualTo("el_json_rpc");
    }

    @Test
    void noticesARestartOnAnotherPortAtTheNextLook() throws Exception {
        start(GETH, HOST, "geth");
        proc.open(GETH, Transport.TCP, 8551);
        start(LIGHTHOUSE, HOST, "lighthouse", "bn", "--execution-endpoint", "http://10.1.2.3:9");
        look();
        assertThat(tcp(LIGHTHOUSE, EPHEMERAL, 8551)).isEqualTo("el_engine_api");

        proc.closeAll(GETH);
        put(GETH, true, "geth");
        start(11, HOST, "geth", "--authrpc.port=8651");
        proc.open(11, Transport.TCP, 8651);
        clock.advance(Duration.ofMillis(50));
        assertThat(watch.doWork()).as("woken by the process, not by the period").isEqualTo(1);

        assertThat(tcp(11, 8651, EPHEMERAL)).isEqualTo("el_engine_api");
        assertThat(tcp(LIGHTHOUSE, EPHEMERAL, 8651)).isEqualTo("el_engine_api");
        assertThat(tcp(GETH, 8551, EPHEMERAL)).as("windows may still be open").isEqualTo("el_engine_api");
    }

    @Test
    void labelsGoWithTheProcess() throws Exception {
        start(GETH, HOST, "geth");
        look();
        table.clear();
        look();

        assertThat(tcp(GETH, 8551, 1)).isEqualTo("unknown");
        assertThat(labels.size()).isZero();
    }

    @Test
    void noticesASocketThatIsOpenedLate() throws Exception {
        start(30, HOST, "postgres", "-D", "/data");
        look();
        assertThat(tcp(30, 5433, 1)).isEqualTo("unknown");

        proc.open(30, Transport.TCP, 5433);
        look();
        assertThat(tcp(30, 5433, 1)).isEqualTo("postgres");
    }

    @Test
    void looksAtASocketsOwnerOnly() throws Exception {
        start(30, HOST, "postgres");
        start(31, HOST, "nginx");
        proc.open(30, Transport.TCP, 7001);
        proc.open(31, Transport.TCP, 7002);
        look();

        assertThat(tcp(30, 7001, 1)).isEqualTo("postgres");
        assertThat(tcp(30, 7002, 1)).isEqualTo("unknown");
        assertThat(tcp(31, 7002, 1)).isEqualTo("http");
    }

    @Test
    void readsNoFurtherThanTheListenersOfANamespace() throws Exception {
        start(30, HOST, "nginx");
        proc.open(30, Transport.TCP, 7001);
        proc.connection(30, 7001);
        proc.open(30, Transport.TCP, 7002); // never so in a kernel: shows where reading ends
        look();

        assertThat(tcp(30, 7001, 1)).isEqualTo("http");
        assertThat(tcp(30, 7002, 1)).isEqualTo("unknown");
    }

    @Test
    void onePortMayMeanDifferentThingsInDifferentNamespaces() throws Exception {
        start(30, 1, "nginx");
        start(31, 2, "postgres");
        proc.open(30, Transport.TCP, 7000);
        proc.open(31, Transport.TCP, 7000);
        start(40, 1, "mev-boost");
        start(41, 2, "mev-boost");
        start(42, 3, "mev-boost");
        look();

        assertThat(tcp(40, EPHEMERAL, 7000)).isEqualTo("http");
        assertThat(tcp(41, EPHEMERAL, 7000)).isEqualTo("postgres");
        assertThat(tcp(42, EPHEMERAL, 7000)).isIn("http", "postgres");
        assertThat(tcp(30, 7000, EPHEMERAL)).isEqualTo("http");
        assertThat(tcp(31, 7000, EPHEMERAL)).isEqualTo("postgres");
    }

    @Test
    void presumesWhatIsDeclaredAndOpenWhereFilesMayNotBeLookedAt() throws Exception {
        start(GETH, HOST, "geth");
        proc.open(GETH, Transport.TCP, 8545);
        proc.hideFiles(GETH);
        start(30, HOST, "vouch");
        look();

        assertThat(tcp(30, EPHEMERAL, 8545)).isEqualTo("el_json_rpc");
        assertThat(tcp(30, EPHEMERAL, 8546)).isEqualTo("unknown");
    }

    @Test
    void labelsForAllReachProcessesWithoutAClass() throws Exception {
        forAll = Map.of("7000", "orders", "53/udp", "dns");
        begin();
        start(50, HOST, "shop");
        start(51, HOST, "shop");
        proc.open(50, Transport.TCP, 7000);
        look();

        assertThat(tcp(50, 7000, EPHEMERAL)).isEqualTo("orders");
        assertThat(tcp(51, EPHEMERAL, 7000)).isEqualTo("orders");
        assertThat(tcp(51, 7000, EPHEMERAL))
                .as("a port that it does not listen on")
                .isEqualTo("unknown");
        assertThat(udp(51, EPHEMERAL, 53)).isEqualTo("dns");
    }

    @Test
    void aClassOfTheUserLabelsItsPorts() throws Exception {
        classes = ProcessClasses.of(
                List.of(),
                ClassFile.read(Files.writeString(
                        proc.root().resolve("mine.yaml"),
                        "classes: [{client: shop, executables: [shop], ports: {7000: orders}, sockets: other}]")));
        begin();
        start(50, HOST, "shop");
        proc.open(50, Transport.TCP, 7001);
        look();

        assertThat(tcp(50, 7000, EPHEMERAL)).isEqualTo("orders");
        assertThat(tcp(50, 7001, EPHEMERAL)).isEqualTo("other");
        assertThat(tcp(50, EPHEMERAL, 7000)).isEqualTo("orders");
    }

    @Test
    void readsTheFileThatACommandLineNames() throws Exception {
        Files.writeString(proc.root().resolve("geth.toml"), "[Node]\nAuthPort = 8651\n");
        start(GETH, HOST, "geth", "--config", "geth.toml");
        look();

        assertThat(tcp(GETH, 8651, 1)).isEqualTo("el_engine_api");
        assertThat(tcp(GETH, 8551, 1)).isEqualTo("unknown");
        assertThat(tcp(GETH, 8545, 1)).isEqualTo("el_json_rpc");
    }

    @Test
    void survivesAProcessThatIsGone() throws Exception {
        start(GETH, HOST, "geth");
        proc.remove(GETH);
        look();

        assertThat(tcp(GETH, 8551, 1)).isEqualTo("el_engine_api");
    }

    @Test
    void keepsTheLabelsOfANamespaceWhenTheFirstOfItsProcessesIsGone() throws Exception {
        start(GETH, HOST, "geth");
        start(11, HOST, "postgres");
        proc.open(11, Transport.TCP, 7000);
        look();
        proc.remove(GETH);
        look();

        assertThat(tcp(11, 7000, 1)).isEqualTo("postgres");
    }

    @Test
    void takesManyNewProcessesAFewAtATime() throws Exception {
        for (int pid = 100; pid < 300; pid++) {
            put(pid, false, "geth");
        }
        look();
        assertThat(tcp(299, 8551, 1)).isEqualTo("unknown");
        for (int i = 0; i < 3; i++) {
            clock.advance(Duration.ofMillis(50));
            watch.doWork();
        }

        assertThat(tcp(299, 8551, 1)).isEqualTo("el_engine_api");
    }

    @Test
    void doesNothingBetweenLooks() throws Exception {
        start(GETH, HOST, "geth");
        look();

        assertThat(watch.doWork()).isZero();
        clock.advance(Duration.ofMillis(249));
        assertThat(watch.doWork()).isZero();
    }

    @Test
    void aLookUpAllocatesNothing() throws Exception {
        start(GETH, HOST, "geth");
        start(LIGHTHOUSE, HOST, "lighthouse", "bn");
        proc.open(GETH, Transport.TCP, 8551);
        look();
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long sum = lookUp(20_000);
        long before = threads.getCurrentThreadAllocatedBytes();
        long nothing = threads.getCurrentThreadAllocatedBytes() - before;
        before = threads.getCurrentThreadAllocatedBytes();
        sum += lookUp(20_000);

        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThanOrEqualTo(nothing);
        assertThat(sum).isPositive();
    }

    private long lookUp(int times) {
        long sum = 0;
        for (int i = 0; i < times; i++) {
            sum += labels.labelOf(GETH, NetEvent.TCP, i & 0xffff, 1) + labels.labelOf(LIGHTHOUSE, i & 1, 1, i & 0xffff);
        }
        return sum;
    }

    @Test
    void numbersLabelsAlikeInEveryRun() {
        List<String> all = PortLabels.labels(classes, Map.of("1", "zebra", "2", "unknown"));
        PortLabels one = new PortLabels(all);

        assertThat(all)
                .contains("el_engine_api", "zebra")
                .doesNotContain("unknown")
                .isSorted();
        assertThat(one.label(one.number("zebra"))).isEqualTo("zebra");
        assertThat(one.number("unknown")).isZero();
        assertThat(one.label(0)).isEqualTo("unknown");
        assertThat(one.label(all.size() + 1)).isEqualTo("unknown");
        assertThat(one.label(-1)).isEqualTo("unknown");
    }

    @Test
    void aTableKeepsApartWhatSharesItsSlots() {
        LabelTable full = new LabelTable(10_000);
        List<Integer> ports = new ArrayList<>();
        for (int port = 1; port <= 10_000; port++) {
            full.own(port % 100, Transport.TCP, port, 1 + port % 200);
            ports.add(port);
        }

        assertThat(ports).allSatisfy(port -> {
            assertThat(full.labelOf(port % 100, NetEvent.TCP, port, 0)).isEqualTo(1 + port % 200);
            assertThat(full.labelOf(port % 100 + 1, NetEvent.TCP, port, 0)).isZero();
            assertThat(full.labelOf(port % 100, NetEvent.UDP, port, 0)).isZero();
        });
    }

    @Test
    void everyClassThatShipsCanBeSelectedAndLabelled() {
        assertThat(classes.all()).extracting(ProcessClass::client).doesNotContain("");
        assertThat(PortLabels.labels(classes, Map.of()))
                .contains(
                        "el_p2p",
                        "el_discovery",
                        "el_json_rpc",
                        "el_ws",
                        "el_engine_api",
                        "cl_p2p",
                        "cl_discovery",
                        "cl_beacon_api",
                        "cl_grpc")
                .hasSizeLessThan(100);
    }
}
