package io.borescope.receiver.bpfobject;

import io.borescope.api.BatchConsumer;
import io.borescope.api.component.ReceiverSettings;
import io.borescope.api.metric.MetricBatch;
import io.borescope.api.telemetry.Counter;
import io.borescope.api.time.Window;
import java.util.List;

/** Hands the rows of finished windows on. */
final class MetricRows {
    private final ReceiverSettings settings;
    private final BatchConsumer<MetricBatch> next;
    private final int maxSeries;
    private final Counter overflowed;
    private long sequence;

    MetricRows(ReceiverSettings settings, BatchConsumer<MetricBatch> next, int maxSeries) {
        this.settings = settings;
        this.next = next;
        this.maxSeries = maxSeries;
        this.overflowed = settings.meter()
                .counter(
                        "series_overflowed",
                        "{value}",
                        "Values that went into the series of what is beyond max_series; raise it, or use fewer dimensions.");
    }

    List<SeriesTable> tables(List<MetricPlan> metrics) {
        return metrics.stream()
                .map(metric -> new SeriesTable(metric, maxSeries))
                .toList();
    }

    /** Counts what {@link SeriesTable#add} has said. */
    void countOverflow(boolean beyond) {
        if (beyond) {
            overflowed.add(1);
        }
    }

    /**
     * Hands on what is in some tables, which are empty after that.
     *
     * @param events that the first of them answers for; each event of a window is in every table
     * @param lost events that are missing from this window
     */
    void handOn(List<SeriesTable> tables, Window window, long events, long lost) {
        long unanswered = events;
        for (SeriesTable table : tables) {
            if (table.size() > 0) {
                next.consume(new MetricBatch(
                        settings.batchIds().next(),
                        settings.resource(),
                        table.plan().descriptor(),
                        window,
                        settings.clock().epochNanos(),
                        table.take(),
                        unanswered,
                        lost));
                unanswered = 0;
            }
        }
    }

    /** A number for the next window. */
    long nextSequence() {
        return sequence++;
    }
}
