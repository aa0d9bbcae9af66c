package io.borescope.processor.deltatocumulative;

import io.borescope.api.Signal;
import io.borescope.api.component.ComponentType;
import io.borescope.api.component.Outputs;
import io.borescope.api.component.Processor;
import io.borescope.api.component.ProcessorFactory;
import io.borescope.api.component.ProcessorSettings;
import io.borescope.api.component.SignalPath;
import io.borescope.api.component.Stability;
import java.util.Set;

/** Makes {@code delta_to_cumulative} processors. */
public final class DeltaToCumulativeFactory implements ProcessorFactory<DeltaToCumulativeConfig> {
    @Override
    public ComponentType type() {
        return new ComponentType("delta_to_cumulative");
    }

    @Override
    public Set<ComponentType> aliases() {
        return Set.of(new ComponentType("deltatocumulative"));
    }

    @Override
    public String description() {
        return "Accumulates deltas, for backends that want everything since the start.";
    }

    @Override
    public Class<DeltaToCumulativeConfig> configType() {
        return DeltaToCumulativeConfig.class;
    }

    @Override
    public Stability stability() {
        return Stability.ALPHA;
    }

    @Override
    public Set<SignalPath> paths() {
        return Set.of(SignalPath.through(Signal.METRICS), SignalPath.through(Signal.DATA_POINTS));
    }

    @Override
    public Processor<?> create(ProcessorSettings settings, DeltaToCumulativeConfig config, Outputs outputs) {
        Streams streams = new Streams(settings, config);
        return settings.path().in() == Signal.METRICS
                ? new RowAccumulator(settings, streams, outputs.require(Signal.METRICS))
                : new PointAccumulator(settings, streams, outputs.require(Signal.DATA_POINTS));
    }
}
