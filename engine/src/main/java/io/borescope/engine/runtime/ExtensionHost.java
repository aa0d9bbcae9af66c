package io.borescope.engine.runtime;

import io.borescope.api.component.ComponentId;
import io.borescope.api.component.Extension;
import io.borescope.api.component.ExtensionFactory;
import io.borescope.api.component.ExtensionSettings;
import io.borescope.api.config.ComponentConfig;
import io.borescope.api.storage.StorageExtension;
import io.borescope.engine.plan.PlannedComponent;
import io.borescope.engine.runtime.telemetry.ComponentKey;
import io.borescope.engine.runtime.telemetry.ComponentKind;
import java.util.Objects;

/** The place of an extension. */
final class ExtensionHost extends ComponentHost<Extension, PlannedComponent<ExtensionFactory<?>>> {
    ExtensionHost(ComponentId id, Environment environment) {
        super(ComponentKey.shared(ComponentKind.EXTENSION, id), environment, Gate.serial());
    }

    /** Itself as a storage; only asked for when it is one and was started. */
    StorageExtension storage() {
        return (StorageExtension)
                Objects.requireNonNull(current(), "started before").component();
    }

    @Override
    Extension create(Instance<Extension> instance) {
        return create(planned().factory(), new Settings.OfExtension(this, instance));
    }

    private <C extends ComponentConfig> Extension create(ExtensionFactory<C> factory, ExtensionSettings settings) {
        return factory.create(settings, factory.configType().cast(planned().config()));
    }
}
