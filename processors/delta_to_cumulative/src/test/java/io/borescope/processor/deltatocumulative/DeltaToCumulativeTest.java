package io.borescope.processor.deltatocumulative;

import static io.borescope.testing.OtelRecords.texts;
import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.api.Signal;
import io.borescope.api.component.Processor;
import io.borescope.api.metric.LongColumn;
import io.borescope.api.metric.LongListColumn;
import io.borescope.api.metric.MetricBatch;
import io.borescope.api.otel.Attributes;
import io.borescope.api.otel.Metric;
import io.borescope.api.otel.Metric.Temporality;
import io.borescope.api.otel.Point;
import io.borescope.api.otel.Point.Buckets;
import io.borescope.api.otel.Point.Exponential;
import io.borescope.api.otel.Point.Figure;
import io.borescope.api.otel.Point.Head;
import io.borescope.api.otel.PointBatch;
import io.borescope.api.otel.Value;
import io.borescope.processor.deltatocumulative.DeltaToCumulativeConfig.Gaps;
import io.borescope.testing.Collected;
import io.borescope.testing.ComponentContract;
import io.borescope.testing.HandClock;
import io.borescope.testing.MetricRows;
import io.borescope.testing.OtelRecords;
import io.borescope.testing.TestSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("NullAway") // keys that are left out arrive as null
class DeltaToCumulativeTest {
    private static final long T = OtelRecords.START;

    private final TestSettings settings = new TestSettings("delta_to_cumulative", new HandClock(0, 0));
    private final Collected<PointBatch> out = new Collected<>(Signal.DATA_POINTS);

    @SuppressWarnings("unchecked") // it was asked for by its path
    private Processor<PointBatch> processor(Long maxStreams, Gaps gaps) throws Exception {
        settings.path(Signal.DATA_POINTS, Signal.DATA_POINTS);
        Processor<PointBatch> processor = (Processor<PointBatch>) new DeltaToCumulativeFactory()
                .create(settings, new DeltaToCumulativeConfig(Duration.ofMinutes(5), maxStreams, gaps), out);
        processor.start();
        return processor;
    }

    private static Figure figure(long from, long to, long value, Attributes attributes) {
        return new Figure(new Head(attributes, from == 0 ? 0 : T + from, T + to, 0), Value.of(value), List.of());
    }

    private static PointBatch sums(Figure... figures) {
        return OtelRecords.points(
                "shop", OtelRecords.metric("requests", "1", new Metric.Sum(List.of(figures), Temporality.DELTA, true)));
    }

    /** What came out last: start, end and value of each point. */
    private List<String> last() {
        List<String> points = new ArrayList<>();
        PointBatch batch = out.batches().getLast();
        Metric metric = batch.groups().getFirst().records().getFirst();
        assertThat(((Metric.Sum) metric.data()).temporality()).isEqualTo(Temporality.CUMULATIVE);
        metric.data()
                .points()
                .forEach(point -> points.add("%d-%d %s"
                        .formatted(
                                point.head().startEpochNanos() - T,
                                point.head().epochNanos() - T,
                                ((Figure) point).value().asText())));
        return points;
    }

    @Test
    void addsUpFromTheStartOfTheFirstPoint() throws Exception {
        Processor<PointBatch> processor = processor(10L, Gaps.BRIDGE);
        processor.consume(sums(figure(10, 20, 3, texts("a", "1")), figure(12, 20, 5, texts("a", "2"))));
        assertThat(last()).containsExactly("10-20 3", "12-20 5");
        processor.consume(sums(figure(20, 30, 4, texts("a", "1")), figure(20, 30, 1, texts("a", "2"))));
        assertThat(last()).containsExactly("10-30 7", "12-30 6");
        assertThat(settings.gauged("streams")).isEqualTo(2);
    }

    @Test
    void leavesOutWhatIsOutOfOrder() throws Exception {
        Processor<PointBatch> processor = processor(10L, Gaps.BRIDGE);
        processor.consume(sums(figure(10, 20, 3, texts())));
        processor.consume(sums(figure(10, 20, 3, texts())));
        processor.consume(sums(figure(5, 30, 3, texts())));
        processor.consume(sums(figure(20, 25, 2, texts())));
        assertThat(out.batches()).hasSize(2);
        assertThat(last()).containsExactly("10-25 5");
        assertThat(settings.lost("out_of_order")).isEqualTo(2);
    }

    @Test
    void bridgesGapsOrBeginsAnew() throws Exception {
        Processor<PointBatch> bridging = processor(10L, Gaps.BRIDGE);
        bridging.consume(sums(figure(10, 20, 3, texts())));
        bridging.consume(sums(figure(50, 60, 4, texts())));
        assertThat(last()).containsExactly("10-60 7");
        assertThat(settings.counted("gaps")).isOne();

        Processor<PointBatch> resetting = processor(10L, Gaps.RESET);
        resetting.consume(sums(figure(10, 20, 3, texts())));
        resetting.consume(sums(figure(50, 60, 4, texts())));
        assertThat(last()).containsExactly("50-60 4");
        resetting.consume(sums(figure(55, 70, 1, texts())));
        assertThat(last()).containsExactly("50-70 5");
        assertThat(settings.counted("overlaps")).isOne();
    }

    @Test
    void addsWhereNobodySaysSinceWhen() throws Exception {
        Processor<PointBatch> processor = processor(10L, Gaps.RESET);
        processor.consume(sums(figure(0, 20, 3, texts())));
        processor.consume(sums(figure(0, 90, 4, texts())));
        assertThat(out.batches()
                        .getLast()
                        .groups()
                        .getFirst()
                        .records()
                        .getFirst()
                        .data()
                        .points())
                .singleElement()
                .satisfies(point -> {
                    assertThat(point.head().startEpochNanos()).isZero();
                    assertThat(((Figure) point).value()).isEqualTo(Value.of(7));
                });
    }

    @Test
    void countsWhatIsBeyondTheLimit() throws Exception {
        Processor<PointBatch> processor = processor(1L, Gaps.BRIDGE);
        processor.consume(sums(figure(10, 20, 3, texts("a", "1")), figure(10, 20, 5, texts("a", "2"))));
        assertThat(last()).containsExactly("10-20 3");
        processor.consume(sums(figure(10, 20, 5, texts("a", "2"))));
        assertThat(out.batches()).hasSize(1);
        assertThat(settings.lost("stream_limit")).isEqualTo(2);
    }

    @Test
    void forgetsStaleStreams() throws Exception {
        Processor<PointBatch> processor = processor(1L, Gaps.BRIDGE);
        processor.consume(sums(figure(10, 20, 3, texts("a", "1"))));
        settings.advance(Duration.ofMinutes(6));
        assertThat(settings.gauged("streams")).isZero();
        assertThat(settings.counted("stale")).isOne();
        processor.consume(sums(figure(20, 30, 5, texts("a", "2"))));
        assertThat(last()).containsExactly("20-30 5");
    }

    @Test
    void passesOnWhatIsNoDelta() throws Exception {
        Processor<PointBatch> processor = processor(1L, Gaps.BRIDGE);
        PointBatch batch = OtelRecords.points(
                "shop",
                OtelRecords.gauge("g", 1, texts()),
                OtelRecords.counter("c", Temporality.CUMULATIVE, 5, texts()));
        processor.consume(batch);
        assertThat(out.batches().getFirst().groups()).isEqualTo(batch.groups());
        assertThat(settings.gauged("streams")).isZero();
    }

    @Test
    void histogramsWithOtherBucketsBeginAnew() throws Exception {
        Processor<PointBatch> processor = processor(10L, Gaps.BRIDGE);
        processor.consume(OtelRecords.points("shop", buckets(10, 20, List.of(1.0), List.of(1L, 2L))));
        processor.consume(OtelRecords.points("shop", buckets(20, 30, List.of(1.0), List.of(10L, 20L))));
        Buckets sum = (Buckets) onlyPoint();
        assertThat(sum.counts()).containsExactly(11L, 22L);
        assertThat(sum.sum()).hasValue(33);
        assertThat(sum.head().startEpochNanos()).isEqualTo(T + 10);

        processor.consume(OtelRecords.points("shop", buckets(30, 40, List.of(2.0), List.of(1L, 1L))));
        Buckets anew = (Buckets) onlyPoint();
        assertThat(anew.counts()).containsExactly(1L, 1L);
        assertThat(anew.head().startEpochNanos()).isEqualTo(T + 30);
    }

    private Point<?> onlyPoint() {
        return out.batches()
                .getLast()
                .groups()
                .getFirst()
                .records()
                .getFirst()
                .data()
                .points()
                .getFirst();
    }

    private static Metric buckets(long from, long to, List<Double> bounds, List<Long> counts) {
        long count = counts.stream().mapToLong(Long::longValue).sum();
        return OtelRecords.metric(
                "latency",
                "s",
                new Metric.Histogram(
                        List.of(new Buckets(
                                new Head(Attributes.EMPTY, T + from, T + to, 0),
                                count,
                                OptionalDouble.of((double) count),
                                OptionalDouble.empty(),
                                OptionalDouble.empty(),
                                counts,
                                bounds,
                                List.of())),
                        Temporality.DELTA));
    }

    @Test
    void addsExponentialHistograms() throws Exception {
        Processor<PointBatch> processor = processor(10L, Gaps.BRIDGE);
        processor.consume(OtelRecords.points("shop", exponential(10, 20, 1, 0, 1, 2, 3)));
        processor.consume(OtelRecords.points("shop", exponential(20, 30, 0, 0, 5)));
        Exponential sum = (Exponential) onlyPoint();
        assertThat(sum.scale()).isZero();
        assertThat(sum.positive()).isEqualTo(new Exponential.Side(0, List.of(8L, 3L)));
        assertThat(sum.count()).isEqualTo(11);
    }

    private static Metric exponential(long from, long to, int scale, int offset, long... counts) {
        List<Long> list = LongStream.of(counts).boxed().toList();
        return OtelRecords.metric(
                "size",
                "By",
                new Metric.ExponentialHistogram(
                        List.of(new Exponential(
                                new Head(Attributes.EMPTY, T + from, T + to, 0),
                                list.stream().mapToLong(Long::longValue).sum(),
                                OptionalDouble.empty(),
                                OptionalDouble.empty(),
                                OptionalDouble.empty(),
                                scale,
                                0,
                                0,
                                new Exponential.Side(offset, list),
                                Exponential.Side.EMPTY,
                                List.of())),
                        Temporality.DELTA));
    }

    /**
     * Random series of producers that pause, restart with another identity and repeat themselves, against a sum kept by hand: what is known of
     * a stream at any time is exactly what was reported of it, once.
     */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void agreesWithAnIndependentSum(long seed) throws Exception {
        Random random = new Random(seed);
        Processor<PointBatch> processor = processor(0L, Gaps.BRIDGE);
        Map<Attributes, Long> totals = new HashMap<>();
        Map<Attributes, Long> starts = new HashMap<>();
        Map<Attributes, Long> ends = new HashMap<>();
        int[] incarnation = new int[5];
        long repeated = 0;
        for (int step = 1; step <= 300; step++) {
            List<Figure> figures = new ArrayList<>();
            for (int producer = 0; producer < incarnation.length; producer++) {
                if (random.nextInt(50) == 0) {
                    incarnation[producer]++;
                }
                if (random.nextInt(4) == 0) {
                    continue; // nothing to report
                }
                Attributes who =
                        texts("producer", Integer.toString(producer), "run", Integer.toString(incarnation[producer]));
                long value = random.nextInt(1_000);
                Figure figure = figure(step * 10L, step * 10L + 10, value, who);
                figures.add(figure);
                totals.merge(who, value, Long::sum);
                starts.putIfAbsent(who, figure.head().startEpochNanos());
                ends.put(who, figure.head().epochNanos());
                if (random.nextInt(20) == 0) {
                    figures.add(figure);
                    repeated++;
                }
            }
            if (!figures.isEmpty()) {
                processor.consume(sums(figures.toArray(Figure[]::new)));
                out.batches()
                        .getLast()
                        .groups()
                        .getFirst()
                        .records()
                        .getFirst()
                        .data()
                        .points()
                        .forEach(point -> {
                            Attributes who = point.attributes();
                            assertThat(((Figure) point).value()).isEqualTo(Value.of(totals.get(who)));
                            assertThat(point.head().startEpochNanos()).isEqualTo(starts.get(who));
                            assertThat(point.head().epochNanos()).isEqualTo(ends.get(who));
                        });
            }
        }
        assertThat(settings.lost("out_of_order")).isEqualTo(repeated);
        assertThat(settings.gauged("streams")).isEqualTo(totals.size());
    }

    @Test
    @SuppressWarnings("unchecked") // it was asked for by its path
    void accumulatesRowsOfWindows() {
        Collected<MetricBatch> rows = new Collected<>(Signal.METRICS);
        settings.path(Signal.METRICS, Signal.METRICS);
        Processor<MetricBatch> processor = (Processor<MetricBatch>)
                new DeltaToCumulativeFactory().create(settings, new DeltaToCumulativeConfig(null, null, null), rows);
        processor.consume(MetricRows.latencies(0));
        processor.consume(MetricRows.latencies(1));
        processor.consume(MetricRows.latencies(1));
        MetricBatch second = rows.batches().get(1);
        assertThat(second.descriptor().temporality()).isEqualTo(io.borescope.api.metric.Temporality.CUMULATIVE);
        assertThat(second.require("sum", LongColumn.class).get(0)).isEqualTo(9_000);
        assertThat(second.require("count", LongColumn.class).get(1)).isEqualTo(8);
        assertThat(second.require("min", LongColumn.class).get(1)).isEqualTo(900);
        assertThat(second.require("max", LongColumn.class).get(1)).isEqualTo(1_990_000);
        assertThat(second.require("histogram", LongListColumn.class).get(1, 1)).isEqualTo(4);
        assertThat(second.require("start_time", LongColumn.class).get(0)).isEqualTo(T);
        assertThat(second.eventCount()).isEqualTo(7);
        assertThat(rows.batches()).hasSize(2);
        assertThat(settings.lost("out_of_order")).isEqualTo(7);
    }

    @Test
    void saysWhatIsWrong() {
        List<String> problems = new ArrayList<>();
        new DeltaToCumulativeConfig(Duration.ZERO, -1L, null).validate((key, format, arguments) -> problems.add(key));
        assertThat(problems).containsExactly("max_stale", "max_streams");
    }

    @Test
    void keepsTheContractOfComponents() throws Exception {
        ComponentContract.check(() -> new DeltaToCumulativeFactory()
                .create(
                        new TestSettings("delta_to_cumulative", new HandClock(0, 0))
                                .path(Signal.DATA_POINTS, Signal.DATA_POINTS),
                        new DeltaToCumulativeConfig(null, null, null),
                        new Collected<>(Signal.DATA_POINTS)));
    }
}
