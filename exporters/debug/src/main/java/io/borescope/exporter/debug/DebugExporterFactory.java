package io.borescope.exporter.debug;

import io.borescope.api.Signal;
import io.borescope.api.component.ComponentType;
import io.borescope.api.component.Exporter;
import io.borescope.api.component.ExporterFactory;
import io.borescope.api.component.ExporterSettings;
import io.borescope.api.component.Stability;
import java.io.PrintStream;
import java.util.Set;

/** Makes {@code debug} exporters. */
public final class DebugExporterFactory implements ExporterFactory<DebugExporterConfig> {
    private static final ComponentType TYPE = new ComponentType("debug");

    @Override
    public ComponentType type() {
        return TYPE;
    }

    @Override
    public String description() {
        return "Prints what arrives to the terminal, as tables: one per window of metrics, one per batch of other signals.";
    }

    @Override
    public Class<DebugExporterConfig> configType() {
        return DebugExporterConfig.class;
    }

    @Override
    public Stability stability() {
        return Stability.ALPHA;
    }

    @Override
    public Set<Signal<?>> consumes() {
        return Set.of(Signal.METRICS, Signal.EVENTS, Signal.DATA_POINTS, Signal.LOGS, Signal.TRACES);
    }

    @Override
    public Exporter create(ExporterSettings settings, DebugExporterConfig config) {
        return new DebugExporter(settings, config, stream(config.output()));
    }

    @SuppressWarnings("SystemOut") // printing there is what this exporter is for
    private static PrintStream stream(DebugExporterConfig.Output output) {
        return switch (output) {
            case STDOUT -> System.out;
            case STDERR -> System.err;
        };
    }
}
