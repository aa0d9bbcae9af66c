package io.borescope.extension.health;

import io.borescope.api.component.ComponentType;
import io.borescope.api.component.Extension;
import io.borescope.api.component.ExtensionFactory;
import io.borescope.api.component.ExtensionSettings;
import io.borescope.api.component.Stability;
import io.borescope.api.privilege.Privilege;
import java.util.List;
import java.util.Set;

/** Makes {@code health} extensions. */
public final class HealthFactory implements ExtensionFactory<HealthConfig> {
    @Override
    public ComponentType type() {
        return new ComponentType("health");
    }

    @Override
    public Set<ComponentType> aliases() {
        return Set.of(new ComponentType("health_check"));
    }

    @Override
    public String description() {
        return "Answers over HTTP whether the agent and each component are well.";
    }

    @Override
    public Class<HealthConfig> configType() {
        return HealthConfig.class;
    }

    @Override
    public Stability stability() {
        return Stability.ALPHA;
    }

    @Override
    public Extension create(ExtensionSettings settings, HealthConfig config) {
        return new Health(settings, config);
    }

    @Override
    public List<Privilege> privileges(HealthConfig config) {
        return Privilege.toListen(config.endpoint());
    }
}
