package io.borescope.extension.observoorcompat;

import io.borescope.api.component.ComponentType;
import io.borescope.api.component.Extension;
import io.borescope.api.component.ExtensionFactory;
import io.borescope.api.component.ExtensionSettings;
import io.borescope.api.component.Stability;

/** Makes {@code observoor_compat} extensions. */
public final class ObservoorCompatFactory implements ExtensionFactory<ObservoorCompatConfig> {
    @Override
    public ComponentType type() {
        return new ComponentType("observoor_compat");
    }

    @Override
    public String description() {
        return "Serves the metrics and paths that Observoor served, so that its alerts and dashboards keep working.";
    }

    @Override
    public Class<ObservoorCompatConfig> configType() {
        return ObservoorCompatConfig.class;
    }

    @Override
    public Stability stability() {
        return Stability.ALPHA;
    }

    @Override
    public Extension create(ExtensionSettings settings, ObservoorCompatConfig config) {
        return new ObservoorCompat(settings, config);
    }
}
