package ${package};

import io.borescope.api.Signal;
import io.borescope.api.component.ComponentType;
import io.borescope.api.component.Outputs;
import io.borescope.api.component.Processor;
import io.borescope.api.component.ProcessorFactory;
import io.borescope.api.component.ProcessorSettings;
import io.borescope.api.component.SignalPath;
import io.borescope.api.component.Stability;
import java.util.Set;

/** Makes them. Stateless; found by ServiceLoader, as its name is in META-INF/services. */
public final class ${className}ProcessorFactory implements ProcessorFactory<${className}Config> {
    @Override
    public ComponentType type() {
        return new ComponentType("${type}");
    }

    @Override
    public String description() {
        return "Lets log records of some severity through.";
    }

    @Override
    public Class<${className}Config> configType() {
        return ${className}Config.class;
    }

    @Override
    public Stability stability() {
        return Stability.ALPHA;
    }

    @Override
    public Set<SignalPath> paths() {
        return Set.of(SignalPath.through(Signal.LOGS));
    }

    /** It keeps nothing from one batch to the next, so several threads may be in it. */
    @Override
    public boolean stateless() {
        return true;
    }

    @Override
    public Processor<?> create(ProcessorSettings settings, ${className}Config config, Outputs outputs) {
        return new ${className}Processor(settings, config, outputs);
    }
}
