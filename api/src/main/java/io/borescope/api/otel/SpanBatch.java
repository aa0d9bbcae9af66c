package io.borescope.api.otel;

import io.borescope.api.BatchId;
import io.borescope.api.Signal;
import java.util.List;

/** Spans. */
public record SpanBatch(BatchId id, List<Group<Span>> groups) implements OtelBatch<Span> {
    public SpanBatch {
        groups = List.copyOf(groups);
    }

    @Override
    public SpanBatch with(BatchId id, List<Group<Span>> groups) {
        return new SpanBatch(id, groups);
    }

    @Override
    public Signal<SpanBatch> signal() {
        return Signal.TRACES;
    }

    /** Spans. */
    @Override
    public int size() {
        return groups.stream().mapToInt(group -> group.records().size()).sum();
    }

    @Override
    public SpanBatch owned() {
        return this;
    }
}
