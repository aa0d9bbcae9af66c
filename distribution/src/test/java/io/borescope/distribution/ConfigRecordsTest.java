package io.borescope.distribution;

import io.borescope.engine.plugin.FactoryKind;
import io.borescope.engine.plugin.Plugins;
import io.borescope.testing.ConfigContract;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The configuration of every built-in component keeps to the contract. */
final class ConfigRecordsTest {
    @Test
    void sayWhatTheirKeysMean() {
        try (Plugins plugins = Plugins.load(List.of())) {
            for (FactoryKind<?> kind : FactoryKind.all()) {
                plugins.catalog()
                        .all(kind)
                        .forEach(entry -> ConfigContract.check(entry.factory().configType()));
            }
        }
    }
}
