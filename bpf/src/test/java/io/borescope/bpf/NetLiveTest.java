package io.borescope.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.api.event.EventType;
import io.borescope.api.event.NetEvent;
import io.borescope.api.event.RetransmitEvent;
import io.borescope.api.event.TcpStateEvent;
import io.borescope.bpf.Records.Event;
import io.borescope.testing.LiveKernel;
import io.borescope.testing.Workload;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NetLiveTest {
    private static final ProbeOptions TRANSFERS = ProbeOptions.of(
            ProbeGroup.TCP_SEND,
            ProbeGroup.TCP_RECV,
            ProbeGroup.UDP_SEND,
            ProbeGroup.UDP_RECV,
            ProbeGroup.UNIX_SEND,
            ProbeGroup.UNIX_RECV);

    private static final int AF_UNIX = 1;
    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;

    @BeforeAll
    static void kernel() {
        LiveKernel.assumeUsable(KernelSupport::missing);
    }

    /** What a process says of itself: bytes that its calls returned, and the port of the server. */
    private record Truth(int pid, long sent, long received, int port) {
        static Truth next(Workload workload) throws IOException {
            long[] numbers = numbers(workload.line());
            return new Truth((int) numbers[0], numbers[1], numbers[2], (int) numbers[3]);
        }

        long bytes(ProbeGroup group) {
            return isSending(group) ? sent : received;
        }
    }

    private static long[] numbers(String line) {
        assertThat(line).isNotEmpty();
        return Arrays.stream(line.split(" ")).mapToLong(Long::parseLong).toArray();
    }

    private static boolean isSending(ProbeGroup group) {
        return group.produces().contains(EventType.NET_TX);
    }

    private static long bytes(Observation seen, Predicate<Event> selection) {
        return seen.events().stream()
                .filter(NetLiveTest::isTransfer)
                .filter(selection)
                .mapToLong(event -> Integer.toUnsignedLong(event.integer(NetEvent.DATA_BYTES)))
                .sum();
    }

    private static boolean isTransfer(Event event) {
        return event.type() == EventType.NET_TX.id() || event.type() == EventType.NET_RX.id();
    }

    private static int u8(Event event, long offset) {
        return Byte.toUnsignedInt(event.bytes().get(java.lang.foreign.ValueLayout.JAVA_BYTE, offset));
    }

    private static int u16(Event event, long offset) {
        return event.integer(offset) & 0xffff;
    }

    static Stream<Proof> tcp() {
        return Proof.ofEveryWay(ProbeGroup.TCP_SEND, ProbeGroup.TCP_RECV);
    }

    static Stream<Proof> udp() {
        return Proof.ofEveryWay(ProbeGroup.UDP_SEND, ProbeGroup.UDP_RECV);
    }

    static Stream<Proof> unix() {
        return Proof.ofEveryWay(ProbeGroup.UNIX_SEND, ProbeGroup.UNIX_RECV);
    }

    @Tag("every_kernel")
    @ParameterizedTest
    @MethodSource("tcp")
    void countsTheBytesOfBothEndsOfTcpConnections(Proof proof) throws Exception {
        for (String family : List.of("v4", "v6", "dual")) {
            try (Workload workload = Workload.start("net-tcp", family, 3)) {
                Observation seen = proof.observe(workload, ProbeOptions.of(proof.group()));
                assertThat(seen.lost()).isEmpty();
                for (Truth end : List.of(Truth.next(workload), Truth.next(workload))) {
                    proof.isExactly(end.bytes(proof.group()), bytes(seen, event -> event.pid() == end.pid()));
                }
            }
        }
    }

    @Tag("every_kernel")
    @ParameterizedTest
    @MethodSource("udp")
    void countsTheBytesOfDatagrams(Proof proof) throws Exception {
        for (String family : List.of("v4", "v6", "dual")) {
            exact(proof, "net-udp", family);
        }
    }

    @Tag("every_kernel")
    @ParameterizedTest
    @MethodSource("unix")
    void countsTheBytesOfUnixSockets(Proof proof) throws Exception {
        exact(proof, "net-unix");
    }

    private static void exact(Proof proof, Object... arguments) throws Exception {
        try (Workload workload = Workload.start(arguments)) {
            Observation seen = proof.observe(workload, ProbeOptions.of(proof.group()));
            assertThat(seen.lost()).isEmpty();
            proof.isExactly(Truth.next(workload).bytes(proof.group()), bytes(seen, _ -> true));
        }
    }

    /** All but the tracepoints alone, which are not passed. */
    @ParameterizedTest
    @MethodSource("splicing")
    void countsWhatIsSplicedOutOfASocket(Proof proof) throws Exception {
        exact(proof, "net-splice", proof.group() == ProbeGroup.UNIX_RECV ? "unix" : "tcp");
    }

    static Stream<Proof> splicing() {
        return Proof.ofEveryWay(ProbeGroup.TCP_RECV, ProbeGroup.UNIX_RECV)
                .filter(proof -> !Set.of("tp_btf", "tp").contains(proof.way()));
    }

    @ParameterizedTest
    @MethodSource("tcp")
    void countsMptcpOnce(Proof proof) throws Exception {
        try (Workload workload = Workload.start("net-mptcp")) {
            Observation seen = proof.observe(workload, ProbeOptions.of(proof.group()));
            String truth = workload.line();
            Assumptions.assumeFalse(truth.isEmpty(), "a kernel without MPTCP");
            assertThat(seen.lost()).isEmpty();
            assertThat(bytes(seen, _ -> true)).isEqualTo(numbers(truth)[1]);
        }
    }

    @ParameterizedTest
    @MethodSource("tcp")
    void outlivesThreadsThatAreBlockedInACall(Proof proof) throws Exception {
        try (Workload workload = Workload.start("net-blocked", 3)) {
            try (Probes probes = Probes.attach(proof.accepted(ProbeOptions.of(proof.group())))) {
                probes.track(workload);
                workload.release();
                assertThat(workload.line()).isEqualTo("blocked");
            }
            workload.release();
            workload.awaitEnd();
        }
    }

    @Test
    void tellsAllTransportsAtOnceAndApart() throws Exception {
        try (Workload workload = Workload.start("net-udp", "v6")) {
            Observation seen = Observation.of(workload, TRANSFERS);
            Truth truth = Truth.next(workload);
            assertThat(bytes(seen, event -> u8(event, NetEvent.TRANSPORT) == NetEvent.UDP))
                    .isEqualTo(truth.sent() + truth.received());
            assertThat(seen.events())
                    .filteredOn(NetLiveTest::isTransfer)
                    .allMatch(event -> u8(event, NetEvent.TRANSPORT) == NetEvent.UDP)
                    .allMatch(event -> u8(event, NetEvent.RECEIVE) == (event.type() == EventType.NET_RX.id() ? 1 : 0))
                    .anyMatch(event -> u8(event, NetEvent.FAMILY) == AF_INET)
                    .anyMatch(event -> u8(event, NetEvent.FAMILY) == AF_INET6);
        }
        try (Workload workload = Workload.start("net-unix")) {
            Observation seen = Observation.of(workload, TRANSFERS);
            Truth truth = Truth.next(workload);
            assertThat(seen.lost()).isEmpty();
            assertThat(bytes(seen, event -> u8(event, NetEvent.TRANSPORT) == NetEvent.UNIX))
                    .isEqualTo(truth.sent() + truth.received());
            assertThat(seen.events())
                    .filteredOn(NetLiveTest::isTransfer)
                    .allMatch(
                            event -> u8(event, NetEvent.FAMILY) == AF_UNIX && event.integer(NetEvent.LOCAL_PORT) == 0);
        }
    }

    @Test
    void namesThePortsFromTheProcessPointOfView() throws Exception {
        try (Workload workload = Workload.start("net-tcp", "dual", 1)) {
            Observation seen = Observation.of(workload, TRANSFERS);
            Truth server = Truth.next(workload);
            Truth client = Truth.next(workload);
            List<Event> transfers =
                    seen.events().stream().filter(NetLiveTest::isTransfer).toList();
            int clientPort = transfers.stream()
                    .filter(event -> event.pid() == client.pid())
                    .mapToInt(event -> u16(event, NetEvent.LOCAL_PORT))
                    .findFirst()
                    .orElseThrow();
            assertThat(transfers).allMatch(event -> {
                boolean atServer = event.pid() == server.pid();
                int local = u16(event, NetEvent.LOCAL_PORT);
                int remote = u16(event, NetEvent.REMOTE_PORT);
                return atServer
                        ? local == server.port() && remote == clientPort && u8(event, NetEvent.FAMILY) == AF_INET6
                        : local == clientPort && remote == client.port() && u8(event, NetEvent.FAMILY) == AF_INET;
            });
        }
    }

    /** A byte is acknowledged while or after it is sent: the event shows what TCP_INFO says before or after that. */
    @Test
    void looksAtTheRoundTripTimeAndTheWindowAtEverySend() throws Exception {
        int sends = 101;
        try (Workload workload = Workload.start("net-metrics", sends)) {
            Observation seen = Observation.of(
                    workload,
                    ProbeOptions.of(ProbeGroup.TCP_SEND, ProbeGroup.TCP_RECV).withTcpSample(Duration.ZERO));
            assertThat(seen.of(EventType.NET_RX)).noneMatch(NetLiveTest::hasMetrics);
            List<Event> sent = seen.of(EventType.NET_TX).stream()
                    .sorted((one, other) -> Long.compare(one.timestamp(), other.timestamp()))
                    .toList();
            assertThat(sent).hasSize(sends).allMatch(NetLiveTest::hasMetrics);
            for (Event event : sent) {
                long[] truth = numbers(workload.line());
                assertThat((long) event.integer(NetEvent.SRTT_MICROS)).isIn(truth[0], truth[2]);
                assertThat((long) event.integer(NetEvent.CWND)).isIn(truth[1], truth[3]);
            }
        }
    }

    @Test
    void looksAtEachSocketOnceInATime() throws Exception {
        try (Workload workload = Workload.start("net-metrics", 23)) {
            Observation seen = Observation.of(
                    workload,
                    ProbeOptions.of(ProbeGroup.TCP_SEND, ProbeGroup.TCP_RECV).withTcpSample(Duration.ofDays(1)));
            assertThat(seen.of(EventType.NET_TX))
                    .filteredOn(NetLiveTest::hasMetrics)
                    .hasSize(1);
            assertThat(seen.of(EventType.NET_RX))
                    .filteredOn(NetLiveTest::hasMetrics)
                    .hasSize(1);
        }
    }

    private static boolean hasMetrics(Event event) {
        return u8(event, NetEvent.HAS_TCP_METRICS) == 1;
    }

    static Stream<Proof> retransmits() {
        return Proof.ofEveryWay(ProbeGroup.TCP_RETRANSMIT);
    }

    @Tag("every_kernel")
    @ParameterizedTest
    @MethodSource("retransmits")
    void countsRetransmittedSegmentsAndBytesOfEachEnd(Proof proof) throws Exception {
        try (Workload workload = Workload.start("net-retransmit")) {
            Observation seen = proof.observe(workload, ProbeOptions.of(proof.group(), ProbeGroup.TCP_SEND));
            assertThat(seen.lost()).isEmpty();
            for (int end = 0; end < 2; end++) {
                long[] truth = numbers(workload.line());
                List<Event> events = seen.of(EventType.TCP_RETRANSMIT).stream()
                        .filter(event -> event.pid() == truth[0])
                        .toList();
                proof.isExactly(truth[1], sum(events, RetransmitEvent.SEGMENTS));
                proof.isExactly(truth[2], sum(events, RetransmitEvent.DATA_BYTES));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("retransmits")
    void countsRetransmittedHandshakes(Proof proof) throws Exception {
        try (Workload workload = Workload.start("net-handshake")) {
            Observation seen = proof.observe(workload, ProbeOptions.of(proof.group()));
            assertThat(seen.lost()).isEmpty();
            assertThat(seen.of(EventType.TCP_RETRANSMIT))
                    .allMatch(event -> event.pid() == workload.pid())
                    .anyMatch(event -> u8(event, RetransmitEvent.STATE) == State.SYN_SENT)
                    .anyMatch(event -> u8(event, RetransmitEvent.STATE) == State.NEW_SYN_RECV);
            proof.isExactly(
                    numbers(workload.line())[1], sum(seen.of(EventType.TCP_RETRANSMIT), RetransmitEvent.SEGMENTS));
        }
    }

    private static long sum(List<Event> events, long field) {
        return events.stream().mapToLong(event -> event.integer(field)).sum();
    }

    /** The kernel's numbers. */
    private static final class State {
        static final int ESTABLISHED = 1;
        static final int SYN_SENT = 2;
        static final int SYN_RECV = 3;
        static final int FIN_WAIT1 = 4;
        static final int FIN_WAIT2 = 5;
        static final int CLOSE = 7;
        static final int CLOSE_WAIT = 8;
        static final int LAST_ACK = 9;
        static final int LISTEN = 10;
        static final int NEW_SYN_RECV = 12;
    }

    private static final List<Change> CLIENT =
            path(State.CLOSE, State.SYN_SENT, State.ESTABLISHED, State.FIN_WAIT1, State.FIN_WAIT2, State.CLOSE);

    private static final List<Change> SERVER =
            path(State.LISTEN, State.SYN_RECV, State.ESTABLISHED, State.CLOSE_WAIT, State.LAST_ACK, State.CLOSE);

    private record Change(int from, int to) {
        static Change of(Event event) {
            return new Change(u8(event, TcpStateEvent.OLD_STATE), u8(event, TcpStateEvent.NEW_STATE));
        }
    }

    private static List<Change> path(int... states) {
        List<Change> changes = new ArrayList<>();
        for (int i = 1; i < states.length; i++) {
            changes.add(new Change(states[i - 1], states[i]));
        }
        return changes;
    }

    private static List<Change> joined(List<Change> first, List<Change> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }

    static Stream<Proof> states() {
        return Proof.ofEveryWay(ProbeGroup.TCP_STATE);
    }

    @Tag("every_kernel")
    @ParameterizedTest
    @MethodSource("states")
    void tellsEveryStateOfBothEnds(Proof proof) throws Exception {
        for (String family : List.of("v4", "v6", "dual")) {
            try (Probes probes = Probes.attach(proof.accepted(ProbeOptions.of(proof.group())));
                    Workload server = Workload.start("net-serve", family, 2)) {
                probes.track(server);
                server.release();
                Connections seen = connectTwice(probes, server, family);
                List<Change> expected = joined(path(State.CLOSE, State.LISTEN), joined(SERVER, SERVER));
                expected = joined(expected, path(State.LISTEN, State.CLOSE));
                assertThat(seen.changesOf(server)).isEqualTo(expected);
                proof.isExactly(
                        2L * CLIENT.size() + expected.size(), seen.changes().size());
            }
        }
    }

    /** The first connection says whose the listener is, in ways that see it being accepted. */
    @ParameterizedTest
    @MethodSource("states")
    void learnsWhoseAnOlderListenerIs(Proof proof) throws Exception {
        try (Workload server = Workload.start("net-serve", "dual", 2)) {
            server.release();
            try (Probes probes = Probes.attach(proof.accepted(ProbeOptions.of(proof.group(), ProbeGroup.TCP_RECV)))) {
                probes.track(server);
                Connections seen = connectTwice(probes, server, "dual");
                List<Change> sinceUsed = path(State.ESTABLISHED, State.CLOSE_WAIT, State.LAST_ACK, State.CLOSE);
                List<Change> second = proof.way().equals("tp_btf+fexit") ? SERVER : sinceUsed;
                assertThat(seen.changesOf(server))
                        .isEqualTo(joined(joined(sinceUsed, second), path(State.LISTEN, State.CLOSE)));
            }
        }
    }

    private static Connections connectTwice(Probes probes, Workload server, String family) throws Exception {
        String port = server.line();
        try (Workload client = Workload.start("net-connect", family, port, 2)) {
            probes.track(client);
            server.release();
            client.release();
            client.awaitEnd();
            server.awaitEnd();
            Connections seen = new Connections(Integer.parseInt(port), probes.changes());
            assertThat(seen.changesOf(client)).isEqualTo(joined(CLIENT, CLIENT));
            assertThat(seen.changes())
                    .allMatch(event -> event.pid() == client.pid() || event.pid() == server.pid())
                    .allMatch(event -> seen.isOfPort(event, event.pid() == server.pid()));
            return seen;
        }
    }

    /** State changes around the server's port. */
    private record Connections(int port, List<Event> changes) {
        List<Change> changesOf(Workload workload) {
            return changes.stream()
                    .filter(event -> event.pid() == workload.pid())
                    .map(Change::of)
                    .toList();
        }

        boolean isOfPort(Event event, boolean atServer) {
            return u16(event, atServer ? TcpStateEvent.LOCAL_PORT : TcpStateEvent.REMOTE_PORT) == port;
        }
    }

    /** A closed socket's memory is used again; its owner must be gone by then, also if nothing is told. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void forgetsClosedSockets(boolean tracked) throws Exception {
        ProbeOptions options = ProbeOptions.of(ProbeGroup.TCP_STATE, ProbeGroup.TCP_SEND, ProbeGroup.TCP_RECV);
        try (Probes probes = Probes.attach(options);
                Workload first = Workload.start("net-tcp", "v4", 5);
                Workload second = Workload.start("net-tcp", "v4", 5)) {
            probes.track(first);
            first.release();
            first.awaitEnd();
            if (tracked) {
                probes.track(second);
            }
            Set<Integer> before = Set.copyOf(probes.processesOfChanges());
            second.release();
            second.awaitEnd();
            assertThat(before).hasSize(2);
            assertThat(probes.processesOfChanges()).hasSize(tracked ? 4 : 2);
        }
    }

    /** What is attached for a test that does more than to let one workload run. */
    private static final class Probes implements AutoCloseable {
        private final ProcessTracker tracker;
        private final EventRings rings;
        private final AttachedProbes attached;
        private final List<Event> events = new ArrayList<>();

        private Probes(ProcessTracker tracker, EventRings rings, ProbeOptions options) {
            this.tracker = tracker;
            this.rings = rings;
            this.attached = Observation.attach(rings, tracker, options);
        }

        static Probes attach(ProbeOptions options) throws Exception {
            return new Probes(
                    ProcessTracker.open(TrackerOptions.defaults()), EventRings.open(RingOptions.defaults()), options);
        }

        void track(Workload workload) throws Exception {
            assertThat(tracker.track(workload.pid(), true)).isPositive();
        }

        List<Event> changes() {
            Records.drain(rings, events::add);
            return events.stream()
                    .filter(event -> event.type() == EventType.TCP_STATE.id())
                    .toList();
        }

        List<Integer> processesOfChanges() {
            return changes().stream().map(Event::process).distinct().toList();
        }

        @Override
        public void close() {
            attached.close();
            rings.close();
            tracker.close();
        }
    }
}
