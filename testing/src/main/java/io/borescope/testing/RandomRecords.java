package io.borescope.testing;

import io.borescope.api.BatchId;
import io.borescope.api.otel.Attributes;
import io.borescope.api.otel.Group;
import io.borescope.api.otel.LogBatch;
import io.borescope.api.otel.LogRecord;
import io.borescope.api.otel.Metric;
import io.borescope.api.otel.Metric.Data;
import io.borescope.api.otel.Metric.Temporality;
import io.borescope.api.otel.OtelResource;
import io.borescope.api.otel.Point;
import io.borescope.api.otel.PointBatch;
import io.borescope.api.otel.Scope;
import io.borescope.api.otel.Span;
import io.borescope.api.otel.SpanBatch;
import io.borescope.api.otel.SpanId;
import io.borescope.api.otel.TraceId;
import io.borescope.api.otel.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Batches of anything that OTLP can carry but minus zero, which is zero once it was JSON; edge values more often than chance would have it. */
public final class RandomRecords {
    private static final int DEEPEST = 4;
    private static final long[] LONGS = {0, 1, -1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 53, (1L << 53) + 1};
    private static final double[] DOUBLES = {
        0,
        1,
        0.1,
        -1e-300,
        Double.MIN_VALUE,
        Double.MAX_VALUE,
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY
    };
    private static final String[] TEXTS = {
        "", "a", "http.method", "\"\\\n\u0000\u007f", "große Übergröße", "😀\u2028", "NaN"
    };

    private static final List<Temporality> TEMPORALITIES = List.of(Temporality.values());

    private final Random random;

    /** The same for the same seed. */
    public RandomRecords(long seed) {
        this.random = new Random(seed);
    }

    /** Spans. */
    public SpanBatch spans() {
        return new SpanBatch(id(), groups(this::span));
    }

    /** Log records. */
    public LogBatch logs() {
        return new LogBatch(id(), groups(this::logRecord));
    }

    /** Data points of all kinds. */
    public PointBatch points() {
        return new PointBatch(id(), groups(this::metric));
    }

    private BatchId id() {
        return new BatchId(new UUID(1, 2), new UUID(3, 4), random.nextLong());
    }

    private <R> List<Group<R>> groups(Supplier<R> record) {
        return list(4, () -> new Group<>(resource(), scope(), some(1 + random.nextInt(4), record)));
    }

    private OtelResource resource() {
        return new OtelResource(attributes(0), random.nextInt(), text());
    }

    private Scope scope() {
        return new Scope(text(), text(), attributes(0), random.nextInt(), text());
    }

    private Span span() {
        return new Span(
                trace(),
                span8(),
                span8(),
                text(),
                random.nextInt(),
                text(),
                random.nextInt(9),
                number(),
                number(),
                attributes(0),
                list(3, () -> new Span.Event(number(), text(), attributes(0), random.nextInt())),
                list(
                        3,
                        () -> new Span.Link(
                                trace(), span8(), text(), random.nextInt(), attributes(0), random.nextInt())),
                new Span.Dropped(random.nextInt(), random.nextInt(2), random.nextInt()),
                new Span.Status(random.nextInt(4), text()));
    }

    private LogRecord logRecord() {
        return new LogRecord(
                number(),
                number(),
                random.nextInt(30),
                text(),
                text(),
                value(0),
                attributes(0),
                random.nextInt(),
                random.nextInt(),
                trace(),
                span8());
    }

    private Metric metric() {
        return new Metric(text(), text(), text(), attributes(0), data());
    }

    private Data<?> data() {
        int points = 1 + random.nextInt(3);
        Temporality temporality = TEMPORALITIES.get(random.nextInt(TEMPORALITIES.size()));
        return switch (random.nextInt(5)) {
            case 0 -> new Metric.Gauge(some(points, this::figure));
            case 1 -> new Metric.Sum(some(points, this::figure), temporality, random.nextBoolean());
            case 2 -> new Metric.Histogram(some(points, this::buckets), temporality);
            case 3 -> new Metric.ExponentialHistogram(some(points, this::exponential), temporality);
            default -> new Metric.Summary(some(points, this::quantiles));
        };
    }

    private Point.Head head() {
        return new Point.Head(attributes(0), number(), number(), random.nextInt(3));
    }

    private Point.Figure figure() {
        return new Point.Figure(head(), figureValue(), exemplars());
    }

    private Point.Buckets buckets() {
        int bounds = random.nextInt(4);
        boolean counted = random.nextBoolean();
        return new Point.Buckets(
                head(),
                number(),
                maybe(),
                maybe(),
                maybe(),
                counted ? some(bounds + 1, this::number) : List.of(),
                some(bounds, this::real),
                exemplars());
    }

    private Point.Exponential exponential() {
        return new Point.Exponential(
                head(),
                number(),
                maybe(),
                maybe(),
                maybe(),
                random.nextInt(),
                number(),
                real(),
                side(),
                side(),
                exemplars());
    }

    private Point.Exponential.Side side() {
        return new Point.Exponential.Side(random.nextInt(), list(5, this::number));
    }

    private Point.Quantiles quantiles() {
        return new Point.Quantiles(
                head(), number(), real(), list(3, () -> new Point.Quantiles.Quantile(real(), real())));
    }

    private List<Point.Exemplar> exemplars() {
        return list(2, () -> new Point.Exemplar(attributes(0), number(), figureValue(), trace(), span8()));
    }

    private Value figureValue() {
        return switch (random.nextInt(3)) {
            case 0 -> Value.of(number());
            case 1 -> Value.of(real());
            default -> Value.Empty.EMPTY;
        };
    }

    private Attributes attributes(int depth) {
        Map<String, Value> values = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            values.put(text(), value(depth + 1));
        }
        return Attributes.of(values);
    }

    private Value value(int depth) {
        return switch (random.nextInt(depth < DEEPEST ? 8 : 6)) {
            case 0 -> Value.of(text());
            case 1 -> Value.of(random.nextBoolean());
            case 2 -> Value.of(number());
            case 3 -> Value.of(real());
            case 4 -> bytes();
            case 5 -> Value.Empty.EMPTY;
            case 6 -> new Value.Items(list(4, () -> value(depth + 1)));
            default -> new Value.Fields(attributes(depth + 1));
        };
    }

    private Value bytes() {
        byte[] bytes = new byte[random.nextInt(20)];
        random.nextBytes(bytes);
        return new Value.Bytes(bytes);
    }

    private TraceId trace() {
        return random.nextInt(4) == 0 ? TraceId.NONE : new TraceId(number(), number());
    }

    private SpanId span8() {
        return new SpanId(number());
    }

    private long number() {
        return random.nextInt(3) == 0 ? LONGS[random.nextInt(LONGS.length)] : random.nextLong();
    }

    private double real() {
        return random.nextInt(3) == 0 ? DOUBLES[random.nextInt(DOUBLES.length)] : random.nextGaussian() * 1e9;
    }

    private OptionalDouble maybe() {
        return random.nextInt(3) == 0 ? OptionalDouble.empty() : OptionalDouble.of(real());
    }

    private String text() {
        return random.nextInt(3) == 0 ? TEXTS[random.nextInt(TEXTS.length)] : "t" + random.nextInt(1_000);
    }

    private <T> List<T> list(int bound, Supplier<T> item) {
        return some(random.nextInt(bound), item);
    }

    private static <T> List<T> some(int size, Supplier<T> item) {
        return Stream.generate(item).limit(size).toList();
    }
}
