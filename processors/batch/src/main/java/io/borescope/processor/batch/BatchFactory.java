package io.borescope.processor.batch;

import io.borescope.api.BatchConsumer;
import io.borescope.api.Signal;
import io.borescope.api.component.ComponentType;
import io.borescope.api.component.Outputs;
import io.borescope.api.component.Processor;
import io.borescope.api.component.ProcessorFactory;
import io.borescope.api.component.ProcessorSettings;
import io.borescope.api.component.SignalPath;
import io.borescope.api.component.Stability;
import io.borescope.api.metric.MetricBatch;
import java.util.Set;

/** Makes {@code batch} processors. */
public final class BatchFactory implements ProcessorFactory<BatchConfig> {
    @Override
    public ComponentType type() {
        return new ComponentType("batch");
    }

    @Override
    public String description() {
        return "Joins small batches and cuts large ones.";
    }

    @Override
    public Class<BatchConfig> configType() {
        return BatchConfig.class;
    }

    @Override
    public Stability stability() {
        return Stability.ALPHA;
    }

    @Override
    public Set<SignalPath> paths() {
        return Set.of(
                SignalPath.through(Signal.METRICS),
                SignalPath.through(Signal.DATA_POINTS),
                SignalPath.through(Signal.LOGS),
                SignalPath.through(Signal.TRACES));
    }

    @Override
    public Processor<?> create(ProcessorSettings settings, BatchConfig config, Outputs outputs) {
        Signal<?> signal = settings.path().in();
        if (signal == Signal.METRICS) {
            return passOn(outputs.require(Signal.METRICS));
        }
        if (signal == Signal.DATA_POINTS) {
            return new Batcher<>(
                    settings, config, Signal.DATA_POINTS, outputs.require(Signal.DATA_POINTS), Unit.points());
        }
        if (signal == Signal.LOGS) {
            return new Batcher<>(settings, config, Signal.LOGS, outputs.require(Signal.LOGS), Unit.whole());
        }
        return new Batcher<>(settings, config, Signal.TRACES, outputs.require(Signal.TRACES), Unit.whole());
    }

    /** A batch in columns is one metric of one window: a whole that is neither joined with others nor cut. */
    private static Processor<MetricBatch> passOn(BatchConsumer<MetricBatch> next) {
        return next::consume;
    }
}
