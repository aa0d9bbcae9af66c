package io.borescope.processor.deltatocumulative;

import io.borescope.api.component.ProcessorSettings;
import io.borescope.api.telemetry.Counter;
import io.borescope.processor.deltatocumulative.DeltaToCumulativeConfig.Gaps;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * All streams, by metric and attributes. Guarded by the pipeline's gate; their number is shown to other threads.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otel/metrics/data-model/#sums-delta-to-cumulative">Delta to cumulative</a>
 */
final class Streams {
    private static final Duration EXPIRY = Duration.ofSeconds(10);

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
    private final long staleNanos;
    private final long most;
    private final boolean resets;
    private final Map<Object, Map<Object, Stream<?>>> metrics = new HashMap<>();
    private final Counter outOfOrder;
    private final Counter limit;
    private final Counter overlaps;
    private final Counter gaps;
    private final Counter stale;
    private int size;
    private volatile int shownSize;

    Streams(ProcessorSettings settings, DeltaToCumulativeConfig config) {
        this.settings = settings;
        this.staleNanos = config.maxStale().toNanos();
        this.most = config.maxStreams() == 0 ? Long.MAX_VALUE : config.maxStreams();
        this.resets = config.gaps() == Gaps.RESET;
        this.outOfOrder = settings.ledger()
                .lost(
                        "out_of_order",
                        "Reported on a time that had been reported on. Look for two senders of one stream.");
        this.limit = settings.ledger()
                .lost("stream_limit", "Of a stream beyond max_streams. Raise it, or aggregate labels away before.");
        this.overlaps = settings.meter()
                .counter("overlaps", "{point}", "Points that began before the last one of their stream had ended.");
        this.gaps = settings.meter()
                .counter("gaps", "{point}", "Points that began after the last one of their stream had ended.");
        this.stale = settings.meter().counter("stale", "{stream}", "Streams forgotten because nothing came of them.");
        settings.meter().gauge("streams", "{stream}", "Streams that are remembered.", () -> shownSize);
    }

    void start() {
        settings.timers().every(EXPIRY, this::expire);
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
        Map<Object, Stream<?>> streams = metrics.get(metric);
        Stream<T> stream = streams == null ? null : (Stream<T>) streams.get(attributes);
        long now = settings.clock().monotonicNanos();
        if (stream == null) {
            if (size >= most) {
                limit.add(events);
                return null;
            }
            stream = new Stream<>();
            metrics.computeIfAbsent(metric, _ -> new HashMap<>()).put(attributes, stream);
            setSize(size + 1);
            stream.begin(startEpochNanos, epochNanos, delta, now);
            return stream;
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

    private void setSize(int streams) {
        size = streams;
        shownSize = streams;
    }

    private void expire() {
        long now = settings.clock().monotonicNanos();
        int before = size;
        metrics.values().forEach(streams -> streams.values().removeIf(stream -> now - stream.seenNanos() > staleNanos));
        metrics.values().removeIf(Map::isEmpty);
        setSize(metrics.values().stream().mapToInt(Map::size).sum());
        stale.add(before - size);
    }
}
