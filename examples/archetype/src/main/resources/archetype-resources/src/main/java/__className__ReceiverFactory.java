package ${package};

import io.borescope.api.Signal;
import io.borescope.api.component.ComponentType;
import io.borescope.api.component.Outputs;
import io.borescope.api.component.Receiver;
import io.borescope.api.component.ReceiverFactory;
import io.borescope.api.component.ReceiverSettings;
import io.borescope.api.component.Stability;
import java.util.Set;

/** Makes them. Stateless; found by ServiceLoader, as its name is in META-INF/services. */
public final class ${className}ReceiverFactory implements ReceiverFactory<${className}Config> {
    @Override
    public ComponentType type() {
        return new ComponentType("${type}");
    }

    @Override
    public String description() {
        return "Reads a number from a file.";
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
    public Set<Signal<?>> produces() {
        return Set.of(Signal.DATA_POINTS);
    }

    @Override
    public Receiver create(ReceiverSettings settings, ${className}Config config, Outputs outputs) {
        return new ${className}Receiver(settings, config, outputs);
    }
}
