package io.borescope.processor.deltatocumulative;

import io.borescope.api.component.ProcessorSettings;
import io.borescope.api.telemetry.Counter;
import io.borescope.points.StreamTable;
import io.borescope.processor.deltatocumulative.DeltaToCumulativeConfig.Gaps;
import java.util.Objects;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * All streams, and what their reports mean. Guarded by the pipeline's gate.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otel/metrics/data-model/#sums-delta-to-cumulative">Delta to cumulative</a>
 */
final class Streams {
    /**
     * Something that a stream reported.
     *
     * @param <T> the sum
     */
    interface Addition<T> extends BinaryOperator<T> {
        /** Whether both can be added; a stream begins anew where they cannot. */
        default boolean fits(T total, T delta) {
            return true;
        }
    }

    private final ProcessorSettings settings;
    private final boolean resets;
    private final StreamTable<Stream<?>> table;
    private final Counter outOfOrder;
    private final Counter overlaps;
    private final Counter gaps;

    Streams(ProcessorSettings settings, DeltaToCumulativeConfig config) {
        this.settings = settings;
        this.table = new StreamTable<>(settings, config.maxStreams(), config.maxStale());
        this.resets = config.gaps() == Gaps.RESET;
        this.outOfOrder = settings.ledger()
                .lost(
                        "out_of_order",
                        "Reported on a time that had been reported on. Look for two senders of one stream.");
        this.overlaps = settings.meter()
                .counter("overlaps", "{point}", "Points that began before the last one of their stream had ended.");
        this.gaps = settings.meter()
                .counter("gaps", "{point}", "Points that began after the last one of their stream had ended.");
    }

    void start() {
        table.start();
    }

    /**
     * Adds what was reported on a span of time.
     *
     * @param metric and everything else that points of it have in common
     * @param attributes that tell its points apart
     * @param startEpochNanos 0 if nobody says
     * @param events that are lost if it is not taken
     * @return the stream, or null if it was not taken
     */
    @SuppressWarnings("unchecked") // what is added depends on the metric alone
    <T> @Nullable Stream<T> add(
            Object metric,
            Object attributes,
            long startEpochNanos,
            long epochNanos,
            T delta,
            Addition<T> addition,
            long events) {
        Stream<T> stream = (Stream<T>) table.find(metric, attributes);
        long now = settings.clock().monotonicNanos();
        if (stream == null) {
            stream = new Stream<>();
            stream.begin(startEpochNanos, epochNanos, delta, now);
            return table.add(metric, attributes, stream, events) ? stream : null;
        }
        if (isOutOfOrder(stream, startEpochNanos, epochNanos)) {
            outOfOrder.add(events);
            return null;
        }
        T total = Objects.requireNonNull(stream.total());
        if (breaks(stream, startEpochNanos) || !addition.fits(total, delta)) {
            long start = startEpochNanos == 0 ? stream.epochNanos() : startEpochNanos;
            stream.begin(start, epochNanos, delta, now);
        } else {
            stream.proceed(epochNanos, addition.apply(total, delta), now);
        }
        return stream;
    }

    private static boolean isOutOfOrder(Stream<?> stream, long startEpochNanos, long epochNanos) {
        return epochNanos <= stream.epochNanos()
                || (startEpochNanos != 0 && startEpochNanos < stream.startEpochNanos());
    }

    /** Counts what does not join up, and says whether the stream ends at that. */
    private boolean breaks(Stream<?> stream, long startEpochNanos) {
        if (startEpochNanos == 0 || startEpochNanos == stream.epochNanos()) {
            return false;
        }
        boolean isGap = startEpochNanos > stream.epochNanos();
        (isGap ? gaps : overlaps).add(1);
        return isGap && resets;
    }
}
