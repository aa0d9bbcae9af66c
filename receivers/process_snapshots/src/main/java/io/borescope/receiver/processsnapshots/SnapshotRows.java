package io.borescope.receiver.processsnapshots;

import io.borescope.api.event.Sampling;
import io.borescope.api.metric.Column;
import io.borescope.api.metric.DoubleColumn;
import io.borescope.api.metric.LongColumn;
import io.borescope.api.metric.MapColumn;
import io.borescope.api.metric.TextColumn;
import io.borescope.api.process.ProcessIdentity;
import io.borescope.api.process.ProcessRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Rows of one metric, until a batch is made of them. Not thread-safe. */
final class SnapshotRows {
    private final int width;
    private final List<ProcessRecord> processes = new ArrayList<>();
    private long[] values;

    /**
     * @param width figures per row
     */
    SnapshotRows(int width) {
        this.width = width;
        this.values = new long[16 * width];
    }

    int size() {
        return processes.size();
    }

    /** Adds a row. The figures are copied. */
    void add(ProcessRecord process, long... figures) {
        int at = processes.size() * width;
        if (at == values.length) {
            values = Arrays.copyOf(values, 2 * at);
        }
        System.arraycopy(figures, 0, values, at, width);
        processes.add(process);
    }

    /** The columns of all rows, which are then forgotten. */
    List<Column> take() {
        List<Column> columns = new ArrayList<>();
        columns.add(
                new LongColumn(processes.stream().mapToLong(ProcessRecord::pid).toArray()));
        columns.add(new LongColumn(
                processes.stream().mapToLong(ProcessRecord::startEpochNanos).toArray()));
        columns.add(TextColumn.of(processes.stream().map(SnapshotRows::clientOf).toList()));
        columns.add(
                TextColumn.of(Collections.nCopies(size(), Sampling.NONE.mode().label())));
        columns.add(new DoubleColumn(
                processes.stream().mapToDouble(_ -> Sampling.NONE.rate()).toArray()));
        columns.add(
                new MapColumn(processes.stream().map(ProcessRecord::attributes).toList()));
        for (int column = 0; column < width; column++) {
            columns.add(new LongColumn(column(column)));
        }
        processes.clear();
        return columns;
    }

    private static String clientOf(ProcessRecord process) {
        return process.client().isEmpty() ? ProcessIdentity.UNKNOWN_CLIENT : process.client();
    }

    private long[] column(int column) {
        long[] figures = new long[size()];
        for (int row = 0; row < figures.length; row++) {
            figures[row] = values[row * width + column];
        }
        return figures;
    }
}
