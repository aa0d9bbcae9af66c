package ${package};

import io.borescope.api.Signal;
import io.borescope.api.component.ComponentType;
import io.borescope.api.component.Exporter;
import io.borescope.api.component.ExporterFactory;
import io.borescope.api.component.ExporterSettings;
import io.borescope.api.component.Stability;
import java.util.Set;

/** Makes them. Stateless; found by ServiceLoader, as its name is in META-INF/services. */
public final class ${className}ExporterFactory implements ExporterFactory<${className}Config> {
    @Override
    public ComponentType type() {
        return new ComponentType("${type}");
    }

    @Override
    public String description() {
        return "Writes log records to a file.";
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
    public Set<Signal<?>> consumes() {
        return Set.of(Signal.LOGS);
    }

    @Override
    public Exporter create(ExporterSettings settings, ${className}Config config) {
        return new ${className}Exporter(config);
    }
}
