package io.borescope.exporter.ndjsonhttp;

import io.borescope.api.Resource;
import io.borescope.api.Signal;
import io.borescope.api.component.ComponentType;
import io.borescope.api.component.Exporter;
import io.borescope.api.component.ExporterFactory;
import io.borescope.api.component.ExporterSettings;
import io.borescope.api.component.Stability;
import java.util.Set;

/** Makes {@code ndjson_http} exporters. */
public final class NdjsonHttpExporterFactory implements ExporterFactory<NdjsonHttpExporterConfig> {
    private static final ComponentType TYPE = new ComponentType("ndjson_http");

    @Override
    public ComponentType type() {
        return TYPE;
    }

    @Override
    public String description() {
        return "Posts metric rows as JSON lines, in the shape of Observoor's HTTP sink.";
    }

    @Override
    public Class<NdjsonHttpExporterConfig> configType() {
        return NdjsonHttpExporterConfig.class;
    }

    @Override
    public Stability stability() {
        return Stability.ALPHA;
    }

    @Override
    public Set<Signal<?>> consumes() {
        return Set.of(Signal.METRICS);
    }

    /** Rows of several agents meet at one endpoint and cannot be told apart without it. The network name may stay empty. */
    @Override
    public Set<String> requiredResourceAttributes(NdjsonHttpExporterConfig config) {
        return Set.of(Resource.INSTANCE_NAME);
    }

    @Override
    public Exporter create(ExporterSettings settings, NdjsonHttpExporterConfig config) {
        return new NdjsonHttpExporter(settings, config);
    }
}
