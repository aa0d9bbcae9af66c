package io.borescope.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.borescope.api.Signal;
import io.borescope.api.component.ExportException;
import io.borescope.api.component.ExportResult;
import io.borescope.api.component.Extension;
import io.borescope.api.config.HostPort;
import io.borescope.api.telemetry.AgentFigures;
import io.borescope.api.telemetry.Figure;
import io.borescope.api.telemetry.FigureFamily;
import io.borescope.api.telemetry.FigureLevel;
import io.borescope.engine.plan.AgentPlan;
import io.borescope.engine.plan.TelemetryPlan;
import io.borescope.engine.runtime.telemetry.EngineMetric;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the agent says about itself, against known counts. */
final class EngineFiguresTest {
    private final HandReceiver.Made receivers = new HandReceiver.Made();
    private final CollectingExporter collected = new CollectingExporter();

    private PlanBuilder plan() {
        return new PlanBuilder()
                .receiver("hand", receivers::make)
                .exporter("good", Deliveries.quick(), _ -> collected)
                .exporter(
                        "bad",
                        Deliveries.of(Deliveries.queue(100, false, null), Deliveries.NO_RETRIES),
                        _ -> batches -> {
                            throw ExportException.passing("away", null);
                        })
                .pipeline("main", Signal.EVENTS, List.of("hand"), List.of(), List.of("good", "bad"));
    }

    private static long whole(AgentFigures figures, String name, Map<String, String> labels) {
        return figures.read().stream()
                .filter(family -> family.name().equals(EngineMetric.PREFIX + name))
                .flatMap(family -> family.figures().stream())
                .filter(figure -> figure.labels().equals(labels))
                .mapToLong(figure -> ((Figure.Whole) figure).value())
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + name + labels));
    }

    @Test
    void countsWhatWentWhere() throws Exception {
        Agent agent = new Agent(plan().build());
        try (agent) {
            agent.start();
            for (int i = 0; i < 23; i++) {
                receivers.last().send(7);
            }
        }
        AgentFigures figures = agent.figures();
        assertThat(whole(figures, "receiver_accepted_events", Map.of("receiver", "hand")))
                .isEqualTo(161);
        assertThat(whole(figures, "exporter_sent_events", Map.of("exporter", "good", "pipeline", "main")))
                .isEqualTo(161)
                .isEqualTo(collected.events());
        assertThat(whole(figures, "exporter_send_failed_events", Map.of("exporter", "bad", "pipeline", "main")))
                .isEqualTo(161);
        assertThat(whole(figures, "exporter_enqueue_failed_events", Map.of("exporter", "bad", "pipeline", "main")))
                .isZero();
        assertThat(whole(
                        figures,
                        "ledger_lost_events",
                        Map.of("kind", "exporter", "component", "bad", "pipeline", "main", "reason", "export_failed")))
                .isEqualTo(161);
        assertThat(whole(figures, "exporter_export_failures", Map.of("exporter", "bad")))
                .isPositive();
        assertThat(figures.read())
                .filteredOn(family -> family.name().equals("borescope_exporter_export_size"))
                .flatExtracting(FigureFamily::figures)
                .map(Figure.Distribution.class::cast)
                .filteredOn(figure -> "good".equals(figure.labels().get("exporter")))
                .extracting(Figure.Distribution::sum)
                .containsExactly(161.0);
    }

    @Test
    void theLedgerHoldsWhenItIsRecomputedFromTheFigures() throws Exception {
        Agent agent = new Agent(plan().build());
        try (agent) {
            agent.start();
            receivers.last().settings().ledger().lost("ring_full", "No room.").add(5);
            for (int i = 0; i < 23; i++) {
                receivers.last().send(7);
            }
        }
        List<FigureFamily> all = agent.figures().read();
        Map<Map<String, String>, Long> in = sums(all, "ledger_in_events");
        Map<Map<String, String>, Long> recovered = sums(all, "ledger_recovered_events");
        Map<Map<String, String>, Long> out = sums(all, "ledger_out_events");
        Map<Map<String, String>, Long> held = sums(all, "ledger_held_events");
        Map<Map<String, String>, Long> lost = sums(all, "ledger_lost_events");
        assertThat(in).hasSize(3).containsEntry(Map.of("kind", "receiver", "component", "hand"), 166L);
        in.forEach((who, events) -> assertThat(events + recovered.getOrDefault(who, 0L))
                .as("%s", who)
                .isEqualTo(out.getOrDefault(who, 0L) + held.getOrDefault(who, 0L) + lost.getOrDefault(who, 0L)));
    }

    /** By everything but the reason. */
    private static Map<Map<String, String>, Long> sums(List<FigureFamily> all, String name) {
        return all.stream()
                .filter(family -> family.name().equals(EngineMetric.PREFIX + name))
                .flatMap(family -> family.figures().stream())
                .collect(Collectors.groupingBy(
                        figure -> figure.labels().entrySet().stream()
                                .filter(label -> !label.getKey().equals("reason"))
                                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)),
                        Collectors.summingLong(figure -> ((Figure.Whole) figure).value())));
    }

    @Test
    void componentsOwnFiguresBearTheirKindTypeAndId() throws Exception {
        AtomicInteger fill = new AtomicInteger(3);
        try (Agent agent = new Agent(plan().build())) {
            agent.start();
            receivers.last().settings().meter().with("ring", "rare").gauge("ring_fill", "By", "What waits.", fill::get);

            assertThat(whole(agent.figures(), "receiver_hand_ring_fill", Map.of("receiver", "hand", "ring", "rare")))
                    .isEqualTo(3);
        }
    }

    @Test
    void extensionsFindTheFiguresAsAService() throws Exception {
        AtomicReference<List<FigureFamily>> seen = new AtomicReference<>(List.of());
        AgentPlan plan = plan().extension("reader", settings -> new Extension() {
                    @Override
                    public void start() {
                        AgentFigures service =
                                settings.services().find(AgentFigures.class).orElseThrow();
                        seen.set(service.read());
                    }
                })
                .build();
        try (Agent agent = new Agent(plan)) {
            agent.start();
        }
        assertThat(seen.get()).extracting(FigureFamily::name).contains("borescope_process_uptime");
    }

    @Test
    void aReloadShowsThemWhereItSays() throws Exception {
        int before = freePort();
        int after = freePort();
        try (Agent agent = new Agent(plan().telemetry(scrapedAt(before)).build())) {
            agent.start();
            assertThat(page(before)).contains("borescope_reloads_total{result=\"success\"} 0.0");
            agent.reload(plan().telemetry(scrapedAt(after)).build());
            agent.reloads().ended(true);

            assertThat(page(after)).contains("borescope_reloads_total{result=\"success\"} 1.0");
            assertThatThrownBy(() -> page(before)).isInstanceOf(ConnectException.class);
            agent.reload(plan().build());
            assertThatThrownBy(() -> page(after)).isInstanceOf(ConnectException.class);
        }
    }

    private static TelemetryPlan scrapedAt(int port) {
        return new TelemetryPlan(
                FigureLevel.NORMAL,
                List.of(new TelemetryPlan.Scrape(new HostPort("127.0.0.1", port), true, false, Set.of(), Set.of())),
                Map.of(),
                "");
    }

    private static String page(int port) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"))
                    .build();
            return client.send(request, BodyHandlers.ofString()).body();
        }
    }

    /** On the thread that sends, no more is allocated when somebody looks; less can be, as it is compiled better by then. */
    @Test
    void lookingCostsTheWayOfDataNothing() throws Exception {
        long off = allocatedPerBatch(TelemetryPlan.OFF);
        long on = allocatedPerBatch(new TelemetryPlan(
                FigureLevel.DETAILED,
                List.of(new TelemetryPlan.Scrape(
                        new HostPort("127.0.0.1", freePort()), true, false, Set.of(), Set.of())),
                Map.of(),
                ""));
        assertThat((double) on / off).as("%d and %d bytes per batch", on, off).isLessThanOrEqualTo(1.05);
    }

    /** The exporter is stuck and its queue full, so that no other thread changes what this one does. With telemetry, somebody looks all the time. */
    private long allocatedPerBatch(TelemetryPlan telemetry) throws Exception {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        int batches = 5_000;
        CountDownLatch done = new CountDownLatch(1);
        AgentPlan plan = new PlanBuilder()
                .telemetry(telemetry)
                .receiver("hand", receivers::make)
                .exporter("stuck", Deliveries.of(Deliveries.queue(1, false, null), Deliveries.NO_RETRIES), _ -> _ -> {
                    done.await();
                    return ExportResult.ACCEPTED;
                })
                .pipeline("main", Signal.EVENTS, List.of("hand"), List.of(), List.of("stuck"))
                .build();
        try (Agent agent = new Agent(plan)) {
            agent.start();
            Thread looking = Thread.ofPlatform().start(() -> {
                while (!telemetry.readers().isEmpty() && done.getCount() > 0) {
                    agent.figures().read();
                }
            });
            send(batches);
            long before = threads.getCurrentThreadAllocatedBytes();
            send(batches);
            long allocated = threads.getCurrentThreadAllocatedBytes() - before;
            done.countDown();
            looking.join();
            return allocated / batches;
        }
    }

    private void send(int batches) {
        for (int i = 0; i < batches; i++) {
            receivers.last().send(1);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
