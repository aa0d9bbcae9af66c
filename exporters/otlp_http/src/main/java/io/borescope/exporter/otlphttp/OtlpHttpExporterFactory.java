package io.borescope.exporter.otlphttp;

import io.borescope.api.Signal;
import io.borescope.api.component.ComponentType;
import io.borescope.api.component.Exporter;
import io.borescope.api.component.ExporterFactory;
import io.borescope.api.component.ExporterSettings;
import io.borescope.api.component.Stability;
import java.util.Set;

/** Makes {@code otlp_http} exporters. */
public final class OtlpHttpExporterFactory implements ExporterFactory<OtlpHttpExporterConfig> {
    private static final ComponentType TYPE = new ComponentType("otlp_http");
    private static final ComponentType OLDER_NAME = new ComponentType("otlphttp");

    @Override
    public ComponentType type() {
        return TYPE;
    }

    @Override
    public Set<ComponentType> aliases() {
        return Set.of(OLDER_NAME);
    }

    @Override
    public String description() {
        return "Sends metrics, log records and spans to OpenTelemetry backends over HTTP, in protobuf or JSON.";
    }

    @Override
    public Class<OtlpHttpExporterConfig> configType() {
        return OtlpHttpExporterConfig.class;
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
    public Exporter create(ExporterSettings settings, OtlpHttpExporterConfig config) {
        return new OtlpHttpExporter(settings, config);
    }
}
