package io.borescope.processor.attributes;

import io.borescope.api.BatchIds;
import io.borescope.api.Signal;
import io.borescope.api.component.ComponentType;
import io.borescope.api.component.Outputs;
import io.borescope.api.component.Processor;
import io.borescope.api.component.ProcessorFactory;
import io.borescope.api.component.ProcessorSettings;
import io.borescope.api.component.SignalPath;
import io.borescope.api.component.Stability;
import io.borescope.attributes.GroupChanger;
import java.util.Set;

/** Makes {@code attributes} processors. */
public final class AttributesFactory implements ProcessorFactory<AttributesConfig> {
    @Override
    public ComponentType type() {
        return new ComponentType("attributes");
    }

    @Override
    public String description() {
        return "Changes attributes of spans, log records, data points and rows.";
    }

    @Override
    public Class<AttributesConfig> configType() {
        return AttributesConfig.class;
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
    public Processor<?> create(ProcessorSettings settings, AttributesConfig config, Outputs outputs) {
        Changes changes = new Changes(config);
        BatchIds ids = settings.batchIds();
        Signal<?> signal = settings.path().in();
        if (signal == Signal.METRICS) {
            return new RowChanger(ids, changes, outputs.require(Signal.METRICS));
        }
        if (signal == Signal.DATA_POINTS) {
            return new GroupChanger<>(Signal.DATA_POINTS, ids, changes::ofMetrics, outputs.require(Signal.DATA_POINTS));
        }
        if (signal == Signal.LOGS) {
            return new GroupChanger<>(Signal.LOGS, ids, changes::ofLogs, outputs.require(Signal.LOGS));
        }
        return new GroupChanger<>(Signal.TRACES, ids, changes::ofSpans, outputs.require(Signal.TRACES));
    }
}
