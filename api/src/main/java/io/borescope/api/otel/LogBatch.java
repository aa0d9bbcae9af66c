package io.borescope.api.otel;

import io.borescope.api.BatchId;
import io.borescope.api.Signal;
import java.util.List;

/** Log records. */
public record LogBatch(BatchId id, List<Group<LogRecord>> groups) implements OtelBatch<LogRecord> {
    public LogBatch {
        groups = List.copyOf(groups);
    }

    @Override
    public LogBatch with(BatchId id, List<Group<LogRecord>> groups) {
        return new LogBatch(id, groups);
    }

    @Override
    public Signal<LogBatch> signal() {
        return Signal.LOGS;
    }

    /** Log records. */
    @Override
    public int size() {
        return groups.stream().mapToInt(group -> group.records().size()).sum();
    }

    @Override
    public LogBatch owned() {
        return this;
    }
}
