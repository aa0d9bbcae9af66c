package io.borescope.api.otel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.borescope.api.BatchId;
import io.borescope.api.otel.Metric.Temporality;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class OtelFormatTest {
    private final Random random = new Random(7);

    @Test
    void readsBackWhatItWrote() throws IOException {
        for (int i = 0; i < 300; i++) {
            SpanBatch spans = new SpanBatch(id(), groups(this::span));
            LogBatch logs = new LogBatch(id(), groups(this::log));
            PointBatch points = new PointBatch(id(), groups(this::metric));

            assertThat(read(OtelFormat.SPANS, written(OtelFormat.SPANS, spans))).isEqualTo(spans);
            assertThat(read(OtelFormat.LOG_RECORDS, written(OtelFormat.LOG_RECORDS, logs)))
                    .isEqualTo(logs);
            assertThat(read(OtelFormat.DATA_POINTS, written(OtelFormat.DATA_POINTS, points)))
                    .isEqualTo(points);
        }
    }

    @Test
    void whatIsCutOrDamagedIsRefusedOrReadButNothingElse() throws IOException {
        for (int i = 0; i < 100; i++) {
            byte[] bytes = written(OtelFormat.DATA_POINTS, new PointBatch(id(), groups(this::metric)));
            byte[] cut = Arrays.copyOf(bytes, random.nextInt(bytes.length));
            assertThatThrownBy(() -> read(OtelFormat.DATA_POINTS, cut)).isInstanceOf(IOException.class);

            for (int flips = 1 + random.nextInt(5); flips > 0; flips--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            try {
                read(OtelFormat.DATA_POINTS, bytes);
            } catch (IOException e) {
                assertThat(e.getMessage())
                        .satisfiesAnyOf(
                                message -> assertThat(message).contains("data points"),
                                message -> assertThat(message).isNull());
            }
        }
    }

    @Test
    void refusesOtherBatchesAndOtherVersions() throws IOException {
        byte[] bytes = written(OtelFormat.LOG_RECORDS, new LogBatch(id(), groups(this::log)));
        assertThatThrownBy(() -> read(OtelFormat.SPANS, bytes)).hasMessage("not a batch of spans");

        bytes[5] = 2;
        assertThatThrownBy(() -> read(OtelFormat.LOG_RECORDS, bytes))
                .isInstanceOf(IOException.class)
                .hasMessage("batch of log records of version 2; this agent reads version 1");
    }

    @Test
    void valuesThatAreTooDeepAreRefused() throws IOException {
        Value deep = Value.of(1);
        for (int i = 0; i < 200; i++) {
            deep = new Value.Items(List.of(deep));
        }
        LogRecord log = new LogRecord(1, 1, 9, "", "", deep, Attributes.EMPTY, 0, 0, TraceId.NONE, SpanId.NONE);
        byte[] bytes = written(
                OtelFormat.LOG_RECORDS,
                new LogBatch(id(), List.of(new Group<>(OtelResource.EMPTY, Scope.EMPTY, List.of(log)))));

        assertThatThrownBy(() -> read(OtelFormat.LOG_RECORDS, bytes))
                .isInstanceOf(IOException.class)
                .hasMessage("damaged batch of log records: values more than 128 deep");
    }

    private static <R, B extends OtelBatch<R>> byte[] written(OtelFormat<R, B> format, B batch) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        format.write(batch, new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    private static <R, B extends OtelBatch<R>> B read(OtelFormat<R, B> format, byte[] bytes) throws IOException {
        return format.read(new DataInputStream(new ByteArrayInputStream(bytes)));
    }

    private BatchId id() {
        return new BatchId(new UUID(random.nextLong(), 1), new UUID(2, random.nextLong()), random.nextLong());
    }

    private <T> List<T> some(Supplier<T> make) {
        return Stream.generate(make).limit(random.nextInt(4)).toList();
    }

    private <R> List<Group<R>> groups(Supplier<R> record) {
        return some(() -> new Group<>(
                new OtelResource(attributes(), random.nextInt(), text()),
                new Scope(text(), text(), attributes(), random.nextInt(), text()),
                some(record)));
    }

    private String text() {
        return List.of("", "a", "größer\u0000\uD83D\uDE00", "x".repeat(300)).get(random.nextInt(4));
    }

    private Attributes attributes() {
        Map<String, Value> values = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            values.put(text() + i, value(2));
        }
        return Attributes.of(values);
    }

    private Value value(int depth) {
        return switch (random.nextInt(depth > 0 ? 8 : 6)) {
            case 0 -> Value.Empty.EMPTY;
            case 1 -> Value.of(text());
            case 2 -> Value.of(random.nextLong());
            case 3 -> Value.of(random.nextBoolean() ? Double.NaN : random.nextGaussian());
            case 4 -> Value.of(random.nextBoolean());
            case 5 -> new Value.Bytes(new byte[] {0, (byte) random.nextInt()});
            case 6 -> new Value.Items(some(() -> value(depth - 1)));
            default -> new Value.Fields(Attributes.EMPTY.with(text(), value(depth - 1)));
        };
    }

    private TraceId trace() {
        return new TraceId(random.nextLong(), random.nextLong());
    }

    private SpanId spanId() {
        return new SpanId(random.nextLong());
    }

    private Span span() {
        return new Span(
                trace(),
                spanId(),
                spanId(),
                text(),
                random.nextInt(),
                text(),
                random.nextInt(),
                random.nextLong(),
                random.nextLong(),
                attributes(),
                some(() -> new Span.Event(random.nextLong(), text(), attributes(), random.nextInt())),
                some(() -> new Span.Link(trace(), spanId(), text(), random.nextInt(), attributes(), random.nextInt())),
                new Span.Dropped(random.nextInt(), random.nextInt(), random.nextInt()),
                new Span.Status(random.nextInt(), text()));
    }

    private LogRecord log() {
        return new LogRecord(
                random.nextLong(),
                random.nextLong(),
                random.nextInt(25),
                text(),
                text(),
                value(3),
                attributes(),
                random.nextInt(),
                random.nextInt(),
                trace(),
                spanId());
    }

    private Metric metric() {
        return new Metric(text(), text(), text(), attributes(), data());
    }

    private Metric.Data<?> data() {
        Temporality temporality = random.nextBoolean() ? Temporality.DELTA : Temporality.CUMULATIVE;
        return switch (random.nextInt(5)) {
            case 0 -> new Metric.Gauge(some(this::figure));
            case 1 -> new Metric.Sum(some(this::figure), temporality, random.nextBoolean());
            case 2 -> new Metric.Histogram(some(this::buckets), temporality);
            case 3 -> new Metric.ExponentialHistogram(some(this::exponential), temporality);
            default -> new Metric.Summary(some(this::quantiles));
        };
    }

    private Point.Head head() {
        return new Point.Head(attributes(), random.nextLong(), random.nextLong(), random.nextInt());
    }

    private List<Point.Exemplar> exemplars() {
        return some(() -> new Point.Exemplar(attributes(), random.nextLong(), value(0), trace(), spanId()));
    }

    private OptionalDouble optional() {
        return random.nextBoolean() ? OptionalDouble.of(random.nextGaussian()) : OptionalDouble.empty();
    }

    private Point.Figure figure() {
        return new Point.Figure(head(), value(0), exemplars());
    }

    private Point.Buckets buckets() {
        return new Point.Buckets(
                head(),
                random.nextLong(),
                optional(),
                optional(),
                optional(),
                some(random::nextLong),
                some(random::nextGaussian),
                exemplars());
    }

    private Point.Exponential exponential() {
        return new Point.Exponential(
                head(),
                random.nextLong(),
                optional(),
                optional(),
                optional(),
                random.nextInt(),
                random.nextLong(),
                random.nextGaussian(),
                new Point.Exponential.Side(random.nextInt(), some(random::nextLong)),
                Point.Exponential.Side.EMPTY,
                exemplars());
    }

    private Point.Quantiles quantiles() {
        return new Point.Quantiles(
                head(),
                random.nextLong(),
                random.nextGaussian(),
                some(() -> new Point.Quantiles.Quantile(random.nextDouble(), random.nextGaussian())));
    }
}
