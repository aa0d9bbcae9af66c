package io.borescope.extension.observoorcompat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.borescope.api.component.StartException;
import io.borescope.api.config.HostPort;
import io.borescope.api.telemetry.AgentFigures;
import io.borescope.api.telemetry.Figure;
import io.borescope.api.telemetry.FigureFamily;
import io.borescope.api.telemetry.FigureFamily.Kind;
import io.borescope.api.telemetry.FigureLevel;
import io.borescope.api.time.SlotClock;
import io.borescope.testing.ComponentContract;
import io.borescope.testing.HandClock;
import io.borescope.testing.TestSettings;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ObservoorCompatTest {
    private static final HostPort ANY_PORT = new HostPort("127.0.0.1", 0);

    private final TestSettings settings = new TestSettings("observoor_compat", new HandClock(0, 0));
    private final HttpClient client = HttpClient.newHttpClient();
    private final List<FigureFamily> figures = new ArrayList<>();
    private final ObservoorCompat extension = new ObservoorCompat(settings, new ObservoorCompatConfig(ANY_PORT));

    @BeforeEach
    void publish() {
        AgentFigures service = () -> figures;
        settings.services().publish(AgentFigures.class, service);
    }

    @AfterEach
    void close() {
        extension.close();
        client.close();
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + extension.port() + path))
                        .build(),
                BodyHandlers.ofString());
    }

    private void figure(String name, long value, Map<String, String> labels) {
        add(name, Kind.COUNTER, new Figure.Whole(new TreeMap<>(labels), value));
    }

    private void add(String name, Kind kind, Figure... all) {
        figures.add(new FigureFamily("borescope_" + name, kind, "1", "A figure.", FigureLevel.BASIC, List.of(all)));
    }

    @Test
    void hasAllMetricsOfObservoor() throws Exception {
        extension.start();
        List<String> metrics = get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("# TYPE "))
                .map(line -> line.split(" ")[2])
                .toList();
        assertThat(Stream.of(ObservoorMetric.values()).map(ObservoorMetric::metricName))
                .hasSize(37);
        assertThat(metrics)
                .allMatch(name -> name.startsWith("observoor_"))
                .contains("observoor_events_received_total", "observoor_is_syncing", "observoor_slot_duration_seconds");
    }

    @Test
    void figuresOfTheAgentAreObservoorsMetrics() throws Exception {
        settings.services().publish(SlotClock.class, new SlotClock(0, 12_000_000_000L, 32));
        settings.advance(Duration.ofSeconds(25));
        figure("receiver_accepted_events", 161, Map.of("receiver", "ebpf"));
        figure("processor_slot_window_windows_closed", 23, Map.of("processor", "slot_window", "pipeline", "main"));
        add(
                "ledger_lost_events",
                Kind.COUNTER,
                new Figure.Whole(
                        new TreeMap<>(Map.of("kind", "receiver", "component", "ebpf", "reason", "ring_full")), 5),
                new Figure.Whole(
                        new TreeMap<>(Map.of("kind", "receiver", "component", "ebpf", "reason", "incomplete")), 2),
                new Figure.Whole(
                        new TreeMap<>(Map.of("kind", "exporter", "component", "debug", "reason", "queue_full")), 9));
        add(
                "exporter_export_duration",
                Kind.HISTOGRAM,
                new Figure.Distribution(
                        new TreeMap<>(Map.of("exporter", "clickhouse/a")),
                        List.of(0.001, 0.025, 0.05, 2.5),
                        List.of(1L, 2L, 3L, 4L, 5L),
                        9.5));
        extension.start();

        assertThat(get("/metrics").body().lines())
                .contains(
                        "observoor_events_received_total 161.0",
                        "observoor_events_dropped_total 7.0",
                        "observoor_bpf_ringbuf_overflows_total 5.0",
                        "observoor_slots_flushed_total 23.0",
                        "observoor_current_slot 2.0",
                        "observoor_tid_discovery_count 0.0",
                        "observoor_pid_refresh_duration_seconds_count 0",
                        "observoor_sink_flush_duration_seconds_bucket{sink=\"clickhouse/a\",le=\"0.001\"} 1",
                        "observoor_sink_flush_duration_seconds_bucket{sink=\"clickhouse/a\",le=\"0.01\"} 1",
                        "observoor_sink_flush_duration_seconds_bucket{sink=\"clickhouse/a\",le=\"0.05\"} 6",
                        "observoor_sink_flush_duration_seconds_bucket{sink=\"clickhouse/a\",le=\"1.0\"} 6",
                        "observoor_sink_flush_duration_seconds_bucket{sink=\"clickhouse/a\",le=\"+Inf\"} 15",
                        "observoor_clickhouse_batch_duration_seconds_sum{operation=\"insert\"} 9.5");
    }

    @Test
    void otherPathsAnswerAsObservoorsOrSayWhatHelps() throws Exception {
        extension.start();
        assertThat(get("/healthz").statusCode()).isEqualTo(200);
        assertThat(get("/healthz").body()).isEqualTo("ok");
        assertThat(get("/debug/pprof/profile?seconds=30").statusCode()).isEqualTo(501);
        assertThat(get("/debug/pprof/flamegraph").body()).contains("JFR.start");
        assertThat(get("/other").statusCode()).isEqualTo(404);
    }

    @Test
    void saysSoIfThePortIsInUse() throws Exception {
        extension.start();
        ObservoorCompat second =
                new ObservoorCompat(settings, new ObservoorCompatConfig(new HostPort("127.0.0.1", extension.port())));
        assertThatThrownBy(second::start)
                .isInstanceOf(StartException.class)
                .hasMessageContaining("Choose another endpoint");
    }

    @Test
    void thePageHasARowForEachMetric() throws Exception {
        Path page = Path.of("../../docs/components/extensions/observoor_compat.md");
        try (Stream<String> lines = Files.lines(page)) {
            assertThat(lines.filter(line -> line.startsWith("| `observoor_"))
                            .map(line -> line.substring(3, line.indexOf('`', 3))))
                    .containsExactly(Stream.of(ObservoorMetric.values())
                            .map(ObservoorMetric::metricName)
                            .toArray(String[]::new));
        }
    }

    @Test
    void keepsTheContractOfComponents() throws Exception {
        ComponentContract.check(() -> new ObservoorCompat(settings, new ObservoorCompatConfig(ANY_PORT)));
    }
}
