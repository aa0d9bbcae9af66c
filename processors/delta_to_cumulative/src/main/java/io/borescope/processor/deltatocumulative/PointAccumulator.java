package io.borescope.processor.deltatocumulative;

import io.borescope.api.BatchConsumer;
import io.borescope.api.component.Processor;
import io.borescope.api.component.ProcessorSettings;
import io.borescope.api.otel.Group;
import io.borescope.api.otel.Metric;
import io.borescope.api.otel.Metric.Temporality;
import io.borescope.api.otel.Point;
import io.borescope.api.otel.Point.Buckets;
import io.borescope.api.otel.Point.Exponential;
import io.borescope.api.otel.Point.Figure;
import io.borescope.api.otel.Point.Head;
import io.borescope.api.otel.PointBatch;
import io.borescope.points.Exemplars;
import io.borescope.points.PointSums;
import io.borescope.points.StreamIdentity;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;

/** Accumulates data points of deltas. */
final class PointAccumulator implements Processor<PointBatch> {
    private static final Streams.Addition<Buckets> BUCKETS = new Streams.Addition<>() {
        @Override
        public boolean fits(Buckets total, Buckets delta) {
            return PointSums.hasSameBuckets(total, delta);
        }

        @Override
        public Buckets apply(Buckets total, Buckets delta) {
            return PointSums.add(delta.head(), total, delta);
        }
    };

    private final ProcessorSettings settings;
    private final Streams streams;
    private final BatchConsumer<PointBatch> next;

    PointAccumulator(ProcessorSettings settings, Streams streams, BatchConsumer<PointBatch> next) {
        this.settings = settings;
        this.streams = streams;
        this.next = next;
    }

    @Override
    public void start() {
        streams.start();
    }

    @Override
    public void consume(PointBatch batch) {
        List<Group<Metric>> groups = batch.groups().stream()
                .map(group -> group.flatMap(metric -> accumulated(group, metric)))
                .filter(group -> !group.records().isEmpty())
                .toList();
        if (!groups.isEmpty()) {
            next.consume(batch.with(settings.batchIds().next(), groups));
        }
    }

    private List<Metric> accumulated(Group<Metric> group, Metric metric) {
        StreamIdentity identity = StreamIdentity.of(group, metric);
        Metric.Data<?> data = switch (metric.data()) {
            case Metric.Sum sum
            when sum.temporality() == Temporality.DELTA ->
                new Metric.Sum(
                        accumulated(identity, sum.points(), PointAccumulator::added, Exemplars::without),
                        Temporality.CUMULATIVE,
                        sum.monotonic());
            case Metric.Histogram histogram
            when histogram.temporality() == Temporality.DELTA ->
                new Metric.Histogram(
                        accumulated(identity, histogram.points(), BUCKETS, Exemplars::without), Temporality.CUMULATIVE);
            case Metric.ExponentialHistogram histogram
            when histogram.temporality() == Temporality.DELTA ->
                new Metric.ExponentialHistogram(
                        accumulated(identity, histogram.points(), PointAccumulator::added, Exemplars::without),
                        Temporality.CUMULATIVE);
            default -> metric.data();
        };
        return data.size() == 0 && metric.data().size() > 0 ? List.of() : List.of(metric.with(data));
    }

    private static Figure added(Figure total, Figure delta) {
        return PointSums.add(delta.head(), total, delta);
    }

    private static Exponential added(Exponential total, Exponential delta) {
        return PointSums.add(delta.head(), total, delta);
    }

    /**
     * The sums of all streams that points are of.
     *
     * @param bare makes of a sum what is remembered of it: exemplars are of one report, not of all
     */
    private <P extends Point<P>> List<P> accumulated(
            StreamIdentity identity, List<P> deltas, Streams.Addition<P> addition, UnaryOperator<P> bare) {
        List<P> sums = new ArrayList<>(deltas.size());
        for (P delta : deltas) {
            Head head = delta.head();
            if ((head.flags() & Point.NOTHING_RECORDED) != 0) {
                sums.add(delta); // says of a cumulative stream what it says of this one
                continue;
            }
            Stream<P> stream = streams.add(
                    identity, head.attributes(), head.startEpochNanos(), head.epochNanos(), delta, addition, 1);
            if (stream != null) {
                P total = Objects.requireNonNull(stream.total());
                sums.add(total.with(
                        new Head(head.attributes(), stream.startEpochNanos(), head.epochNanos(), head.flags())));
                stream.remember(bare.apply(total));
            }
        }
        return sums;
    }
}
