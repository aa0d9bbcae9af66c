package io.borescope.extension.admin;

import io.borescope.api.component.ComponentType;
import io.borescope.api.component.Extension;
import io.borescope.api.component.ExtensionFactory;
import io.borescope.api.component.ExtensionSettings;
import io.borescope.api.component.Stability;
import io.borescope.api.privilege.Privilege;
import java.util.List;
import java.util.Set;

/** Makes {@code admin} extensions. */
public final class AdminFactory implements ExtensionFactory<AdminConfig> {
    @Override
    public ComponentType type() {
        return new ComponentType("admin");
    }

    /** The Collector's extension with the same purpose and port. */
    @Override
    public Set<ComponentType> aliases() {
        return Set.of(new ComponentType("zpages"));
    }

    @Override
    public String description() {
        return "Shows the pipelines of the running agent in a browser and what passes them, reloads and profiles it.";
    }

    @Override
    public Class<AdminConfig> configType() {
        return AdminConfig.class;
    }

    @Override
    public Stability stability() {
        return Stability.ALPHA;
    }

    @Override
    public Extension create(ExtensionSettings settings, AdminConfig config) {
        return new Admin(settings, config);
    }

    @Override
    public List<Privilege> privileges(AdminConfig config) {
        return Privilege.toListen(config.endpoint());
    }
}
