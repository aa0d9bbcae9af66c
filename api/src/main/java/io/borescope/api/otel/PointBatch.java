package io.borescope.api.otel;

import io.borescope.api.BatchId;
import io.borescope.api.Signal;
import java.util.List;

/** Data points, by metric. */
public record PointBatch(BatchId id, List<Group<Metric>> groups) implements OtelBatch<Metric> {
    public PointBatch {
        groups = List.copyOf(groups);
    }

    @Override
    public PointBatch with(BatchId id, List<Group<Metric>> groups) {
        return new PointBatch(id, groups);
    }

    @Override
    public Signal<PointBatch> signal() {
        return Signal.DATA_POINTS;
    }

    /** Data points, by metric. */
    @Override
    public int size() {
        return groups.stream()
                .flatMap(group -> group.records().stream())
                .mapToInt(metric -> metric.data().size())
                .sum();
    }

    @Override
    public PointBatch owned() {
        return this;
    }
}
