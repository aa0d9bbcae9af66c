package io.borescope.processor.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.api.BatchId;
import io.borescope.api.Resource;
import io.borescope.api.Signal;
import io.borescope.api.component.Processor;
import io.borescope.api.metric.MetricBatch;
import io.borescope.api.metric.MetricDescriptor;
import io.borescope.api.metric.MetricKind;
import io.borescope.api.metric.Temporality;
import io.borescope.api.otel.Attributes;
import io.borescope.api.otel.Metric;
import io.borescope.api.otel.OtelBatch;
import io.borescope.api.otel.Point;
import io.borescope.api.otel.PointBatch;
import io.borescope.api.otel.SpanBatch;
import io.borescope.api.otel.Value;
import io.borescope.api.time.ClockMapping;
import io.borescope.api.time.Window;
import io.borescope.testing.Collected;
import io.borescope.testing.ComponentContract;
import io.borescope.testing.HandClock;
import io.borescope.testing.OtelRecords;
import io.borescope.testing.TestSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BatchTest {
    private final TestSettings settings = new TestSettings("batch", new HandClock(0, OtelRecords.START));
    private final Collected<SpanBatch> out = new Collected<>(Signal.TRACES);

    @SuppressWarnings("NullAway") // a key that is left out arrives as null
    private static BatchConfig config(@Nullable Integer size, @Nullable Duration timeout, @Nullable Integer max) {
        return new BatchConfig(size, timeout, max, List.of(), null);
    }

    private Batcher<?, SpanBatch> started(BatchConfig config) {
        Batcher<?, SpanBatch> batcher = new Batcher<>(settings, config, Signal.TRACES, out, Unit.whole());
        batcher.start();
        return batcher;
    }

    private List<Integer> sizes() {
        return out.batches().stream().map(OtelBatch::size).toList();
    }

    private List<String> names() {
        return out.batches().stream()
                .flatMap(batch -> OtelRecords.names(batch).stream())
                .toList();
    }

    private static List<String> expectedNames(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(i -> "span-" + i).toList();
    }

    @Test
    void joinsBatchesUntilTheyAreLargeEnough() {
        Batcher<?, SpanBatch> batcher = started(config(10, null, null));
        batcher.consume(OtelRecords.spans("a", 1, 4));
        batcher.consume(OtelRecords.spans("b", 5, 5));
        assertThat(out.batches()).isEmpty();
        assertThat(settings.held()).isEqualTo(9);

        batcher.consume(OtelRecords.spans("a", 10, 4));
        assertThat(sizes()).containsExactly(13);
        assertThat(names()).isEqualTo(expectedNames(13));
        assertThat(out.batches().getFirst().groups())
                .extracting(group -> group.resource().serviceName())
                .containsExactly("a", "b", "a");
        assertThat(settings.held()).isZero();
    }

    @Test
    void handsOnWhatWaitsWhenItsTimeIsUp() {
        Batcher<?, SpanBatch> batcher = started(config(null, null, null));
        batcher.consume(OtelRecords.spans("a", 1, 4));
        settings.advance(Duration.ofMillis(199));
        assertThat(out.batches()).isEmpty();

        settings.advance(Duration.ofMillis(1));
        assertThat(sizes()).containsExactly(4);
        settings.advance(Duration.ofSeconds(1));
        assertThat(sizes()).containsExactly(4);
        assertThat(settings.counted("incomplete_batches")).isEqualTo(1);
    }

    @Test
    void cutsBatchesThatAreTooLargeAndKeepsTheirOrder() {
        Batcher<?, SpanBatch> batcher = started(config(3, null, 4));
        batcher.consume(OtelRecords.spans("a", 1, 6));
        batcher.consume(OtelRecords.spans("a", 7, 5));
        batcher.close();

        assertThat(sizes()).containsExactly(4, 4, 3);
        assertThat(names()).isEqualTo(expectedNames(11));
    }

    @Test
    void withoutWaitingBatchesAreOnlyCut() {
        Batcher<?, SpanBatch> batcher = started(config(0, null, 3));
        batcher.consume(OtelRecords.spans("a", 1, 2));
        batcher.consume(OtelRecords.spans("a", 3, 4));
        assertThat(sizes()).containsExactly(2, 3, 1);
    }

    @Test
    void everyBatchThatIsHandedOnHasAnIdentityOfItsOwn() {
        Batcher<?, SpanBatch> batcher = started(config(2, null, 2));
        batcher.consume(OtelRecords.spans("a", 1, 8));
        assertThat(out.batches().stream().map(SpanBatch::id).distinct().map(BatchId::sequence))
                .hasSize(4);
    }

    @Test
    void metricsAreCutBetweenTheirDataPoints() {
        Collected<PointBatch> points = new Collected<>(Signal.DATA_POINTS);
        Batcher<Metric, PointBatch> batcher =
                new Batcher<>(settings, config(2, null, 2), Signal.DATA_POINTS, points, Unit.points());
        batcher.start();
        batcher.consume(
                OtelRecords.points("a", gauge("one", 1), gauge("empty"), gauge("many", 2, 3, 4, 5), gauge("six", 6)));
        batcher.close();

        assertThat(points.batches().stream().map(BatchTest::figures))
                .containsExactly(List.of("one=1", "many=2"), List.of("many=3", "many=4"), List.of("many=5", "six=6"));
        assertThat(points.batches().getFirst().groups().getFirst().records())
                .extracting(Metric::name)
                .containsExactly("one", "empty", "many");
    }

    private static Metric gauge(String name, long... values) {
        List<Point.Figure> points = new ArrayList<>();
        for (long value : values) {
            points.add(OtelRecords.figure(Value.of(value), Attributes.EMPTY));
        }
        return OtelRecords.metric(name, "1", new Metric.Gauge(points));
    }

    private static List<String> figures(PointBatch batch) {
        List<String> figures = new ArrayList<>();
        batch.groups()
                .forEach(group -> group.records()
                        .forEach(metric -> metric.data()
                                .points()
                                .forEach(point -> figures.add(metric.name() + "="
                                        + ((Point.Figure) point).value().asText()))));
        return figures;
    }

    @Test
    void nothingIsLostRepeatedOrReorderedWhateverTheSizesAre() {
        for (long seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            out.take();
            int size = random.nextInt(20);
            int max = random.nextBoolean() ? 0 : Math.max(1, size + random.nextInt(10));
            Batcher<?, SpanBatch> batcher = started(config(size, null, max));
            int sent = 0;
            for (int i = 0; i < 40; i++) {
                int count = random.nextInt(30);
                batcher.consume(OtelRecords.spans("a", sent + 1, count));
                sent += count;
                assertThat(out.eventCount() + settings.held()).isEqualTo(sent);
                if (random.nextInt(5) == 0) {
                    settings.advance(Duration.ofMillis(200));
                }
            }
            batcher.close();
            assertThat(names()).as("seed %d", seed).isEqualTo(expectedNames(sent));
            assertThat(out.batches()).allMatch(batch -> batch.size() > 0 && (max == 0 || batch.size() <= max));
        }
    }

    @Test
    @SuppressWarnings("unchecked") // it was asked for by its path
    void aMetricOfAWindowIsAWholeAndPassesAsItIs() {
        Collected<MetricBatch> metrics = new Collected<>(Signal.METRICS);
        settings.path(Signal.METRICS, Signal.METRICS);
        Processor<MetricBatch> processor =
                (Processor<MetricBatch>) new BatchFactory().create(settings, config(null, null, null), metrics);
        MetricDescriptor descriptor = new MetricDescriptor(
                "m", "", MetricKind.SNAPSHOT, "1", Temporality.INSTANT, List.of(), List.of(), List.of());
        MetricBatch batch = new MetricBatch(
                OtelRecords.id(),
                Resource.EMPTY,
                descriptor,
                new Window(0, new ClockMapping(0, 0), 0, 1, Window.NO_SLOT, 0, 0),
                0,
                List.of(),
                0,
                0);
        processor.consume(batch);
        assertThat(metrics.batches()).containsExactly(batch);
    }

    @Test
    void refusesWhatItCannotDo() {
        List<String> problems = new ArrayList<>();
        new BatchConfig(-1, Duration.ofHours(1), -1, List.of("tenant"), null)
                .validate((key, format, arguments) -> problems.add(key));
        assertThat(problems).containsExactly("send_batch_size", "send_batch_max_size", "timeout", "metadata_keys");

        problems.clear();
        config(10, null, 9).validate((key, format, arguments) -> problems.add(format.formatted(arguments)));
        assertThat(problems)
                .containsExactly("9 is less than send_batch_size, which is 10. Use at least that, or 0 for no limit.");
    }

    @Test
    void hasTheDefaultsOfTheCollector() {
        BatchConfig config = config(null, null, null);
        assertThat(config.sendBatchSize()).isEqualTo(8_192);
        assertThat(config.timeout()).isEqualTo(Duration.ofMillis(200));
        assertThat(config.sendBatchMaxSize()).isZero();
    }

    @Test
    void keepsTheContractOfComponents() throws Exception {
        ComponentContract.check(
                () -> new Batcher<>(settings, config(null, null, null), Signal.TRACES, out, Unit.whole()));
    }
}
