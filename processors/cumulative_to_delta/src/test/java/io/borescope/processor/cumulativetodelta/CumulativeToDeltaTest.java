package io.borescope.processor.cumulativetodelta;

import static io.borescope.testing.OtelRecords.texts;
import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.api.Signal;
import io.borescope.api.component.Processor;
import io.borescope.api.otel.Attributes;
import io.borescope.api.otel.Metric;
import io.borescope.api.otel.Metric.Temporality;
import io.borescope.api.otel.Point;
import io.borescope.api.otel.Point.Buckets;
import io.borescope.api.otel.Point.Exemplar;
import io.borescope.api.otel.Point.Figure;
import io.borescope.api.otel.Point.Head;
import io.borescope.api.otel.PointBatch;
import io.borescope.api.otel.SpanId;
import io.borescope.api.otel.TraceId;
import io.borescope.api.otel.Value;
import io.borescope.attributes.MatchProperties.MatchType;
import io.borescope.processor.cumulativetodelta.CumulativeToDeltaConfig.InitialValue;
import io.borescope.testing.Collected;
import io.borescope.testing.ComponentContract;
import io.borescope.testing.HandClock;
import io.borescope.testing.OtelRecords;
import io.borescope.testing.TestSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CumulativeToDeltaTest {
    private static final long T = OtelRecords.START;

    /** The processor starts at time 0 of the tests. */
    private final TestSettings settings = new TestSettings("cumulative_to_delta", new HandClock(0, T));

    private final Collected<PointBatch> out = new Collected<>(Signal.DATA_POINTS);

    private static MetricChoice named(MatchType type, String... names) {
        return new MetricChoice(List.of(names), type, Map.of(), List.of());
    }

    private static MetricChoice typed(String... types) {
        return new MetricChoice(List.of(), null, Map.of(), List.of(types));
    }

    private Processor<PointBatch> processor(InitialValue initialValue) throws Exception {
        return processor(new CumulativeToDeltaConfig(
                MetricChoice.NOTHING, MetricChoice.NOTHING, Duration.ofMinutes(5), initialValue, 2L));
    }

    @SuppressWarnings("unchecked") // it was asked for by its path
    private Processor<PointBatch> processor(CumulativeToDeltaConfig config) throws Exception {
        settings.path(Signal.DATA_POINTS, Signal.DATA_POINTS);
        Processor<PointBatch> processor =
                (Processor<PointBatch>) new CumulativeToDeltaFactory().create(settings, config, out);
        processor.start();
        return processor;
    }

    private static Head head(long from, long to, Attributes attributes) {
        return new Head(attributes, from == 0 ? 0 : T + from, T + to, 0);
    }

    private static Figure figure(long from, long to, Value value, Attributes attributes) {
        return new Figure(head(from, to, attributes), value, List.of());
    }

    private static Figure figure(long from, long to, long value) {
        return figure(from, to, Value.of(value), texts());
    }

    private static PointBatch sums(Figure... figures) {
        return OtelRecords.points(
                "shop",
                OtelRecords.metric("requests", "1", new Metric.Sum(List.of(figures), Temporality.CUMULATIVE, true)));
    }

    private static PointBatch latencies(long from, long to, List<Double> bounds, Long... counts) {
        long count = 0;
        for (long each : counts) {
            count += each;
        }
        return OtelRecords.points(
                "shop",
                OtelRecords.metric(
                        "latency",
                        "s",
                        new Metric.Histogram(
                                List.of(new Buckets(
                                        head(from, to, texts()),
                                        count,
                                        OptionalDouble.of(10.0 * count),
                                        OptionalDouble.of(1),
                                        OptionalDouble.of(9),
                                        List.of(counts),
                                        bounds,
                                        List.of(exemplar(to - 1), exemplar(1)))),
                                Temporality.CUMULATIVE)));
    }

    private static Exemplar exemplar(long at) {
        return new Exemplar(Attributes.EMPTY, T + at, Value.of(at), TraceId.NONE, SpanId.NONE);
    }

    private List<? extends Point<?>> points() {
        return out.batches()
                .getLast()
                .groups()
                .getFirst()
                .records()
                .getFirst()
                .data()
                .points();
    }

    /** What came out last: start, end and value of each point. */
    private List<String> last() {
        Metric metric = out.batches().getLast().groups().getFirst().records().getFirst();
        assertThat(((Metric.Sum) metric.data()).temporality()).isEqualTo(Temporality.DELTA);
        return points().stream()
                .map(point -> "%d-%d %s"
                        .formatted(
                                point.head().startEpochNanos() == 0
                                        ? 0
                                        : point.head().startEpochNanos() - T,
                                point.head().epochNanos() - T,
                                ((Figure) point).value().asText()))
                .toList();
    }

    @Test
    void saysWhatWasAddedSinceTheLastPoint() throws Exception {
        Processor<PointBatch> processor = processor(InitialValue.KEEP);
        processor.consume(
                sums(figure(10, 20, Value.of(3), texts("a", "1")), figure(0, 20, Value.of(0.5), texts("a", "2"))));
        assertThat(last()).containsExactly("10-20 3", "0-20 0.5");
        processor.consume(
                sums(figure(10, 30, Value.of(7), texts("a", "1")), figure(0, 40, Value.of(2.0), texts("a", "2"))));
        assertThat(last()).containsExactly("20-30 4", "20-40 1.5");
        processor.consume(sums(figure(10, 50, Value.of(7), texts("a", "1"))));
        assertThat(last()).containsExactly("30-50 0");
        assertThat(settings.gauged("streams")).isEqualTo(2);
    }

    @Test
    void theFirstPointIsHandedOnIfItsStreamIsNewerThanTheProcessor() throws Exception {
        Processor<PointBatch> processor = processor(InitialValue.AUTO);
        processor.consume(sums(figure(5, 20, Value.of(3), texts("new", "1"))));
        assertThat(last()).containsExactly("5-20 3");
        processor.consume(sums(figure(-5, 20, Value.of(3), texts("old", "1"))));
        assertThat(out.batches()).hasSize(1);
        processor.consume(sums(figure(-5, 30, Value.of(5), texts("old", "1"))));
        assertThat(last()).containsExactly("20-30 2");
        assertThat(settings.lost("first_point")).isOne();
    }

    @Test
    void theFirstPointIsLeftOutIfNobodySaysSinceWhenItIsOrItSaysNoTime() throws Exception {
        Processor<PointBatch> processor = processor(InitialValue.AUTO);
        processor.consume(sums(figure(0, 20, Value.of(3), texts("a", "1")), figure(20, 20, Value.of(3), texts())));
        assertThat(out.batches()).isEmpty();
        assertThat(settings.lost("first_point")).isEqualTo(2);
    }

    @Test
    void dropLeavesEveryFirstPointOut() throws Exception {
        Processor<PointBatch> processor = processor(InitialValue.DROP);
        processor.consume(sums(figure(5, 20, 3)));
        assertThat(out.batches()).isEmpty();
        processor.consume(sums(figure(5, 30, 4)));
        assertThat(last()).containsExactly("20-30 1");
        assertThat(settings.lost("first_point")).isOne();
    }

    @Test
    void whoBeginsAnewIsHandedOnWhole() throws Exception {
        Processor<PointBatch> processor = processor(InitialValue.DROP);
        processor.consume(sums(figure(5, 20, 100)));
        processor.consume(sums(figure(25, 30, 200))); // more than before, but its start says so
        assertThat(last()).containsExactly("25-30 200");
        processor.consume(sums(figure(25, 40, 30))); // only its value says so
        assertThat(last()).containsExactly("30-40 30");
        processor.consume(sums(figure(25, 50, 31)));
        assertThat(last()).containsExactly("40-50 1");
        assertThat(settings.counted("resets")).isEqualTo(2);
    }

    @Test
    void leavesOutWhatIsOutOfOrder() throws Exception {
        Processor<PointBatch> processor = processor(InitialValue.KEEP);
        processor.consume(sums(figure(10, 20, 3), figure(10, 20, 3), figure(10, 15, 2), figure(10, 30, 4)));
        assertThat(last()).containsExactly("10-20 3", "20-30 1");
        assertThat(settings.lost("out_of_order")).isEqualTo(2);
    }

    @Test
    void passesOnWhatIsNotToBeConverted() throws Exception {
        Processor<PointBatch> processor = processor(InitialValue.DROP);
        Figure nothing =
                new Figure(new Head(texts(), T + 1, T + 2, Point.NOTHING_RECORDED), Value.Empty.EMPTY, List.of());
        Figure notANumber = figure(1, 2, Value.of(Double.NaN), texts());
        PointBatch batch = OtelRecords.points(
                "shop",
                OtelRecords.gauge("g", 1, texts()),
                OtelRecords.counter("c", Temporality.DELTA, 5, texts()),
                OtelRecords.metric("u", "1", new Metric.Sum(List.of(figure(1, 2, 3)), Temporality.CUMULATIVE, false)));
        processor.consume(batch);
        assertThat(out.batches().getFirst().groups()).isEqualTo(batch.groups());
        processor.consume(sums(nothing, notANumber));
        assertThat(points().toArray()).containsExactly(nothing, notANumber);
        assertThat(settings.gauged("streams")).isZero();
    }

    @Test
    void subtractsHistogramsBucketByBucket() throws Exception {
        Processor<PointBatch> processor = processor(InitialValue.KEEP);
        processor.consume(latencies(10, 20, List.of(1.0), 1L, 2L));
        assertThat(((Buckets) points().getFirst()).min()).hasValue(1);
        processor.consume(latencies(10, 30, List.of(1.0), 4L, 2L));
        Buckets delta = (Buckets) points().getFirst();
        assertThat(delta.counts()).containsExactly(3L, 0L);
        assertThat(delta.count()).isEqualTo(3);
        assertThat(delta.sum()).hasValue(30);
        assertThat(delta.min()).isEmpty();
        assertThat(delta.max()).isEmpty();
        assertThat(delta.exemplars()).containsExactly(exemplar(29));
        assertThat(delta.head().startEpochNanos()).isEqualTo(T + 20);
    }

    @Test
    void aHistogramWhoseBucketFallsHasBegunAnew() throws Exception {
        Processor<PointBatch> processor = processor(InitialValue.DROP);
        processor.consume(latencies(10, 20, List.of(1.0), 1L, 2L));
        processor.consume(latencies(10, 30, List.of(1.0), 9L, 1L));
        Buckets whole = (Buckets) points().getFirst();
        assertThat(whole.counts()).containsExactly(9L, 1L);
        assertThat(whole.head().startEpochNanos()).isEqualTo(T + 20);
        assertThat(settings.counted("resets")).isOne();
    }

    @Test
    void aHistogramWithOtherBucketsCannotBeCompared() throws Exception {
        Processor<PointBatch> processor = processor(InitialValue.DROP);
        processor.consume(latencies(10, 20, List.of(1.0), 1L, 2L));
        processor.consume(latencies(10, 30, List.of(2.0), 3L, 2L));
        assertThat(out.batches()).isEmpty();
        assertThat(settings.lost("other_buckets")).isOne();
        processor.consume(latencies(10, 40, List.of(2.0), 3L, 3L));
        assertThat(((Buckets) points().getFirst()).counts()).containsExactly(0L, 1L);
        processor.consume(latencies(40, 50, List.of(3.0), 5L, 3L));
        assertThat(((Buckets) points().getFirst()).counts()).containsExactly(5L, 3L);
    }

    @Test
    void countsWhatIsBeyondTheLimitAndForgetsStaleStreams() throws Exception {
        Processor<PointBatch> processor = processor(InitialValue.KEEP);
        for (int i = 0; i < 4; i++) {
            processor.consume(sums(figure(10, 20, Value.of(i), texts("a", "" + i))));
        }
        assertThat(settings.lost("stream_limit")).isEqualTo(2);
        settings.advance(Duration.ofMinutes(6));
        assertThat(settings.gauged("streams")).isZero();
        assertThat(settings.counted("stale")).isEqualTo(2);
        processor.consume(sums(figure(10, 30, Value.of(9), texts("a", "3"))));
        assertThat(last()).containsExactly("10-30 9");
    }

    @Test
    @SuppressWarnings("NullAway") // keys that are left out arrive as null
    void convertsWhatIsIncludedAndNotExcluded() throws Exception {
        Metric.Data<?> counter = new Metric.Sum(List.of(figure(10, 20, 3)), Temporality.CUMULATIVE, true);
        PointBatch batch = OtelRecords.points(
                "shop",
                OtelRecords.metric("http.requests", "1", counter),
                OtelRecords.metric("http.errors", "1", counter),
                OtelRecords.metric("grpc.requests", "1", counter));
        assertThat(converted(batch, named(MatchType.REGEXP, "^http"), named(MatchType.STRICT, "http.errors")))
                .containsExactly("http.requests");
        assertThat(converted(batch, MetricChoice.NOTHING, named(MatchType.REGEXP, "requests")))
                .containsExactly("http.errors");
        assertThat(converted(batch, typed("histogram"), MetricChoice.NOTHING)).isEmpty();
        assertThat(converted(batch, typed("sum"), typed("histogram"))).hasSize(3);
        assertThat(converted(batch, MetricChoice.NOTHING, typed("sum"))).isEmpty();
    }

    @SuppressWarnings("NullAway") // keys that are left out arrive as null
    private List<String> converted(PointBatch batch, MetricChoice include, MetricChoice exclude) throws Exception {
        processor(new CumulativeToDeltaConfig(include, exclude, null, InitialValue.KEEP, null))
                .consume(batch);
        List<String> names = new ArrayList<>();
        for (Metric metric : out.batches().getLast().groups().getFirst().records()) {
            if (((Metric.Sum) metric.data()).temporality() == Temporality.DELTA) {
                names.add(metric.name());
            }
        }
        return names;
    }

    /** A counter that restarts now and then, and says so or not: all deltas together are what was counted. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void deltasAddUpToWhatWasCounted(long seed) throws Exception {
        Random random = new Random(seed);
        Processor<PointBatch> processor = processor(InitialValue.KEEP);
        long counted = 0;
        long value = 0;
        long start = 1;
        for (int step = 1; step <= 500; step++) {
            long added = random.nextInt(100);
            if (added < value && random.nextInt(20) == 0) { // else it could not be told from going on
                value = 0;
                start = random.nextBoolean() ? step * 10L + 1 : start;
            }
            counted += added;
            value += added;
            processor.consume(sums(figure(start, step * 10L + 10, value)));
        }
        assertThat(settings.counted("resets")).isPositive();
        long sum = out.batches().stream()
                .flatMap(batch -> batch.groups().getFirst().records().getFirst().data().points().stream())
                .mapToLong(point -> ((Value.Int) ((Figure) point).value()).value())
                .sum();
        assertThat(sum).isEqualTo(counted);
    }

    @Test
    @SuppressWarnings("NullAway") // keys that are left out arrive as null
    void saysWhatIsWrong() {
        List<String> problems = new ArrayList<>();
        new CumulativeToDeltaConfig(named(null, "a"), named(MatchType.REGEXP, "("), Duration.ofSeconds(-1), null, -1L)
                .validate((key, format, arguments) -> problems.add(key));
        new CumulativeToDeltaConfig(named(MatchType.STRICT), typed("gauge"), null, null, null)
                .validate((key, format, arguments) -> problems.add(key));
        assertThat(problems)
                .containsExactly(
                        "include.match_type",
                        "exclude.metrics[0]",
                        "max_staleness",
                        "max_streams",
                        "include.metrics",
                        "exclude.metric_types[0]");
    }

    @Test
    @SuppressWarnings("NullAway") // keys that are left out arrive as null
    void keepsTheContractOfComponents() throws Exception {
        ComponentContract.check(() -> new CumulativeToDeltaFactory()
                .create(
                        new TestSettings("cumulative_to_delta", new HandClock(0, 0))
                                .path(Signal.DATA_POINTS, Signal.DATA_POINTS),
                        new CumulativeToDeltaConfig(MetricChoice.NOTHING, MetricChoice.NOTHING, null, null, null),
                        new Collected<>(Signal.DATA_POINTS)));
    }
}
