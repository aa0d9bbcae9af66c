package io.borescope.extension.observoorcompat;

import static io.borescope.extension.observoorcompat.Sample.distributions;
import static io.borescope.extension.observoorcompat.Sample.labelled;
import static io.borescope.extension.observoorcompat.Sample.one;

import io.borescope.api.telemetry.Figure;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * Observoor's metrics, each once: what it is of ours. The page {@code docs/components/extensions/observoor_compat.md} has the same table, which a
 * test compares. Those for which we know no truth are 0, or without series if they have labels, as most of them are in Observoor, too.
 */
enum ObservoorMetric {
    EVENTS_RECEIVED_TOTAL(Kind.COUNTER, now -> one(now.sum("receiver_accepted_events"))),
    EVENTS_DROPPED_TOTAL(Kind.COUNTER, now -> one(now.sum("ledger_lost_events", ObservoorMetric::isOfReceiver))),
    EVENTS_BY_TYPE_TOTAL(Kind.COUNTER, ObservoorMetric::nothing),
    EVENTS_BY_CLIENT_TOTAL(Kind.COUNTER, ObservoorMetric::nothing),
    SLOTS_FLUSHED_TOTAL(Kind.COUNTER, now -> one(now.sum("processor_slot_window_windows_closed"))),
    PIDS_TRACKED(Kind.GAUGE, now -> one(now.sum("receiver_process_processes_tracked"))),
    PIDS_BY_CLIENT(Kind.GAUGE, now -> labelled(now.processesByClient())),
    TID_DISCOVERY_COUNT(Kind.GAUGE, ObservoorMetric::zero),
    PID_REFRESH_DURATION_SECONDS(Kind.HISTOGRAM, ObservoorMetric::unobserved, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1),
    CURRENT_SLOT(Kind.GAUGE, now -> one(now.slot())),
    IS_SYNCING(Kind.GAUGE, now -> one(now.sum("receiver_beacon_node_syncing"))),
    IS_OPTIMISTIC(Kind.GAUGE, now -> one(now.sum("receiver_beacon_node_optimistic"))),
    EL_OFFLINE(Kind.GAUGE, now -> one(now.sum("receiver_beacon_node_el_offline"))),
    BEACON_SYNC_DISTANCE(Kind.GAUGE, now -> one(now.sum("receiver_beacon_node_sync_distance"))),
    BEACON_REQUESTS_TOTAL(Kind.COUNTER, ObservoorMetric::beaconRequests),
    BEACON_REQUEST_DURATION_SECONDS(Kind.HISTOGRAM, ObservoorMetric::nothing, 0.01, 0.05, 0.1, 0.5, 1, 5),
    RINGBUF_CAPACITY_BYTES(Kind.GAUGE, now -> one(now.sum("receiver_ebpf_ring_capacity"))),
    RINGBUF_USED_BYTES(Kind.GAUGE, now -> one(now.sum("receiver_ebpf_ring_fill"))),
    EXPORT_BATCH_ERRORS_TOTAL(Kind.COUNTER, now -> exports(now, "exporter_export_failures")),
    SINK_BATCH_SIZE(
            Kind.HISTOGRAM,
            now -> distributions(now.figures("exporter_export_size"), "exporter", "sink"),
            100,
            500,
            1_000,
            5_000,
            10_000,
            25_000,
            50_000),
    EXPORT_ERRORS_TOTAL(Kind.COUNTER, now -> one(now.sum("exporter_export_failures"))),
    BPF_PROGRAMS_ATTACHED(Kind.GAUGE, ObservoorMetric::attached),
    BPF_PROGRAMS_FAILED(Kind.GAUGE, now -> one(now.sum("receiver_ebpf_probe_ways_refused"))),
    BPF_RINGBUF_OVERFLOWS_TOTAL(Kind.COUNTER, now -> one(now.sum("ledger_lost_events", ObservoorMetric::isRingFull))),
    EVENT_PARSE_ERRORS_TOTAL(Kind.COUNTER, ObservoorMetric::nothing),
    PID_DISCOVERY_ERRORS_TOTAL(Kind.COUNTER, ObservoorMetric::nothing),
    CLICKHOUSE_CONNECTED(Kind.GAUGE, ObservoorMetric::clickHouseUp),
    EVENT_PROCESSING_DURATION_SECONDS(
            Kind.HISTOGRAM, ObservoorMetric::unobserved, 0.00001, 0.00005, 0.0001, 0.0005, 0.001, 0.005),
    SINK_EVENT_CHANNEL_LENGTH(Kind.GAUGE, now -> sinks(now, "exporter_queue_size")),
    SINK_EVENT_CHANNEL_CAPACITY(Kind.GAUGE, now -> sinks(now, "exporter_queue_capacity")),
    SINK_EVENTS_PROCESSED_TOTAL(Kind.COUNTER, ObservoorMetric::exported),
    SINK_FLUSH_DURATION_SECONDS(
            Kind.HISTOGRAM,
            now -> distributions(now.figures("exporter_export_duration"), "exporter", "sink"),
            0.001,
            0.005,
            0.01,
            0.05,
            0.1,
            0.5,
            1),
    CLICKHOUSE_BATCH_DURATION_SECONDS(
            Kind.HISTOGRAM,
            now -> distributions(
                    now.figures("exporter_export_duration").filter(ObservoorMetric::isClickHouse),
                    Map.of("operation", "insert")),
            0.001,
            0.005,
            0.01,
            0.05,
            0.1,
            0.5),
    BPF_MAP_ENTRIES(
            Kind.GAUGE,
            now -> labelled(Map.of(Map.of("map", "tracked_pids"), now.sum("receiver_process_processes_tracked")))),
    AGENT_START_DURATION_SECONDS(
            Kind.GAUGE, now -> labelled(Map.of(Map.of("phase", "total"), now.sum("start_duration")))),
    SLOT_DURATION_SECONDS(Kind.HISTOGRAM, ObservoorMetric::unobserved, 11, 11.5, 12, 12.5, 13, 14, 15),
    AGGREGATED_DIMENSIONS_TOTAL(Kind.COUNTER, ObservoorMetric::nothing);

    /** What Prometheus is told. */
    enum Kind {
        COUNTER,
        GAUGE,
        HISTOGRAM
    }

    private static final String CLICKHOUSE = "clickhouse";

    private final Kind kind;

    @SuppressWarnings("ImmutableEnumChecker") // without state
    private final Function<FiguresNow, List<Sample>> samples;

    @SuppressWarnings("ImmutableEnumChecker") // never changed
    private final double[] bounds;

    /**
     * @param bounds of a histogram's buckets, each one of ours
     */
    ObservoorMetric(Kind kind, Function<FiguresNow, List<Sample>> samples, double... bounds) {
        this.kind = kind;
        this.samples = samples;
        this.bounds = bounds;
    }

    /** The whole name, as Observoor has it. */
    String metricName() {
        return "observoor_" + name().toLowerCase(Locale.ROOT);
    }

    Kind kind() {
        return kind;
    }

    /** Inclusive upper bounds of its buckets. */
    List<Double> bounds() {
        return Arrays.stream(bounds).boxed().toList();
    }

    /** What it is now. */
    List<Sample> samples(FiguresNow now) {
        return samples.apply(now);
    }

    private static List<Sample> nothing(FiguresNow now) {
        return List.of();
    }

    /** A histogram without labels is there before it has an observation. */
    private static List<Sample> unobserved(FiguresNow now) {
        return List.of(new Sample.Buckets(
                Map.of(), new Figure.Distribution(Collections.emptySortedMap(), List.of(), List.of(0L), 0)));
    }

    private static List<Sample> zero(FiguresNow now) {
        return one(0);
    }

    private static boolean isOfReceiver(Figure figure) {
        return "receiver".equals(figure.labels().get("kind"));
    }

    private static boolean isRingFull(Figure figure) {
        return isOfReceiver(figure) && "ring_full".equals(figure.labels().get("reason"));
    }

    private static boolean isClickHouse(Figure figure) {
        String exporter = figure.labels().getOrDefault("exporter", "");
        return exporter.equals(CLICKHOUSE) || exporter.startsWith(CLICKHOUSE + "/");
    }

    private static List<Sample> sinks(FiguresNow now, String name) {
        return labelled(now.sumsBy(name, "exporter", "sink"));
    }

    private static List<Sample> exports(FiguresNow now, String name) {
        return now.figures(name)
                .map(figure -> new Sample.Single(
                        Map.of("sink", figure.labels().getOrDefault("exporter", ""), "error_type", "export"),
                        FiguresNow.value(figure)))
                .map(Sample.class::cast)
                .toList();
    }

    private static List<Sample> exported(FiguresNow now) {
        Map<Map<String, String>, Double> sums = new LinkedHashMap<>();
        now.figures("ledger_out_events")
                .filter(figure -> "exporter".equals(figure.labels().get("kind"))
                        && figure.labels().containsKey("pipeline"))
                .forEach(figure -> sums.merge(
                        Map.of("sink", figure.labels().getOrDefault("component", "")),
                        FiguresNow.value(figure),
                        Double::sum));
        return labelled(sums);
    }

    private static List<Sample> clickHouseUp(FiguresNow now) {
        return now.figures("component_up")
                .filter(figure -> "exporter".equals(figure.labels().get("kind")))
                .filter(figure -> figure.labels().getOrDefault("component", "").matches("clickhouse(/.*)?"))
                .map(figure -> new Sample.Single(
                        Map.of("sink", figure.labels().getOrDefault("component", "")), FiguresNow.value(figure)))
                .map(Sample.class::cast)
                .toList();
    }

    /** By kind of hook. */
    private static List<Sample> attached(FiguresNow now) {
        return labelled(now.sumsBy("receiver_ebpf_probe_attached", "way", "type"));
    }

    private static List<Sample> beaconRequests(FiguresNow now) {
        double ok = now.sum("receiver_beacon_requests_ok");
        double failed = now.sum("receiver_beacon_requests_unreachable")
                + now.sum("receiver_beacon_requests_timed_out")
                + now.sum("receiver_beacon_requests_refused")
                + now.sum("receiver_beacon_requests_bad_answer");
        return labelled(Map.of(
                Map.of("endpoint", "other", "status", "success"), ok,
                Map.of("endpoint", "other", "status", "error"), failed));
    }
}
