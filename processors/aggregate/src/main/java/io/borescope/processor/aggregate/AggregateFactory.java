package io.borescope.processor.aggregate;

import io.borescope.api.Signal;
import io.borescope.api.component.ComponentType;
import io.borescope.api.component.Outputs;
import io.borescope.api.component.Processor;
import io.borescope.api.component.ProcessorFactory;
import io.borescope.api.component.ProcessorSettings;
import io.borescope.api.component.SignalPath;
import io.borescope.api.component.Stability;
import java.util.Set;

/** Makes {@code aggregate} processors. */
public final class AggregateFactory implements ProcessorFactory<AggregateConfig> {
    @Override
    public ComponentType type() {
        return new ComponentType("aggregate");
    }

    @Override
    public String description() {
        return "Folds the events of each window into metrics by process.";
    }

    @Override
    public Class<AggregateConfig> configType() {
        return AggregateConfig.class;
    }

    @Override
    public Stability stability() {
        return Stability.ALPHA;
    }

    @Override
    public Set<SignalPath> paths() {
        return Set.of(new SignalPath(Signal.WINDOWED_EVENTS, Signal.METRICS));
    }

    @Override
    public Processor<?> create(ProcessorSettings settings, AggregateConfig config, Outputs outputs) {
        return new Aggregate(settings, config, outputs.require(Signal.METRICS));
    }
}
