package io.borescope.processor.aggregate;

import io.borescope.api.event.EventBatch;
import io.borescope.api.event.EventType;
import io.borescope.api.time.Window;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What has been folded of one window. Used again for another window when this one is reported. */
final class OpenWindow {
    /** A row of CPU time is a quarter as wide as others, and a process has one for each CPU. */
    private static final int CHARGES_PER_KEY = 4;

    private final KeyedRows rows;
    private final KeyedRows charges;
    private final long[] answered;
    private final SortedMap<Loss, Long> lost = new TreeMap<>();
    private @Nullable Window window;
    private long from;
    private long to;

    /**
     * @param metrics how many metrics the rules have
     */
    OpenWindow(int metrics, AggregateConfig config) {
        this.answered = new long[metrics];
        this.rows = new KeyedRows(RowTable.ofAllFigures(), config.maxKeys(), config.maxValues());
        this.charges = new KeyedRows(RowTable.ofSums(), CHARGES_PER_KEY * config.maxKeys(), config.maxValues());
    }

    /** Forgets the previous window. */
    OpenWindow begin(Window newWindow) {
        continueAs(newWindow);
        rows.clear();
        charges.clear();
        Arrays.fill(answered, 0);
        lost.clear();
        return this;
    }

    /** Takes over the borders that the same window has by now. */
    OpenWindow continueAs(Window sameWindow) {
        window = sameWindow;
        from = sameWindow.startMonotonicNanos();
        to = sameWindow.endMonotonicNanos();
        return this;
    }

    Window window() {
        if (window == null) {
            throw new IllegalStateException("no window has begun");
        }
        return window;
    }

    /** Where it begins on the kernel's clock. */
    long from() {
        return from;
    }

    /** Where it ends on the kernel's clock. */
    long to() {
        return to;
    }

    /** Rows of all metrics but those of CPU time. */
    KeyedRows rows() {
        return rows;
    }

    /** CPU time by process and CPU, from which the metrics of CPU time are made. */
    KeyedRows charges() {
        return charges;
    }

    void answer(int metric, long events) {
        answered[metric] += events;
    }

    /** Events that a metric answers for. */
    long answered(int metric) {
        return answered[metric];
    }

    /** What was lost of some type of events of which so much would have been told. */
    record Loss(int type, int sampling) implements Comparable<Loss> {
        @Override
        public int compareTo(Loss other) {
            return type == other.type ? Integer.compare(sampling, other.sampling) : Integer.compare(type, other.type);
        }
    }

    /**
     * @param samplings the numbers for the batch's source, by {@link EventBatch#kind(int)}
     */
    void addLost(EventBatch events, int[] samplings) {
        if (events.lost() > 0) {
            for (int type = 0; type < EventType.ID_LIMIT; type++) {
                if (events.lost(type) > 0) {
                    int kind = EventBatch.kind(type, events.sampling().level(type));
                    lost.merge(new Loss(type, samplings[kind]), events.lost(type), Long::sum);
                }
            }
        }
    }

    /** Events that the source lost, in the order of their types. */
    SortedMap<Loss, Long> lost() {
        return lost;
    }

    /** Events of a type that the source lost. */
    long lost(EventType type) {
        return lost.entrySet().stream()
                .filter(loss -> loss.getKey().type() == type.id())
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** Times that something went to a row for everybody else. */
    long folded() {
        return rows.folded() + charges.folded();
    }

    /** Times that something went to a row for all other values of a dimension. */
    long foldedValues() {
        return rows.foldedValues();
    }
}
