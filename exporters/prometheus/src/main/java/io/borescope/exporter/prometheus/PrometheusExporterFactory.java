package io.borescope.exporter.prometheus;

import io.borescope.api.Signal;
import io.borescope.api.component.ComponentType;
import io.borescope.api.component.Exporter;
import io.borescope.api.component.ExporterFactory;
import io.borescope.api.component.ExporterSettings;
import io.borescope.api.component.Stability;
import io.borescope.api.privilege.Privilege;
import java.util.List;
import java.util.Set;

/** Makes {@code prometheus} exporters. */
public final class PrometheusExporterFactory implements ExporterFactory<PrometheusConfig> {
    @Override
    public ComponentType type() {
        return new ComponentType("prometheus");
    }

    @Override
    public String description() {
        return "Shows metrics to Prometheus servers that scrape them.";
    }

    @Override
    public Class<PrometheusConfig> configType() {
        return PrometheusConfig.class;
    }

    @Override
    public Stability stability() {
        return Stability.ALPHA;
    }

    @Override
    public Set<Signal<?>> consumes() {
        return Set.of(Signal.METRICS, Signal.DATA_POINTS);
    }

    @Override
    public Exporter create(ExporterSettings settings, PrometheusConfig config) {
        return new PrometheusExporter(settings, config);
    }

    @Override
    public List<Privilege> privileges(PrometheusConfig config) {
        return Privilege.toListen(config.endpoint());
    }
}
