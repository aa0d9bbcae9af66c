package io.borescope.processor.cumulativetodelta;

import io.borescope.api.Signal;
import io.borescope.api.component.ComponentType;
import io.borescope.api.component.Outputs;
import io.borescope.api.component.Processor;
import io.borescope.api.component.ProcessorFactory;
import io.borescope.api.component.ProcessorSettings;
import io.borescope.api.component.SignalPath;
import io.borescope.api.component.Stability;
import java.util.Set;

/** Makes {@code cumulative_to_delta} processors. */
public final class CumulativeToDeltaFactory implements ProcessorFactory<CumulativeToDeltaConfig> {
    @Override
    public ComponentType type() {
        return new ComponentType("cumulative_to_delta");
    }

    @Override
    public Set<ComponentType> aliases() {
        return Set.of(new ComponentType("cumulativetodelta"));
    }

    @Override
    public String description() {
        return "Makes deltas of what accumulates, for backends that add up by themselves.";
    }

    @Override
    public Class<CumulativeToDeltaConfig> configType() {
        return CumulativeToDeltaConfig.class;
    }

    @Override
    public Stability stability() {
        return Stability.ALPHA;
    }

    @Override
    public Set<SignalPath> paths() {
        return Set.of(SignalPath.through(Signal.DATA_POINTS));
    }

    @Override
    public Processor<?> create(ProcessorSettings settings, CumulativeToDeltaConfig config, Outputs outputs) {
        return new CumulativeToDelta(settings, config, outputs.require(Signal.DATA_POINTS));
    }
}
