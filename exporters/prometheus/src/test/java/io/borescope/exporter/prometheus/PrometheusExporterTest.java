package io.borescope.exporter.prometheus;

import static io.borescope.testing.OtelRecords.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.borescope.api.Batch;
import io.borescope.api.component.ExportResult;
import io.borescope.api.component.StartException;
import io.borescope.api.config.HostPort;
import io.borescope.api.metric.ColumnSpec;
import io.borescope.api.metric.ColumnType;
import io.borescope.api.metric.DoubleColumn;
import io.borescope.api.metric.LongColumn;
import io.borescope.api.metric.MetricBatch;
import io.borescope.api.metric.MetricDescriptor;
import io.borescope.api.metric.MetricKind;
import io.borescope.api.metric.TextColumn;
import io.borescope.api.otel.Attributes;
import io.borescope.api.otel.Metric;
import io.borescope.api.otel.Metric.Temporality;
import io.borescope.api.otel.Point;
import io.borescope.api.otel.Value;
import io.borescope.exporter.prometheus.PrometheusConfig.ResourceConversion;
import io.borescope.testing.ComponentContract;
import io.borescope.testing.HandClock;
import io.borescope.testing.MetricRows;
import io.borescope.testing.OtelRecords;
import io.borescope.testing.TestSettings;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PrometheusExporterTest {
    private static final ResourceConversion NO_CONVERSION = new ResourceConversion(false, false);

    private final TestSettings settings = new TestSettings("prometheus", new HandClock(0, OtelRecords.START));
    private final List<PrometheusExporter> started = new ArrayList<>();

    @SuppressWarnings("NullAway") // a key that is left out arrives as null
    private static PrometheusConfig config() {
        return config(null, Map.of(), false, false, NO_CONVERSION, 1_000);
    }

    @SuppressWarnings("NullAway") // a key that is left out arrives as null
    private static PrometheusConfig config(
            String namespace,
            Map<String, String> labels,
            boolean timestamps,
            boolean openMetrics,
            ResourceConversion conversion,
            int maxSeries) {
        return new PrometheusConfig(
                new HostPort("127.0.0.1", 0),
                namespace,
                labels,
                timestamps,
                null,
                openMetrics,
                null,
                conversion,
                maxSeries);
    }

    private PrometheusExporter exporter(PrometheusConfig config) throws StartException {
        PrometheusExporter exporter = new PrometheusExporter(settings, config);
        exporter.start();
        started.add(exporter);
        return exporter;
    }

    @AfterEach
    void closeAll() {
        started.forEach(PrometheusExporter::close);
    }

    private static HttpResponse<byte[]> get(PrometheusExporter exporter, String path, String... headers)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + exporter.port() + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        }
    }

    private static String page(PrometheusExporter exporter) throws Exception {
        HttpResponse<byte[]> response = get(exporter, "/metrics");
        assertThat(response.statusCode()).isEqualTo(200);
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    private String shown(PrometheusConfig config, Batch... batches) throws Exception {
        PrometheusExporter exporter = exporter(config);
        for (Batch batch : batches) {
            assertThat(exporter.export(List.of(batch))).isEqualTo(ExportResult.ACCEPTED);
        }
        return page(exporter);
    }

    @Test
    void windowsAddUpToAHistogramWhoseBoundsPrometheusCountsAsWeDo() throws Exception {
        assertThat(shown(config(), MetricRows.latencies(0), MetricRows.latencies(1)))
                .isEqualTo("""
                # HELP syscall_read_nanoseconds Time in read.
                # TYPE syscall_read_nanoseconds histogram
                syscall_read_nanoseconds_bucket{client_type="geth",pid="10",le="999"} 0
                syscall_read_nanoseconds_bucket{client_type="geth",pid="10",le="999999"} 6
                syscall_read_nanoseconds_bucket{client_type="geth",pid="10",le="+Inf"} 6
                syscall_read_nanoseconds_sum{client_type="geth",pid="10"} 9000
                syscall_read_nanoseconds_count{client_type="geth",pid="10"} 6
                syscall_read_nanoseconds_bucket{client_type="reth",container_id="c0ffee",pid="20",le="999"} 2
                syscall_read_nanoseconds_bucket{client_type="reth",container_id="c0ffee",pid="20",le="999999"} 6
                syscall_read_nanoseconds_bucket{client_type="reth",container_id="c0ffee",pid="20",le="+Inf"} 8
                syscall_read_nanoseconds_sum{client_type="reth",container_id="c0ffee",pid="20"} 4000000
                syscall_read_nanoseconds_count{client_type="reth",container_id="c0ffee",pid="20"} 8
                """);
    }

    @Test
    void windowsAddUpToCountersThatAreExact() throws Exception {
        assertThat(shown(config(), MetricRows.bytes(0, (1L << 53), 3), MetricRows.bytes(1, 1, 4)))
                .isEqualTo("""
                # HELP net_io_bytes_total Bytes sent and received.
                # TYPE net_io_bytes_total counter
                net_io_bytes_total{direction="tx",pid="10"} 9007199254740993
                # HELP net_io_count_total Bytes sent and received.
                # TYPE net_io_count_total counter
                net_io_count_total{direction="tx",pid="10"} 7
                """);
    }

    @Test
    void levelsAndSnapshotsShowTheLatest() throws Exception {
        MetricDescriptor depth = new MetricDescriptor(
                "queue_depth",
                "",
                MetricKind.GAUGE,
                "{request}",
                io.borescope.api.metric.Temporality.DELTA,
                List.of(ColumnSpec.text("sampling_mode"), new ColumnSpec("sampling_rate", ColumnType.DOUBLE, "1")),
                List.of(
                        ColumnSpec.integer("sum", "1"),
                        ColumnSpec.integer("count", "1"),
                        ColumnSpec.integer("min", "1"),
                        ColumnSpec.integer("max", "1")),
                List.of());
        MetricDescriptor memory = new MetricDescriptor(
                "memory_usage",
                "",
                MetricKind.SNAPSHOT,
                "By",
                io.borescope.api.metric.Temporality.INSTANT,
                List.of(ColumnSpec.integer("pid", "")),
                List.of(
                        ColumnSpec.integer("vm_rss_bytes", "By"),
                        new ColumnSpec("share", ColumnType.DOUBLE, "%"),
                        ColumnSpec.text("state")),
                List.of());
        assertThat(shown(config(), depth(depth, 0, 9, 9), depth(depth, 1, 5, 2), memory(memory)))
                .isEqualTo("""
                # TYPE memory_usage_share_percent gauge
                memory_usage_share_percent{pid="10"} 12.5
                # TYPE memory_usage_vm_rss_bytes gauge
                memory_usage_vm_rss_bytes{pid="10"} 4096
                # TYPE queue_depth gauge
                queue_depth{sampling_mode="nth",sampling_rate="0.125"} 2.5
                # TYPE queue_depth_max gauge
                queue_depth_max{sampling_mode="nth",sampling_rate="0.125"} 4
                # TYPE queue_depth_min gauge
                queue_depth_min{sampling_mode="nth",sampling_rate="0.125"} 1
                """);
    }

    private static MetricBatch depth(MetricDescriptor descriptor, int window, long sum, long count) {
        return MetricRows.batch(
                window,
                descriptor,
                TextColumn.of(List.of("nth")),
                new DoubleColumn(new double[] {0.125}),
                new LongColumn(new long[] {sum}),
                new LongColumn(new long[] {count}),
                new LongColumn(new long[] {1}),
                new LongColumn(new long[] {4}));
    }

    private static MetricBatch memory(MetricDescriptor descriptor) {
        return MetricRows.batch(
                0,
                descriptor,
                new LongColumn(new long[] {10}),
                new LongColumn(new long[] {4096}),
                new DoubleColumn(new double[] {12.5}),
                TextColumn.of(List.of("running")));
    }

    @Test
    void cumulativeFiguresAreShownAsTheyAreAndDeltasAddUp() throws Exception {
        assertThat(shown(
                        config(),
                        OtelRecords.points(
                                "shop",
                                OtelRecords.counter("http.requests", Temporality.CUMULATIVE, 5, texts("code", "200")),
                                OtelRecords.counter("deltas", Temporality.DELTA, 5, Attributes.EMPTY),
                                OtelRecords.gauge("cpu.use", 0.5, Attributes.EMPTY)),
                        OtelRecords.points(
                                "shop",
                                OtelRecords.counter("http.requests", Temporality.CUMULATIVE, 7, texts("code", "200")),
                                OtelRecords.counter("deltas", Temporality.DELTA, 7, Attributes.EMPTY),
                                OtelRecords.gauge("cpu.use", 0.25, Attributes.EMPTY))))
                .isEqualTo("""
                # HELP cpu_use_ratio About cpu.use.
                # TYPE cpu_use_ratio gauge
                cpu_use_ratio{job="shop"} 0.25
                # HELP deltas_total About deltas.
                # TYPE deltas_total counter
                deltas_total{job="shop"} 12
                # HELP http_requests_total About http.requests.
                # TYPE http_requests_total counter
                http_requests_total{code="200",job="shop"} 7
                """);
    }

    @Test
    void histogramsOfAllKindsHaveCumulativeBuckets() throws Exception {
        Metric exponential = OtelRecords.metric(
                "size",
                "By",
                new Metric.ExponentialHistogram(
                        List.of(new Point.Exponential(
                                OtelRecords.head(Attributes.EMPTY),
                                10,
                                OptionalDouble.of(40),
                                OptionalDouble.empty(),
                                OptionalDouble.empty(),
                                0,
                                3,
                                0,
                                new Point.Exponential.Side(1, List.of(4L, 1L)),
                                new Point.Exponential.Side(0, List.of(2L)),
                                List.of())),
                        Temporality.CUMULATIVE));
        Metric delta = OtelRecords.histogram("wait", Temporality.DELTA, List.of(0.5, 1.0), List.of(1L, 2L, 3L), 4.5);
        String page = shown(
                config(), OtelRecords.points("s", exponential, delta), OtelRecords.points("s", exponential, delta));
        assertThat(page).isEqualTo("""
                # HELP size_bytes About size.
                # TYPE size_bytes histogram
                size_bytes_bucket{job="s",le="-1"} 2
                size_bytes_bucket{job="s",le="0"} 5
                size_bytes_bucket{job="s",le="4"} 9
                size_bytes_bucket{job="s",le="8"} 10
                size_bytes_bucket{job="s",le="+Inf"} 10
                size_bytes_sum{job="s"} 40
                size_bytes_count{job="s"} 10
                # HELP wait_seconds About wait.
                # TYPE wait_seconds histogram
                wait_seconds_bucket{job="s",le="0.5"} 2
                wait_seconds_bucket{job="s",le="1"} 6
                wait_seconds_bucket{job="s",le="+Inf"} 12
                wait_seconds_sum{job="s"} 9
                wait_seconds_count{job="s"} 12
                """);
    }

    @Test
    void aDistributionWhoseBoundsChangeHasThoseOfBoth() throws Exception {
        Metric first = OtelRecords.histogram("wait", Temporality.DELTA, List.of(1.0), List.of(1L, 2L), 4);
        Metric second = OtelRecords.histogram("wait", Temporality.DELTA, List.of(0.5, 2.0), List.of(4L, 8L, 16L), 4);
        assertThat(shown(config(), OtelRecords.points("s", first), OtelRecords.points("s", second)))
                .contains(
                        "{job=\"s\",le=\"0.5\"} 4\n",
                        "{job=\"s\",le=\"1\"} 5\n",
                        "{job=\"s\",le=\"2\"} 13\n",
                        "{job=\"s\",le=\"+Inf\"} 31\n");
    }

    @Test
    void summariesShowTheirQuantiles() throws Exception {
        Metric summary = OtelRecords.metric(
                "gc",
                "s",
                new Metric.Summary(List.of(new Point.Quantiles(
                        OtelRecords.head(Attributes.EMPTY),
                        3,
                        0.75,
                        List.of(
                                new Point.Quantiles.Quantile(0.5, 0.2),
                                new Point.Quantiles.Quantile(1, Double.POSITIVE_INFINITY))))));
        assertThat(shown(config(), OtelRecords.points("s", summary))).isEqualTo("""
                # HELP gc_seconds About gc.
                # TYPE gc_seconds summary
                gc_seconds{job="s",quantile="0.5"} 0.2
                gc_seconds{job="s",quantile="1"} +Inf
                gc_seconds_sum{job="s"} 0.75
                gc_seconds_count{job="s"} 3
                """);
    }

    @Test
    void namesAndLabelsAreMadeToFit() throws Exception {
        Attributes attributes = texts("a.b", "1", "a_b", "2", "9x", "line\nbreak \"quoted\" back\\slash", "empty", "");
        PrometheusConfig config =
                config("my space", Map.of("another label", "const"), false, false, NO_CONVERSION, 1_000);
        assertThat(shown(
                        config, OtelRecords.points("", OtelRecords.counter("1.é.x", Temporality.DELTA, 1, attributes))))
                .contains("my_space_1_x_total{a_b=\"1;2\",another_label=\"const\","
                        + "key_9x=\"line\\nbreak \\\"quoted\\\" back\\\\slash\"} 1\n");
    }

    @Test
    void totalsAreTakenAsTheyAre() throws Exception {
        assertThat(shown(config(), total(0, 5), total(1, 9))).contains("page_faults_total{pid=\"10\"} 9\n");
    }

    /** Faults of a process since it was first seen. */
    private static MetricBatch total(int window, long sum) {
        return MetricRows.batch(
                window,
                new MetricDescriptor(
                        "page_faults",
                        "Page faults.",
                        MetricKind.SUM,
                        "{event}",
                        io.borescope.api.metric.Temporality.CUMULATIVE,
                        List.of(ColumnSpec.integer("pid", "")),
                        List.of(
                                ColumnSpec.integer("sum", "{event}"),
                                ColumnSpec.integer("count", "1"),
                                ColumnSpec.integer(MetricDescriptor.START_TIME, "ns")),
                        List.of()),
                new LongColumn(new long[] {10}),
                new LongColumn(new long[] {sum}),
                new LongColumn(new long[] {sum}),
                new LongColumn(new long[] {OtelRecords.START}));
    }

    @Test
    void attributesOfResourcesAreATargetOrLabels() throws Exception {
        var points = OtelRecords.points("shop", OtelRecords.gauge("g", 1, Attributes.EMPTY));
        var group = points.groups().getFirst();
        var resource = group.resource()
                .with(texts(
                        "service.name",
                        "shop",
                        "service.namespace",
                        "eu",
                        "service.instance.id",
                        "i-1",
                        "host.name",
                        "h"));
        var batch = points.with(points.id(), List.of(group.with(resource)));
        assertThat(shown(config(), batch))
                .contains(
                        "g_ratio{instance=\"i-1\",job=\"eu/shop\"} 1\n",
                        "target_info{host_name=\"h\",instance=\"i-1\",job=\"eu/shop\"} 1\n");
        assertThat(shown(config("", Map.of(), false, false, new ResourceConversion(true, true), 10), batch))
                .contains("g_ratio{host_name=\"h\",instance=\"i-1\",job=\"eu/shop\"} 1\n");
        assertThat(shown(
                        config("", Map.of(), false, false, new ResourceConversion(true, false), 10),
                        MetricRows.bytes(0, 1, 1)))
                .contains("{borescope_instance_name=\"node-7\",direction=\"tx\",pid=\"10\"}");
    }

    @Test
    void openMetricsIsSpokenWithThoseWhoAskForIt() throws Exception {
        PrometheusExporter exporter = exporter(config("", Map.of(), true, true, NO_CONVERSION, 10));
        exporter.export(List.of(OtelRecords.points(
                "s",
                OtelRecords.counter("hits", Temporality.DELTA, 3, Attributes.EMPTY),
                OtelRecords.histogram("wait", Temporality.DELTA, List.of(1.0), List.of(1L, 0L), 0.5))));
        HttpResponse<byte[]> response =
                get(exporter, "/metrics", "Accept", "application/openmetrics-text;version=1.0.0,text/plain;q=0.5");
        assertThat(response.headers().firstValue("Content-Type"))
                .contains("application/openmetrics-text; version=1.0.0; charset=utf-8");
        assertThat(new String(response.body(), StandardCharsets.UTF_8)).isEqualTo("""
                # HELP hits About hits.
                # TYPE hits counter
                hits_total{job="s"} 3 1767607201.000
                # HELP wait_seconds About wait.
                # TYPE wait_seconds histogram
                wait_seconds_bucket{job="s",le="1.0"} 1 1767607201.000
                wait_seconds_bucket{job="s",le="+Inf"} 1 1767607201.000
                wait_seconds_sum{job="s"} 0.5 1767607201.000
                wait_seconds_count{job="s"} 1 1767607201.000
                # EOF
                """);
        assertThat(page(exporter))
                .contains("hits_total{job=\"s\"} 3 1767607201000\n")
                .doesNotContain("EOF");
    }

    @Test
    void seriesThatGetNoFiguresExpire() throws Exception {
        PrometheusExporter exporter = exporter(config());
        exporter.export(List.of(MetricRows.bytes(0, 1, 1)));
        settings.clock().advance(Duration.ofMinutes(4));
        exporter.export(List.of(OtelRecords.points("s", OtelRecords.gauge("g", 1, Attributes.EMPTY))));
        settings.clock().advance(Duration.ofSeconds(61));
        assertThat(page(exporter)).contains("g_ratio").doesNotContain("net_io");
        assertThat(settings.gauged("series")).isEqualTo(1);
    }

    @Test
    void aPointThatSaysThatThereIsNothingEndsItsSeries() throws Exception {
        Metric gauge = OtelRecords.gauge("g", 1, Attributes.EMPTY);
        Point.Head nothing = new Point.Head(Attributes.EMPTY, 0, OtelRecords.END, Point.NOTHING_RECORDED);
        Metric ended = gauge.with(new Metric.Gauge(List.of(new Point.Figure(nothing, Value.Empty.EMPTY, List.of()))));
        assertThat(shown(config(), OtelRecords.points("s", gauge), OtelRecords.points("s", ended)))
                .isEmpty();
    }

    @Test
    void furtherSeriesAreRejectedAndCounted() throws Exception {
        PrometheusExporter exporter = exporter(config("", Map.of(), false, false, NO_CONVERSION, 2));
        ExportResult result = exporter.export(List.of(OtelRecords.points(
                "s",
                OtelRecords.gauge("a", 1, Attributes.EMPTY),
                OtelRecords.gauge("b", 1, Attributes.EMPTY),
                OtelRecords.gauge("c", 1, Attributes.EMPTY),
                OtelRecords.gauge("a", 2, Attributes.EMPTY))));
        assertThat(result.rejected()).isEqualTo(1);
        assertThat(result.reason()).isEqualTo("there are max_series series already");
        assertThat(page(exporter)).contains("a_ratio{job=\"s\"} 2\n").doesNotContain("c_ratio");
    }

    @Test
    void aNameIsOfOneKind() throws Exception {
        PrometheusExporter exporter = exporter(config());
        ExportResult result = exporter.export(List.of(OtelRecords.points(
                "s",
                OtelRecords.histogram("wait", Temporality.CUMULATIVE, List.of(), List.of(3L), 1),
                OtelRecords.metric(
                        "wait", "s", new Metric.Gauge(List.of(OtelRecords.figure(Value.of(1), Attributes.EMPTY)))),
                OtelRecords.counter("x", Temporality.UNSPECIFIED, 1, Attributes.EMPTY))));
        assertThat(result.rejected()).isEqualTo(2);
        assertThat(result.reason()).contains("wait_seconds is another kind of metric");
    }

    @Test
    void answersLikeAWebServer() throws Exception {
        PrometheusExporter exporter = exporter(config());
        exporter.export(List.of(MetricRows.bytes(0, 1, 1)));
        assertThat(get(exporter, "/").statusCode()).isEqualTo(404);

        HttpResponse<byte[]> zipped = get(exporter, "/metrics", "Accept-Encoding", "gzip");
        try (var in = new GZIPInputStream(new ByteArrayInputStream(zipped.body()))) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo(page(exporter));
        }
    }

    @Test
    @SuppressWarnings("NullAway") // a key that is left out arrives as null
    void saysWhereItCannotListen() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            PrometheusConfig config = new PrometheusConfig(
                    new HostPort("127.0.0.1", taken.getLocalPort()),
                    null,
                    Map.of(),
                    false,
                    null,
                    false,
                    null,
                    NO_CONVERSION,
                    null);
            PrometheusExporter exporter = new PrometheusExporter(settings, config);
            assertThatExceptionOfType(StartException.class)
                    .isThrownBy(exporter::start)
                    .withMessageContaining("cannot listen at 127.0.0.1:" + taken.getLocalPort());
        }
    }

    @Test
    @SuppressWarnings("NullAway") // a key that is left out arrives as null
    void saysWhatIsWrongWithItsSettings() {
        List<String> problems = new ArrayList<>();
        new PrometheusConfig(null, null, Map.of(), false, Duration.ZERO, false, null, NO_CONVERSION, 0)
                .validate((key, format, arguments) -> problems.add(key));
        assertThat(problems).containsExactly("metric_expiration", "max_series");

        PrometheusConfig defaults =
                new PrometheusConfig(null, null, Map.of(), false, null, false, null, NO_CONVERSION, null);
        assertThat(defaults.endpoint()).hasToString("127.0.0.1:9464");
        assertThat(defaults.metricExpiration()).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void keepsTheContractOfComponents() throws Exception {
        ComponentContract.check(() -> new PrometheusExporter(settings, config()));
    }
}
