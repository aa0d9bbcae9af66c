package io.borescope.exporter.clickhouse;

import io.borescope.api.Resource;
import io.borescope.api.Signal;
import io.borescope.api.command.Command;
import io.borescope.api.component.ComponentType;
import io.borescope.api.component.Exporter;
import io.borescope.api.component.ExporterFactory;
import io.borescope.api.component.ExporterSettings;
import io.borescope.api.component.Stability;
import java.util.List;
import java.util.Set;

/** Makes {@code clickhouse} exporters. */
public final class ClickHouseExporterFactory implements ExporterFactory<ClickHouseExporterConfig> {
    private static final ComponentType TYPE = new ComponentType("clickhouse");

    @Override
    public ComponentType type() {
        return TYPE;
    }

    @Override
    public String description() {
        return "Writes metrics, spans and log records to ClickHouse, into the tables that users of Observoor and of the OpenTelemetry Collector have.";
    }

    @Override
    public Class<ClickHouseExporterConfig> configType() {
        return ClickHouseExporterConfig.class;
    }

    @Override
    public Stability stability() {
        return Stability.ALPHA;
    }

    @Override
    public Set<Signal<?>> consumes() {
        return Set.of(Signal.METRICS, Signal.DATA_POINTS, Signal.LOGS, Signal.TRACES);
    }

    /** Rows of several agents meet in one table and cannot be told apart without it. The network name may stay empty. */
    @Override
    public Set<String> requiredResourceAttributes(ClickHouseExporterConfig config) {
        return Set.of(Resource.INSTANCE_NAME);
    }

    @Override
    public List<Command<ClickHouseExporterConfig>> commands() {
        return List.of(new PlanCommand(), new ApplyCommand(), new StatusCommand());
    }

    @Override
    public Exporter create(ExporterSettings settings, ClickHouseExporterConfig config) {
        return new ClickHouseExporter(settings, config);
    }
}
