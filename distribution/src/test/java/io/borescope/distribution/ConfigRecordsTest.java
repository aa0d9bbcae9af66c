package io.borescope.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.engine.config.ConfigRecordCheck;
import io.borescope.engine.plugin.ComponentCatalog;
import io.borescope.engine.plugin.FactoryKind;
import io.borescope.engine.plugin.Plugins;
import io.borescope.testing.ConfigContract;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The configuration of every built-in component keeps to the contract, and passes what plugins of others are asked for. */
final class ConfigRecordsTest {
    @Test
    void canBeReadAndSayWhatTheirKeysMean() {
        try (Plugins plugins = Plugins.load(List.of())) {
            for (FactoryKind<?> kind : FactoryKind.all()) {
                plugins.catalog().all(kind).forEach(ConfigRecordsTest::check);
            }
        }
    }

    private static void check(ComponentCatalog.Entry<?> component) {
        ConfigContract.check(component.factory().configType());
        ConfigRecordCheck check = new ConfigRecordCheck(component.factory().configType());
        assertThat(check.unbindable()).as("%s", component.type()).isEmpty();
        assertThat(check.undocumented()).as("%s", component.type()).isEmpty();
    }
}
