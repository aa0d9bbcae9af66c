package io.borescope.engine.runtime;

import io.borescope.api.Signal;
import io.borescope.api.component.ComponentFactory;
import io.borescope.api.component.ComponentType;
import io.borescope.api.component.Exporter;
import io.borescope.api.component.ExporterFactory;
import io.borescope.api.component.ExporterSettings;
import io.borescope.api.component.Extension;
import io.borescope.api.component.ExtensionFactory;
import io.borescope.api.component.ExtensionSettings;
import io.borescope.api.component.Outputs;
import io.borescope.api.component.Processor;
import io.borescope.api.component.ProcessorFactory;
import io.borescope.api.component.ProcessorSettings;
import io.borescope.api.component.Receiver;
import io.borescope.api.component.ReceiverFactory;
import io.borescope.api.component.ReceiverSettings;
import io.borescope.api.component.SignalPath;
import io.borescope.api.component.Stability;
import io.borescope.api.config.ComponentConfig;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Factories made of lambdas. */
final class Parts {
    private Parts() {}

    /** What users of test components configure. */
    record NoConfig() implements ComponentConfig {}

    private interface Part extends ComponentFactory<NoConfig> {
        @Override
        default ComponentType type() {
            return new ComponentType("part");
        }

        @Override
        default String description() {
            return "A part of a test.";
        }

        @Override
        default Class<NoConfig> configType() {
            return NoConfig.class;
        }

        @Override
        default Stability stability() {
            return Stability.STABLE;
        }
    }

    static ReceiverFactory<NoConfig> receiver(BiFunction<ReceiverSettings, Outputs, Receiver> maker) {
        final class Factory implements Part, ReceiverFactory<NoConfig> {
            @Override
            public Set<Signal<?>> produces() {
                return Set.of(Signal.EVENTS, Signal.METRICS);
            }

            @Override
            public Receiver create(ReceiverSettings settings, NoConfig config, Outputs outputs) {
                return maker.apply(settings, outputs);
            }
        }
        return new Factory();
    }

    static ProcessorFactory<NoConfig> processor(
            SignalPath path, boolean stateless, BiFunction<ProcessorSettings, Outputs, Processor<?>> maker) {
        final class Factory implements Part, ProcessorFactory<NoConfig> {
            @Override
            public Set<SignalPath> paths() {
                return Set.of(path);
            }

            @Override
            public boolean stateless() {
                return stateless;
            }

            @Override
            public Processor<?> create(ProcessorSettings settings, NoConfig config, Outputs outputs) {
                return maker.apply(settings, outputs);
            }
        }
        return new Factory();
    }

    static ExporterFactory<NoConfig> exporter(Function<ExporterSettings, Exporter> maker) {
        final class Factory implements Part, ExporterFactory<NoConfig> {
            @Override
            public Set<Signal<?>> consumes() {
                return Set.copyOf(Signal.all());
            }

            @Override
            public Exporter create(ExporterSettings settings, NoConfig config) {
                return maker.apply(settings);
            }
        }
        return new Factory();
    }

    static ExtensionFactory<NoConfig> extension(Function<ExtensionSettings, Extension> maker) {
        final class Factory implements Part, ExtensionFactory<NoConfig> {
            @Override
            public Extension create(ExtensionSettings settings, NoConfig config) {
                return maker.apply(settings);
            }
        }
        return new Factory();
    }
}
