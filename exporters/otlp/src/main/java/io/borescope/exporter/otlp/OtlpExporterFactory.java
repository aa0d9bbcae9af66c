package io.borescope.exporter.otlp;

import io.borescope.api.Signal;
import io.borescope.api.component.ComponentType;
import io.borescope.api.component.Exporter;
import io.borescope.api.component.ExporterFactory;
import io.borescope.api.component.ExporterSettings;
import io.borescope.api.component.Stability;
import java.util.Set;

/** Makes {@code otlp} exporters. */
public final class OtlpExporterFactory implements ExporterFactory<OtlpExporterConfig> {
    private static final ComponentType TYPE = new ComponentType("otlp");
    private static final ComponentType NEWER_NAME = new ComponentType("otlp_grpc");

    @Override
    public ComponentType type() {
        return TYPE;
    }

    @Override
    public Set<ComponentType> aliases() {
        return Set.of(NEWER_NAME);
    }

    @Override
    public String description() {
        return "Sends metrics, log records and spans to OpenTelemetry backends over gRPC.";
    }

    @Override
    public Class<OtlpExporterConfig> configType() {
        return OtlpExporterConfig.class;
    }

    @Override
    public Stability stability() {
        return Stability.ALPHA;
    }

    @Override
    public Set<Signal<?>> consumes() {
        return Set.of(Signal.METRICS, Signal.DATA_POINTS, Signal.LOGS, Signal.TRACES);
    }

    @Override
    public Exporter create(ExporterSettings settings, OtlpExporterConfig config) {
        return new OtlpExporter(settings, config);
    }
}
