package io.borescope.extension.clickhouseembedded;

import io.borescope.api.command.Command;
import io.borescope.api.component.ComponentType;
import io.borescope.api.component.Extension;
import io.borescope.api.component.ExtensionFactory;
import io.borescope.api.component.ExtensionSettings;
import io.borescope.api.component.Stability;
import io.borescope.api.diagnosis.Check;
import io.borescope.api.privilege.Privilege;
import java.time.InstantSource;
import java.util.List;

/** Makes {@code clickhouse_embedded} extensions. */
public final class ClickHouseEmbeddedFactory implements ExtensionFactory<ClickHouseEmbeddedConfig> {
    private static final ComponentType TYPE = new ComponentType("clickhouse_embedded");

    @Override
    public ComponentType type() {
        return TYPE;
    }

    @Override
    public String description() {
        return "Runs ClickHouse beside the agent: data in a folder, asked over HTTP, no server to install.";
    }

    @Override
    public Class<ClickHouseEmbeddedConfig> configType() {
        return ClickHouseEmbeddedConfig.class;
    }

    @Override
    public Stability stability() {
        return Stability.ALPHA;
    }

    @Override
    public List<Check> checks(ClickHouseEmbeddedConfig config) {
        return List.of(new LibraryCheck(config.fetch()));
    }

    @Override
    public List<Command<ClickHouseEmbeddedConfig>> commands() {
        return List.of(new QueryCommand(InstantSource.system()), new FetchCommand());
    }

    @Override
    public Extension create(ExtensionSettings settings, ClickHouseEmbeddedConfig config) {
        return new ClickHouseEmbedded(settings, config);
    }

    @Override
    public List<Privilege> privileges(ClickHouseEmbeddedConfig config) {
        return Privilege.toListen(config.endpoint());
    }
}
