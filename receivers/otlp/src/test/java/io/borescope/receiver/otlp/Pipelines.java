package io.borescope.receiver.otlp;

import io.borescope.api.Batch;
import io.borescope.api.BatchConsumer;
import io.borescope.api.Signal;
import io.borescope.api.component.Outputs;
import io.borescope.api.otel.LogBatch;
import io.borescope.api.otel.PointBatch;
import io.borescope.api.otel.SpanBatch;
import io.borescope.testing.Collected;
import java.util.List;
import java.util.Optional;

/** Pipelines of all three signals, which can be told to refuse. */
final class Pipelines implements Outputs {
    final Collected<SpanBatch> traces = new Collected<>(Signal.TRACES);
    final Collected<PointBatch> metrics = new Collected<>(Signal.DATA_POINTS);
    final Collected<LogBatch> logs = new Collected<>(Signal.LOGS);

    private volatile boolean refusing;

    void refuse(boolean value) {
        refusing = value;
    }

    /** Drops what has come. */
    void forget() {
        traces.take();
        metrics.take();
        logs.take();
    }

    @Override
    public <B extends Batch> Optional<BatchConsumer<B>> find(Signal<B> signal) {
        return List.of(traces, metrics, logs).stream()
                .flatMap(collected -> collected.find(signal).stream())
                .findFirst()
                .map(Door::new);
    }

    private final class Door<B extends Batch> implements BatchConsumer<B> {
        private final BatchConsumer<B> next;

        Door(BatchConsumer<B> next) {
            this.next = next;
        }

        @Override
        public void consume(B batch) {
            next.consume(batch);
        }

        @Override
        public boolean offer(B batch) {
            return !refusing && next.offer(batch);
        }
    }
}
