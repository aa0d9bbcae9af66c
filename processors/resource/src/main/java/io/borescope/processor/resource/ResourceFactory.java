package io.borescope.processor.resource;

import io.borescope.api.BatchIds;
import io.borescope.api.Signal;
import io.borescope.api.component.ComponentType;
import io.borescope.api.component.Outputs;
import io.borescope.api.component.Processor;
import io.borescope.api.component.ProcessorFactory;
import io.borescope.api.component.ProcessorSettings;
import io.borescope.api.component.SignalPath;
import io.borescope.api.component.Stability;
import io.borescope.attributes.AttributeActions;
import java.util.Set;

/** Makes {@code resource} processors. */
public final class ResourceFactory implements ProcessorFactory<ResourceConfig> {
    @Override
    public ComponentType type() {
        return new ComponentType("resource");
    }

    @Override
    public String description() {
        return "Changes attributes of the resources that telemetry is about.";
    }

    @Override
    public Class<ResourceConfig> configType() {
        return ResourceConfig.class;
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
    public boolean stateless() {
        return true;
    }

    @Override
    public Processor<?> create(ProcessorSettings settings, ResourceConfig config, Outputs outputs) {
        BatchIds ids = settings.batchIds();
        AttributeActions actions = new AttributeActions(config.attributes());
        Signal<?> signal = settings.path().in();
        if (signal == Signal.METRICS) {
            return new RowResources(ids, actions, outputs.require(Signal.METRICS));
        }
        if (signal == Signal.DATA_POINTS) {
            return new RecordResources<>(Signal.DATA_POINTS, ids, actions, outputs.require(Signal.DATA_POINTS));
        }
        if (signal == Signal.LOGS) {
            return new RecordResources<>(Signal.LOGS, ids, actions, outputs.require(Signal.LOGS));
        }
        return new RecordResources<>(Signal.TRACES, ids, actions, outputs.require(Signal.TRACES));
    }
}
