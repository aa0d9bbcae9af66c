package io.borescope.processor.aggregate;

import io.borescope.api.event.EventBatch;
import io.borescope.api.event.WindowedEvents;
import io.borescope.api.metric.Column;
import io.borescope.api.metric.DoubleColumn;
import io.borescope.api.metric.LongColumn;
import io.borescope.api.metric.MapColumn;
import io.borescope.api.metric.MetricBatch;
import io.borescope.api.metric.TextColumn;
import io.borescope.api.time.ClockMapping;
import io.borescope.api.time.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Windows of a second in slots of ten, and rows as texts. */
final class TestWindows {
    static final long SECOND = 1_000_000_000L;
    static final ClockMapping MAPPING = new ClockMapping(1, 0);

    private TestWindows() {}

    /** From one second to another, in the slot of the first. */
    static Window window(double from, double to) {
        return window((long) (from * SECOND), (long) (to * SECOND), MAPPING);
    }

    static Window window(long from, long to, ClockMapping mapping) {
        long slot = from / (10 * SECOND);
        return new Window(from / 1000, mapping, from, to, slot, slot * 10 * SECOND, slot / 32);
    }

    /** All events of a window at once, of which each ends in it. */
    static WindowedEvents closing(Window window, EventBatch events) {
        return new WindowedEvents(window, events, events.size(), true);
    }

    /** The rows of a metric: values of columns with a blank between. */
    static List<String> rows(List<MetricBatch> batches, String metric, String... columns) {
        List<String> rows = new ArrayList<>();
        for (MetricBatch batch : batches) {
            if (batch.descriptor().name().equals(metric)) {
                IntStream.range(0, batch.size()).forEach(row -> rows.add(row(batch, row, columns)));
            }
        }
        return rows;
    }

    private static String row(MetricBatch batch, int row, String... columns) {
        List<String> values = new ArrayList<>();
        for (String column : columns) {
            values.add(
                    switch (batch.require(column, Column.class)) {
                        case LongColumn longs -> Long.toString(longs.get(row));
                        case DoubleColumn doubles -> Double.toString(doubles.get(row));
                        case TextColumn texts -> texts.get(row);
                        case MapColumn maps -> maps.get(row).toString();
                        default -> "?";
                    });
        }
        return String.join(" ", values);
    }
}
