package io.borescope.points;

import io.borescope.api.component.ProcessorSettings;
import io.borescope.api.telemetry.Counter;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a processor remembers of streams, by metric and attributes: no more than so many, and of none that was silent for long. Guarded by the
 * pipeline's gate; their number is shown to other threads.
 *
 * @param <S> what is remembered of one
 */
public final class StreamTable<S extends StreamTable.Seen> {
    private static final Duration EXPIRY = Duration.ofSeconds(10);

    /** Something that is forgotten when nothing comes of it. */
    public interface Seen {
        /** When it was last reported on, monotonic time. */
        long seenNanos();
    }

    private final ProcessorSettings settings;
    private final long staleNanos;
    private final long most;
    private final Map<Object, Map<Object, S>> metrics = new HashMap<>();
    private final Counter limit;
    private final Counter stale;
    private int size;
    private volatile int shownSize;

    /**
     * @param most 0 for no limit
     * @param staleAfter zero for never
     */
    public StreamTable(ProcessorSettings settings, long most, Duration staleAfter) {
        this.settings = settings;
        this.most = most == 0 ? Long.MAX_VALUE : most;
        this.staleNanos = staleAfter.toNanos();
        this.limit = settings.ledger()
                .lost("stream_limit", "Of a stream beyond max_streams. Raise it, or aggregate labels away before.");
        this.stale = settings.meter().counter("stale", "{stream}", "Streams forgotten because nothing came of them.");
        // What was taken cannot go back to its sender: streams have moved on, and its points would be out of order.
        settings.ledger().held(() -> 0);
        settings.meter().gauge("streams", "{stream}", "Streams that are remembered.", () -> shownSize);
    }

    /** Begins to forget. */
    public void start() {
        if (staleNanos > 0) {
            settings.timers().every(EXPIRY, this::expire);
        }
    }

    /** What is remembered of a stream; null if nothing is. */
    public @Nullable S find(Object metric, Object attributes) {
        Map<Object, S> streams = metrics.get(metric);
        return streams == null ? null : streams.get(attributes);
    }

    /**
     * Remembers a stream of which nothing is remembered yet.
     *
     * @param events that are lost if there is no room for it
     * @return whether there was
     */
    public boolean add(Object metric, Object attributes, S stream, long events) {
        if (size >= most) {
            limit.add(events);
            return false;
        }
        metrics.computeIfAbsent(metric, _ -> new HashMap<>()).put(attributes, stream);
        setSize(size + 1);
        return true;
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
