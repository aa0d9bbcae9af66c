package io.borescope.engine.plugin;

import java.io.IOException;
import java.nio.file.Path;

/** A third party's plugin with a receiver, a processor and an exporter that only know the api. */
public final class AcmeBirds {
    private AcmeBirds() {}

    /** What somebody who only has the api can write. */
    public static final String SOURCE = """
            package acme;

            import io.borescope.api.*;
            import io.borescope.api.component.*;
            import io.borescope.api.config.*;
            import java.util.*;

            public class Plugin {
                public record NoConfig() implements ComponentConfig {}
                public record PigeonConfig(@Doc("How loud.") Integer volume) implements ComponentConfig {}

                public static class LoftFactory implements ReceiverFactory<NoConfig> {
                    public ComponentType type() { return new ComponentType("loft"); }
                    public String description() { return "Waits for pigeons."; }
                    public Class<NoConfig> configType() { return NoConfig.class; }
                    public Stability stability() { return Stability.ALPHA; }
                    public Set<Signal<?>> produces() { return Set.of(Signal.METRICS); }
                    public Receiver create(ReceiverSettings settings, NoConfig config, Outputs outputs) { return new Receiver() {}; }
                }

                public static class FeatherFactory implements ProcessorFactory<NoConfig> {
                    public ComponentType type() { return new ComponentType("feather"); }
                    public String description() { return "Makes metrics lighter."; }
                    public Class<NoConfig> configType() { return NoConfig.class; }
                    public Stability stability() { return Stability.ALPHA; }
                    public Set<SignalPath> paths() { return Set.of(SignalPath.through(Signal.METRICS)); }
                    public Processor<?> create(ProcessorSettings settings, NoConfig config, Outputs outputs) {
                        var next = outputs.require(Signal.METRICS);
                        return new Processor<io.borescope.api.metric.MetricBatch>() {
                            public void consume(io.borescope.api.metric.MetricBatch batch) { next.consume(batch); }
                        };
                    }
                }

                public static class PigeonFactory implements ExporterFactory<PigeonConfig> {
                    public ComponentType type() { return new ComponentType("pigeon"); }
                    public Set<ComponentType> aliases() { return Set.of(new ComponentType("dove")); }
                    public String description() { return "Sends metrics by bird."; }
                    public Class<PigeonConfig> configType() { return PigeonConfig.class; }
                    public Stability stability() { return Stability.ALPHA; }
                    public Set<Signal<?>> consumes() { return Set.of(Signal.METRICS); }
                    public Exporter create(ExporterSettings settings, PigeonConfig config) {
                        return batches -> ExportResult.ACCEPTED;
                    }
                }

                public static class HawkFactory extends PigeonFactory {
                    public HawkFactory() { throw new IllegalStateException("no prey"); }
                }
            }
            """;

    /** A configuration that uses all of it. */
    public static final String YAML = """
            receivers:
              loft:
            processors:
              feather:
            exporters:
              dove:
                volume: 3
                timeout: 2s
            service:
              pipelines:
                birds:
                  receivers: [loft]
                  processors: [feather]
                  exporters: [dove]
            """;

    static PluginJar plugin(Path scratch) throws IOException {
        return new PluginJar("acme-birds")
                .classes(scratch, SOURCE)
                .factories(FactoryKind.RECEIVER, "acme.Plugin$LoftFactory")
                .factories(FactoryKind.PROCESSOR, "acme.Plugin$FeatherFactory")
                .factories(FactoryKind.EXPORTER, "acme.Plugin$PigeonFactory");
    }

    /** Writes the plugin into a directory of plugins. */
    public static void install(Path plugins, Path scratch) throws IOException {
        plugin(scratch).writeTo(plugins.resolve("birds.jar"));
    }
}
