package io.borescope.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.api.Batch;
import io.borescope.api.Signal;
import io.borescope.api.component.Outputs;
import io.borescope.api.component.Receiver;
import io.borescope.api.component.ReceiverSettings;
import io.borescope.api.telemetry.AgentHealth.State;
import io.borescope.distribution.CountingBackend.Behaviour;
import io.borescope.engine.config.ConfigTree;
import io.borescope.engine.plugin.ComponentCatalog;
import io.borescope.engine.plugin.FactoryKind;
import io.borescope.engine.plugin.PluginDescription;
import io.borescope.engine.runtime.Agent;
import io.borescope.engine.runtime.telemetry.ComponentKind;
import io.borescope.engine.runtime.telemetry.Count;
import io.borescope.engine.runtime.telemetry.LedgerLine;
import io.borescope.exporter.ndjsonhttp.NdjsonHttpExporterFactory;
import io.borescope.exporter.otlp.OtlpExporterFactory;
import io.borescope.exporter.otlphttp.OtlpHttpExporterFactory;
import io.borescope.extension.filestorage.FileStorageFactory;
import io.borescope.testing.BreakingProxy;
import io.borescope.testing.TestCertificate;
import io.borescope.testing.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every exporter that speaks to a backend over the network, behind the agent's own queue, while the way or the backend fails. What the agent says
 * of each edge must be what the backend counted by itself: nothing that was acknowledged is lost, and only what was in flight at a fault
 * that nobody can see through comes twice. The clickhouse exporter has a matrix of its own, with its engine.
 */
@Timeout(120)
class DeliveryFaultsIT {
    private static final PluginDescription TEST = new PluginDescription("test", "1", "test");
    private static final int RECORDS = 1_500;
    private static final List<String> EXPORTERS = List.of("otlp", "otlp_http", "ndjson_http");

    /** What goes wrong once, and whether what was in flight may come twice. */
    enum Fault {
        RESET_BEFORE_THE_REQUEST(false),
        RESET_IN_THE_REQUEST(false),
        RESET_INSTEAD_OF_THE_ANSWER(true),
        HALF_AN_ANSWER(true),
        HANG_BEFORE_THE_REQUEST(false),
        HANG_INSTEAD_OF_THE_ANSWER(true),
        SLOW_READER(false),
        LATER_IN_SECONDS(false),
        LATER_AT_A_DATE(false),
        UNAVAILABLE(false),
        PARTIAL_SUCCESS(false);

        private final boolean repeats;

        Fault(boolean repeats) {
            this.repeats = repeats;
        }

        /** A hang is noticed by the time limit only, so that is short there. */
        String timeout() {
            return this == HANG_BEFORE_THE_REQUEST || this == HANG_INSTEAD_OF_THE_ANSWER ? "6s" : "60s";
        }
    }

    /** What keeps a connection from being made at all. */
    enum Obstacle {
        UNKNOWN_AUTHORITY,
        EXPIRED_CERTIFICATE,
        CERTIFICATE_OF_ANOTHER_HOST,
        UNKNOWN_HOST
    }

    private static final Map<String, TestCertificate> CERTIFICATES = new HashMap<>();

    @TempDir
    private Path folder;

    private final Map<Signal<?>, Source> sources = new HashMap<>();

    /** Sends by hand what a receiver would find. */
    private record Source(ReceiverSettings settings, Outputs outputs) implements Receiver {
        <B extends Batch> void send(Signal<B> signal, long first, int count) {
            outputs.require(signal).consume(signal.batchType().cast(Numbers.batch(signal, settings, first, count)));
        }
    }

    @BeforeAll
    static void makeCertificates(@TempDir Path folder) throws Exception {
        CERTIFICATES.put("good", TestCertificate.make(Files.createDirectory(folder.resolve("good"))));
        CERTIFICATES.put("other", TestCertificate.make(Files.createDirectory(folder.resolve("other"))));
        CERTIFICATES.put("expired", TestCertificate.makeExpired(Files.createDirectory(folder.resolve("expired"))));
        CERTIFICATES.put(
                "elsewhere",
                TestCertificate.makeFor("elsewhere.example", Files.createDirectory(folder.resolve("elsewhere"))));
    }

    private static TestCertificate certificate(String name) {
        return Objects.requireNonNull(CERTIFICATES.get(name), name);
    }

    static Stream<Arguments> faults() {
        return EXPORTERS.stream()
                .flatMap(exporter -> Stream.of(Fault.values())
                        .filter(fault -> isPossible(exporter, fault))
                        .map(fault -> Arguments.of(exporter, fault)));
    }

    /** gRPC knows no dates, and JSON lines no partial success. */
    private static boolean isPossible(String exporter, Fault fault) {
        return switch (fault) {
            case LATER_AT_A_DATE -> !exporter.equals("otlp");
            case PARTIAL_SUCCESS -> !exporter.equals("ndjson_http");
            default -> true;
        };
    }

    static Stream<Arguments> obstacles() {
        return EXPORTERS.stream()
                .flatMap(exporter -> Stream.of(Obstacle.values()).map(obstacle -> Arguments.of(exporter, obstacle)));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void whatIsAcknowledgedArrivesInSpiteOf(String exporter, Fault fault) throws Exception {
        try (CountingBackend backend = CountingBackend.open(exporter, null);
                BreakingProxy proxy = new BreakingProxy(backend.port())) {
            Agent agent = agent(
                    config(exporter, "http://localhost:" + proxy.uri().getPort(), "timeout: " + fault.timeout(), ""));
            try (agent) {
                agent.start();
                send(1, 1);
                Waiting.until("the connection is made", () -> isDelivered(agent));
                inject(fault, backend, proxy);
                send(2, RECORDS);
                Waiting.until("everything was delivered", () -> isDelivered(agent));
                send(2 + RECORDS, 1);
                Waiting.until("it works again", () -> isDelivered(agent));
            }
            assertThat(backend.hasBehaved()).isTrue();
            assertThat(backend.early())
                    .as("requests before the time that was asked for")
                    .isZero();
            assertAgreed(agent, backend, fault.repeats);
            assertThat(backend.rejected()).isEqualTo(fault == Fault.PARTIAL_SUCCESS ? CountingBackend.REJECTED : 0);
        }
    }

    private static void inject(Fault fault, CountingBackend backend, BreakingProxy proxy) {
        switch (fault) {
            case RESET_BEFORE_THE_REQUEST -> proxy.next(BreakingProxy.Fault.RESET_AT_ONCE);
            case RESET_IN_THE_REQUEST -> proxy.next(BreakingProxy.Fault.RESET_IN_BODY);
            case HALF_AN_ANSWER -> proxy.next(BreakingProxy.Fault.HALF_AN_ANSWER);
            case HANG_BEFORE_THE_REQUEST -> proxy.next(BreakingProxy.Fault.HANG_AT_ONCE);
            case SLOW_READER -> proxy.slowDown();
            case HANG_INSTEAD_OF_THE_ANSWER -> backend.next(Behaviour.TAKE_SILENTLY);
            case LATER_IN_SECONDS -> backend.next(Behaviour.LATER_IN_SECONDS);
            case LATER_AT_A_DATE -> backend.next(Behaviour.LATER_AT_A_DATE);
            case UNAVAILABLE -> backend.next(Behaviour.UNAVAILABLE);
            case PARTIAL_SUCCESS -> backend.next(Behaviour.TAKE_MOST);
            case RESET_INSTEAD_OF_THE_ANSWER -> {
                backend.breakWith(() -> resetConnections(proxy));
                backend.next(Behaviour.TAKE_AND_BREAK);
            }
        }
    }

    private static void resetConnections(BreakingProxy proxy) {
        try {
            proxy.resetConnections();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("obstacles")
    void whatCannotBeSentWaitsUntilTheWayIsRight(String exporter, Obstacle obstacle) throws Exception {
        TestCertificate good = certificate("good");
        TestCertificate shown = switch (obstacle) {
            case EXPIRED_CERTIFICATE -> certificate("expired");
            case CERTIFICATE_OF_ANOTHER_HOST -> certificate("elsewhere");
            case UNKNOWN_AUTHORITY, UNKNOWN_HOST -> certificate("other");
        };
        Path trusted = obstacle == Obstacle.UNKNOWN_AUTHORITY ? good.pem() : shown.authority();
        String host = obstacle == Obstacle.UNKNOWN_HOST ? "nobody.invalid" : "localhost";
        try (CountingBackend wrong = CountingBackend.open(exporter, shown);
                CountingBackend right = CountingBackend.open(exporter, good)) {
            Agent first = agent(stored(exporter, "https://" + host + ":" + wrong.port(), trusted));
            try (first) {
                first.start();
                send(1, 7);
                Waiting.until("it was tried", () -> isFailing(first));
            }
            assertThat(wrong.arrivals()).isEmpty();
            edges(first).forEach((name, edge) -> {
                assertThat(edge.held()).as(name).isEqualTo(edge.in());
                assertThat(edge.lost()).as(name).isEmpty();
            });

            Map<String, Count> held = new HashMap<>();
            edges(first).forEach((name, edge) -> held.put(name, edge.held()));
            Agent second = agent(stored(exporter, "https://localhost:" + right.port(), good.pem()));
            try (second) {
                second.start();
                Waiting.until("everything was delivered", () -> isDelivered(second));
            }
            edges(second).forEach((name, edge) -> {
                assertThat(edge.recovered()).as(name).isEqualTo(held.get(name));
                assertThat(edge.out()).as(name).isEqualTo(edge.recovered());
            });
            assertThat(right.arrivals())
                    .hasSize(7 * sources.size())
                    .allSatisfy((number, times) -> assertThat(times).as(number).isEqualTo(1));
        }
    }

    /** The agent's books against what the backend counted. */
    private static void assertAgreed(Agent agent, CountingBackend backend, boolean repeats) {
        Map<String, Integer> arrivals = backend.arrivals();
        long exported = 0;
        long rejected = 0;
        for (LedgerLine edge : edges(agent).values()) {
            assertThat(edge.missingEvents()).as(edge.toString()).isZero();
            assertThat(edge.missingRecords()).as(edge.toString()).isZero();
            assertThat(edge.held().records()).as(edge.toString()).isZero();
            assertThat(edge.in().records()).as(edge.toString()).isEqualTo(RECORDS + 2);
            assertThat(edge.lost().keySet()).isSubsetOf("rejected");
            exported += edge.out().records();
            rejected += edge.lostInAll().records();
        }
        assertThat(rejected).isEqualTo(backend.rejected());
        assertThat(exported).as("what the agent and the backend say").isEqualTo(arrivals.size());
        int most = arrivals.values().stream().mapToInt(Integer::intValue).max().orElse(0);
        assertThat(most).as("times that a number came").isLessThanOrEqualTo(repeats ? 2 : 1);
        assertThat(agent.summary().flows()).allMatch(flow -> flow.balanced());
    }

    /** Numbers in every signal that the exporter takes. */
    private void send(long first, int count) {
        sources.forEach((signal, source) -> source.send(signal, first, count));
    }

    private static boolean isDelivered(Agent agent) {
        return edges(agent).values().stream()
                .allMatch(edge -> edge.held().records() == 0
                        && edge.in().records() + edge.recovered().records()
                                == edge.out().records() + edge.lostInAll().records());
    }

    private static boolean isFailing(Agent agent) {
        return agent.status().stream()
                .anyMatch(status -> status.key().kind() == ComponentKind.EXPORTER
                        && status.state() == State.RECOVERABLE
                        && status.message().startsWith("cannot export"));
    }

    private static Map<String, LedgerLine> edges(Agent agent) {
        Map<String, LedgerLine> edges = new LinkedHashMap<>();
        agent.ledger().stream()
                .filter(line -> line.key().kind() == ComponentKind.EXPORTER
                        && !line.key().pipeline().isEmpty())
                .forEach(line -> edges.put(line.key().pipeline(), line));
        return edges;
    }

    private Agent agent(String config) throws Exception {
        sources.clear();
        ComponentCatalog catalog = new ComponentCatalog.Builder()
                .add(FactoryKind.RECEIVER, source("records", Signal.LOGS, Signal.TRACES, Signal.DATA_POINTS), TEST)
                .add(FactoryKind.RECEIVER, source("rows", Signal.METRICS), TEST)
                .add(FactoryKind.EXPORTER, new OtlpExporterFactory(), TEST)
                .add(FactoryKind.EXPORTER, new OtlpHttpExporterFactory(), TEST)
                .add(FactoryKind.EXPORTER, new NdjsonHttpExporterFactory(), TEST)
                .add(FactoryKind.EXTENSION, new FileStorageFactory(), TEST)
                .build();
        Path file = Files.writeString(folder.resolve("agent.yaml"), config);
        return new Agent(ConfigTree.read(List.of(ConfigTree.Source.file(file)), List.of(), Map.of())
                .plan(catalog)
                .plan());
    }

    private TestReceiver source(String name, Signal<?>... signals) {
        return new TestReceiver(name, Set.of(signals), (settings, outputs) -> {
            Source source = new Source(settings, outputs);
            Stream.of(signals).forEach(signal -> sources.put(signal, source));
            return source;
        });
    }

    private String stored(String exporter, String endpoint, Path trusted) {
        return config(exporter, endpoint, "tls: {ca_file: %s}".formatted(trusted), "storage: file_storage");
    }

    /**
     * @param option of the exporter, a line
     * @param queue an option of its queue, or nothing
     */
    private String config(String exporter, String endpoint, String option, String queue) {
        boolean rowsOnly = exporter.equals("ndjson_http");
        List<String> pipelines = new ArrayList<>(List.of("metrics/rows: {receivers: [rows], exporters: [%s]}"));
        if (!rowsOnly) {
            pipelines.add("logs: {receivers: [records], exporters: [%s]}");
            pipelines.add("traces: {receivers: [records], exporters: [%s]}");
            pipelines.add("metrics/points: {receivers: [records], exporters: [%s]}");
        }
        String flows = String.join("\n    ", pipelines).replace("%s", exporter);
        return """
                extensions:
                  file_storage:
                    directory: %s
                receivers:
                  records:
                  rows:
                exporters:
                  %s:
                    endpoint: %s
                    compression: none
                    %s
                    sending_queue: {%s}
                    retry_on_failure:
                      initial_interval: 5ms
                      max_interval: 10ms
                service:
                  instance: test
                  network: test
                  extensions: [file_storage]
                  pipelines:
                    %s
                """.formatted(
                folder.resolve("storage"), exporter, rowsOnly ? endpoint + "/rows" : endpoint, option, queue, flows);
    }
}
