package io.borescope.processor.metricstransform;

import io.borescope.api.Signal;
import io.borescope.api.component.ComponentType;
import io.borescope.api.component.Outputs;
import io.borescope.api.component.Processor;
import io.borescope.api.component.ProcessorFactory;
import io.borescope.api.component.ProcessorSettings;
import io.borescope.api.component.SignalPath;
import io.borescope.api.component.Stability;
import java.util.Set;

/** Makes {@code metrics_transform} processors. */
public final class MetricsTransformFactory implements ProcessorFactory<MetricsTransformConfig> {
    @Override
    public ComponentType type() {
        return new ComponentType("metrics_transform");
    }

    @Override
    public Set<ComponentType> aliases() {
        return Set.of(new ComponentType("metricstransform"));
    }

    @Override
    public String description() {
        return "Renames metrics and labels, adds points up and converts units.";
    }

    @Override
    public Class<MetricsTransformConfig> configType() {
        return MetricsTransformConfig.class;
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
    public boolean stateless() {
        return true;
    }

    @Override
    public Processor<?> create(ProcessorSettings settings, MetricsTransformConfig config, Outputs outputs) {
        return settings.path().in() == Signal.METRICS
                ? new RowTransformer(settings, config, outputs.require(Signal.METRICS))
                : new PointTransformer(settings, config, outputs.require(Signal.DATA_POINTS));
    }
}
