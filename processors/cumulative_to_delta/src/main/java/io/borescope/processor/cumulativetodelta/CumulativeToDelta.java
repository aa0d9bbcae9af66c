package io.borescope.processor.cumulativetodelta;

import io.borescope.api.BatchConsumer;
import io.borescope.api.component.Processor;
import io.borescope.api.component.ProcessorSettings;
import io.borescope.api.otel.Group;
import io.borescope.api.otel.Metric;
import io.borescope.api.otel.Metric.Temporality;
import io.borescope.api.otel.Point;
import io.borescope.api.otel.Point.Head;
import io.borescope.api.otel.PointBatch;
import io.borescope.api.telemetry.Counter;
import io.borescope.points.StreamIdentity;
import io.borescope.points.StreamTable;
import io.borescope.processor.cumulativetodelta.CumulativeToDeltaConfig.InitialValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Makes deltas of cumulative data points. Guarded by the pipeline's gate.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otel/metrics/data-model/#resets-and-gaps">Resets and gaps</a>
 */
final class CumulativeToDelta implements Processor<PointBatch> {
    private final ProcessorSettings settings;
    private final InitialValue initialValue;
    private final Predicate<Metric> chosen;
    private final BatchConsumer<PointBatch> next;
    private final StreamTable<Stream<?>> streams;
    private final Counter first;
    private final Counter outOfOrder;
    private final Counter otherBuckets;
    private final Counter resets;
    private long startedEpochNanos;

    CumulativeToDelta(ProcessorSettings settings, CumulativeToDeltaConfig config, BatchConsumer<PointBatch> next) {
        this.settings = settings;
        this.initialValue = config.initialValue();
        Predicate<Metric> included = config.include().matcher();
        this.chosen = config.exclude().isEmpty()
                ? included
                : included.and(config.exclude().matcher().negate());
        this.next = next;
        this.streams = new StreamTable<>(settings, config.maxStreams(), config.maxStaleness());
        this.first = settings.ledger()
                .lost(
                        "first_point",
                        "The first of a stream, of which nobody knows how much was reported before. See initial_value.");
        this.outOfOrder = settings.ledger()
                .lost(
                        "out_of_order",
                        "Reported on a time that had been reported on. Look for two senders of one stream.");
        this.otherBuckets =
                settings.ledger().lost("other_buckets", "A histogram whose buckets are not those that it had before.");
        this.resets = settings.meter().counter("resets", "{point}", "Points whose stream had begun anew.");
    }

    @Override
    public void start() {
        startedEpochNanos = settings.clock().epochNanos();
        streams.start();
    }

    @Override
    public void consume(PointBatch batch) {
        List<Group<Metric>> groups = batch.groups().stream()
                .map(group -> group.flatMap(metric -> converted(group, metric)))
                .filter(group -> !group.records().isEmpty())
                .toList();
        if (!groups.isEmpty()) {
            next.consume(batch.with(settings.batchIds().next(), groups));
        }
    }

    private List<Metric> converted(Group<Metric> group, Metric metric) {
        if (!chosen.test(metric)) {
            return List.of(metric);
        }
        Metric.Data<?> data = switch (metric.data()) {
            case Metric.Sum sum
            when sum.temporality() == Temporality.CUMULATIVE && sum.monotonic() ->
                new Metric.Sum(
                        deltas(StreamIdentity.of(group, metric), sum.points(), Difference.OF_FIGURES),
                        Temporality.DELTA,
                        true);
            case Metric.Histogram histogram
            when histogram.temporality() == Temporality.CUMULATIVE ->
                new Metric.Histogram(
                        deltas(StreamIdentity.of(group, metric), histogram.points(), Difference.OF_BUCKETS),
                        Temporality.DELTA);
            default -> metric.data();
        };
        return data.size() == 0 && metric.data().size() > 0 ? List.of() : List.of(metric.with(data));
    }

    private <P extends Point<P>> List<P> deltas(StreamIdentity identity, List<P> points, Difference<P> difference) {
        List<P> deltas = new ArrayList<>(points.size());
        for (P point : points) {
            boolean saysNothing = (point.head().flags() & Point.NOTHING_RECORDED) != 0 || !difference.counts(point);
            (saysNothing ? Optional.of(point) : delta(identity, point, difference)).ifPresent(deltas::add);
        }
        return deltas;
    }

    @SuppressWarnings("unchecked") // the kind of points is part of the identity
    private <P extends Point<P>> Optional<P> delta(StreamIdentity identity, P point, Difference<P> difference) {
        Stream<P> stream = (Stream<P>) streams.find(identity, point.attributes());
        long now = settings.clock().monotonicNanos();
        if (stream == null) {
            boolean hasRoom = streams.add(identity, point.attributes(), new Stream<>(difference.bare(point), now), 1);
            return hasRoom ? first(point) : Optional.empty();
        }
        P before = stream.last();
        if (point.head().epochNanos() <= before.head().epochNanos()) {
            outOfOrder.add(1);
            return Optional.empty();
        }
        stream.proceed(difference.bare(point), now);
        return delta(before, point, difference);
    }

    private <P extends Point<P>> Optional<P> first(P point) {
        Head head = point.head();
        boolean isNew = head.startEpochNanos() >= startedEpochNanos && head.startEpochNanos() < head.epochNanos();
        if (initialValue == InitialValue.KEEP || (initialValue == InitialValue.AUTO && isNew)) {
            return Optional.of(point);
        }
        first.add(1);
        return Optional.empty();
    }

    private <P extends Point<P>> Optional<P> delta(P before, P point, Difference<P> difference) {
        Head head = point.head();
        long since = before.head().epochNanos();
        if (head.startEpochNanos() >= since) { // it says itself that it has begun anew
            resets.add(1);
            return Optional.of(point);
        }
        if (!difference.fits(before, point)) {
            otherBuckets.add(1);
            return Optional.empty();
        }
        boolean falls = difference.falls(before, point);
        if (falls) {
            resets.add(1); // at some time in between, from nothing: all that there is has come since
        }
        P delta = falls ? point : difference.between(before, point);
        return Optional.of(difference
                .since(delta, since)
                .with(new Head(head.attributes(), since, head.epochNanos(), head.flags())));
    }
}
