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
import io.borescope.api.otel.OtelBatch;
import io.borescope.attributes.AttributeActions;
import io.borescope.attributes.GroupChanger;
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
            return changer(Signal.DATA_POINTS, ids, actions, outputs);
        }
        return signal == Signal.LOGS
                ? changer(Signal.LOGS, ids, actions, outputs)
                : changer(Signal.TRACES, ids, actions, outputs);
    }

    private static <R, B extends OtelBatch<R>> Processor<B> changer(
            Signal<B> signal, BatchIds ids, AttributeActions actions, Outputs outputs) {
        return new GroupChanger<R, B>(
                signal,
                ids,
                group -> group.with(
                        group.resource().with(actions.apply(group.resource().attributes()))),
                outputs.require(signal));
    }
}
