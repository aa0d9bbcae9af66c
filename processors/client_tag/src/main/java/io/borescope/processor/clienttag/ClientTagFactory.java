package io.borescope.processor.clienttag;

import io.borescope.api.Signal;
import io.borescope.api.component.ComponentType;
import io.borescope.api.component.Outputs;
import io.borescope.api.component.Processor;
import io.borescope.api.component.ProcessorFactory;
import io.borescope.api.component.ProcessorSettings;
import io.borescope.api.component.SignalPath;
import io.borescope.api.component.Stability;
import io.borescope.api.process.ProcessTable;
import java.util.Set;

/** Makes {@code client_tag} processors. */
public final class ClientTagFactory implements ProcessorFactory<ClientTagConfig> {
    @Override
    public ComponentType type() {
        return new ComponentType("client_tag");
    }

    @Override
    public String description() {
        return "Says on each batch who the processes are and what their ports are for.";
    }

    @Override
    public Class<ClientTagConfig> configType() {
        return ClientTagConfig.class;
    }

    @Override
    public Stability stability() {
        return Stability.ALPHA;
    }

    @Override
    public Set<SignalPath> paths() {
        return Set.of(SignalPath.through(Signal.EVENTS));
    }

    @Override
    public Set<Class<?>> needs() {
        return Set.of(ProcessTable.class);
    }

    @Override
    public Processor<?> create(ProcessorSettings settings, ClientTagConfig config, Outputs outputs) {
        return new ClientTag(settings, config, outputs.require(Signal.EVENTS));
    }
}
