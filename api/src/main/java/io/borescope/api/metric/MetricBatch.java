package io.borescope.api.metric;

import io.borescope.api.Batch;
import io.borescope.api.BatchId;
import io.borescope.api.Resource;
import io.borescope.api.Signal;
import io.borescope.api.time.Window;
import java.util.List;
import java.util.Optional;

/**
 * Rows of one metric in one window. Owned and immutable: keep it as long as you like, share it between threads.
 *
 * @param id given when it was made
 * @param resource whom all rows are about
 * @param descriptor what the rows mean
 * @param window what they cover; a snapshot's is as long as its reading took
 * @param madeEpochNanos when the rows were made, wall time
 * @param columns as the descriptor says, attributes then values
 * @param eventCount input events the rows answer for, see {@link Batch#eventCount()}
 * @param lostEvents events of this metric that are known to be missing from this window
 */
public record MetricBatch(
        BatchId id,
        Resource resource,
        MetricDescriptor descriptor,
        Window window,
        long madeEpochNanos,
        List<Column> columns,
        long eventCount,
        long lostEvents)
        implements Batch {
    public MetricBatch {
        columns = List.copyOf(columns);
        List<ColumnSpec> specs = descriptor.columns();
        if (columns.size() != specs.size()) {
            throw new IllegalArgumentException(
                    descriptor.name() + " has " + specs.size() + " columns, not " + columns.size());
        }
        for (int i = 0; i < columns.size(); i++) {
            check(descriptor, specs.get(i), columns.get(i), columns.getFirst().size());
        }
    }

    private static void check(MetricDescriptor descriptor, ColumnSpec spec, Column column, int rows) {
        if (column.type() != spec.type() || column.size() != rows) {
            throw new IllegalArgumentException("%s.%s is %d rows of %s, not %d of %s"
                    .formatted(descriptor.name(), spec.name(), rows, spec.type(), column.size(), column.type()));
        }
    }

    @Override
    public Signal<MetricBatch> signal() {
        return Signal.METRICS;
    }

    /** Rows. */
    @Override
    public int size() {
        return columns.isEmpty() ? 0 : columns.getFirst().size();
    }

    @Override
    public MetricBatch owned() {
        return this;
    }

    /** The same with an identity of its own. */
    public MetricBatch with(BatchId changed) {
        return new MetricBatch(changed, resource, descriptor, window, madeEpochNanos, columns, eventCount, lostEvents);
    }

    /** The same about somebody else. */
    public MetricBatch with(Resource changed) {
        return new MetricBatch(id, changed, descriptor, window, madeEpochNanos, columns, eventCount, lostEvents);
    }

    /** The same with rows that mean something else. */
    public MetricBatch with(MetricDescriptor changed, List<Column> changedColumns) {
        return new MetricBatch(id, resource, changed, window, madeEpochNanos, changedColumns, eventCount, lostEvents);
    }

    /** The same, answering for other events. */
    public MetricBatch with(long changedEventCount, long changedLostEvents) {
        return new MetricBatch(
                id, resource, descriptor, window, madeEpochNanos, columns, changedEventCount, changedLostEvents);
    }

    /** The column of a name, if this metric has it and it is of that type. */
    public <C extends Column> Optional<C> find(String name, Class<C> type) {
        return descriptor
                .indexOf(name)
                .map(columns::get)
                .filter(type::isInstance)
                .map(type::cast);
    }

    /**
     * The column of a name that the metric's kind promises.
     *
     * @throws IllegalArgumentException if it is not there or of another type
     */
    public <C extends Column> C require(String name, Class<C> type) {
        return find(name, type)
                .orElseThrow(() -> new IllegalArgumentException(
                        descriptor.name() + " has no " + type.getSimpleName() + " called " + name));
    }
}
