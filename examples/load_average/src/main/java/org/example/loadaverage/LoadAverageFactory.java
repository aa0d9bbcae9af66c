package org.example.loadaverage;

import io.borescope.api.Signal;
import io.borescope.api.component.ComponentType;
import io.borescope.api.component.Outputs;
import io.borescope.api.component.Receiver;
import io.borescope.api.component.ReceiverFactory;
import io.borescope.api.component.ReceiverSettings;
import io.borescope.api.component.Stability;
import java.util.Set;

/** Makes receivers of the load average. Found by ServiceLoader: its name is in META-INF/services. */
public final class LoadAverageFactory implements ReceiverFactory<LoadAverageConfig> {
    @Override
    public ComponentType type() {
        return new ComponentType("load_average");
    }

    @Override
    public String description() {
        return "Reads the load average of the host.";
    }

    @Override
    public Class<LoadAverageConfig> configType() {
        return LoadAverageConfig.class;
    }

    @Override
    public Stability stability() {
        return Stability.ALPHA;
    }

    @Override
    public Set<Signal<?>> produces() {
        return Set.of(Signal.DATA_POINTS);
    }

    @Override
    public Receiver create(ReceiverSettings settings, LoadAverageConfig config, Outputs outputs) {
        return new LoadAverage(settings, config, outputs);
    }
}
