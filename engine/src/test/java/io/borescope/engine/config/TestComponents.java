package io.borescope.engine.config;

import static java.util.Objects.requireNonNullElse;

import io.borescope.api.Resource;
import io.borescope.api.Signal;
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
import io.borescope.api.config.ByteSize;
import io.borescope.api.config.ComponentConfig;
import io.borescope.api.config.Problems;
import io.borescope.api.config.Secret;
import io.borescope.api.process.ProcessTable;
import io.borescope.api.storage.StorageExtension;
import io.borescope.api.storage.StorageExtensionFactory;
import io.borescope.engine.plugin.ComponentCatalog;
import io.borescope.engine.plugin.FactoryKind;
import io.borescope.engine.plugin.PluginDescription;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Components with configs of every shape, and no behaviour: configuration tests never build one. */
final class TestComponents {
    private TestComponents() {}

    static final ComponentCatalog CATALOG = builder().build();

    static ComponentCatalog.Builder builder() {
        PluginDescription plugin = new PluginDescription("test", "1.0.0", "test.jar");
        return new ComponentCatalog.Builder()
                .add(
                        FactoryKind.RECEIVER,
                        new Source<>(
                                "ebpf", EbpfConfig.class, Set.of(Signal.EVENTS), Set.of(), Set.of(ProcessTable.class)),
                        plugin)
                .add(
                        FactoryKind.RECEIVER,
                        new Source<>(
                                "process",
                                ProcessConfig.class,
                                Set.of(Signal.EVENTS),
                                Set.of(ProcessTable.class),
                                Set.of()),
                        plugin)
                .add(
                        FactoryKind.RECEIVER,
                        new Source<>("host", NoConfig.class, Set.of(Signal.METRICS), Set.of(), Set.of()),
                        plugin)
                .add(
                        FactoryKind.RECEIVER,
                        new Source<>("any", NoConfig.class, Set.of(Signal.EVENTS, Signal.METRICS), Set.of(), Set.of()),
                        plugin)
                .add(
                        FactoryKind.PROCESSOR,
                        new Link<>("client_tag", NoConfig.class, Signal.EVENTS, Signal.EVENTS),
                        plugin)
                .add(
                        FactoryKind.PROCESSOR,
                        new Link<>("slot_window", WindowConfig.class, Signal.EVENTS, Signal.WINDOWED_EVENTS),
                        plugin)
                .add(
                        FactoryKind.PROCESSOR,
                        new Link<>("aggregate", NoConfig.class, Signal.WINDOWED_EVENTS, Signal.METRICS),
                        plugin)
                .add(FactoryKind.EXPORTER, new Sink<>("debug", NoConfig.class, Set.copyOf(Signal.all())), plugin)
                .add(FactoryKind.EXPORTER, new Sink<>("http", HttpConfig.class, Set.of(Signal.METRICS)), plugin)
                .add(FactoryKind.EXTENSION, new Beside(), plugin)
                .add(FactoryKind.EXTENSION, new Storage(), plugin);
    }

    record NoConfig() implements ComponentConfig {}

    record EbpfConfig(ByteSize ringSize, Set<Group> groups, Boolean children, double sampling, Long limit)
            implements ComponentConfig {
        enum Group {
            SYSCALLS,
            DISK_IO
        }

        EbpfConfig {
            ringSize = requireNonNullElse(ringSize, ByteSize.ofMebibytes(4));
            children = requireNonNullElse(children, true);
            limit = requireNonNullElse(limit, 10L);
        }

        @Override
        public void validate(Problems problems) {
            if (!ringSize.isPowerOfTwo()) {
                problems.add("ring_size", "%s is not a power of two. Use 1MiB, 2MiB or 4MiB.", ringSize);
            }
        }
    }

    record ProcessConfig(List<Rule> include, @Nullable Rule only, Rule fallback) implements ComponentConfig {
        record Rule(@Nullable Integer pid, @Nullable String name, boolean children) {}

        @Override
        public void validate(Problems problems) {
            for (int i = 0; i < include.size(); i++) {
                Integer pid = include.get(i).pid();
                if (pid != null && pid <= 0) {
                    problems.add("include[" + i + "].pid", "is %d; it must be above 0.", pid);
                }
            }
        }
    }

    record WindowConfig(Duration interval, Path state) implements ComponentConfig {
        WindowConfig {
            interval = requireNonNullElse(interval, Duration.ofSeconds(1));
            state = requireNonNullElse(state, Path.of("state"));
        }
    }

    record HttpConfig(
            @Nullable URI endpoint,
            @Nullable Secret password,
            Map<String, Secret> headers,
            boolean network,
            String label)
            implements ComponentConfig {
        HttpConfig {
            label = requireNonNullElse(label, "");
        }

        @Override
        public void validate(Problems problems) {
            if (endpoint == null) {
                problems.add("endpoint", "is missing. Write one such as http://localhost:8080.");
            }
            if (label.equals("everybody")) {
                problems.within("label").warn("", "lets everybody in.");
            }
        }
    }

    record Source<C extends ComponentConfig>(
            String name, Class<C> configType, Set<Signal<?>> produces, Set<Class<?>> publishes, Set<Class<?>> needs)
            implements ReceiverFactory<C> {
        @Override
        public ComponentType type() {
            return new ComponentType(name);
        }

        @Override
        public String description() {
            return "A receiver for tests.";
        }

        @Override
        public Stability stability() {
            return Stability.DEVELOPMENT;
        }

        @Override
        public Receiver create(ReceiverSettings settings, C config, Outputs outputs) {
            throw new UnsupportedOperationException();
        }
    }

    record Link<C extends ComponentConfig>(String name, Class<C> configType, Signal<?> in, Signal<?> out)
            implements ProcessorFactory<C> {
        @Override
        public ComponentType type() {
            return new ComponentType(name);
        }

        @Override
        public String description() {
            return "A processor for tests.";
        }

        @Override
        public Stability stability() {
            return Stability.DEVELOPMENT;
        }

        @Override
        public Set<SignalPath> paths() {
            return Set.of(new SignalPath(in, out));
        }

        @Override
        public Processor<?> create(ProcessorSettings settings, C config, Outputs outputs) {
            throw new UnsupportedOperationException();
        }
    }

    record Sink<C extends ComponentConfig>(String name, Class<C> configType, Set<Signal<?>> consumes)
            implements ExporterFactory<C> {
        @Override
        public ComponentType type() {
            return new ComponentType(name);
        }

        @Override
        public String description() {
            return "An exporter for tests.";
        }

        @Override
        public Stability stability() {
            return Stability.DEVELOPMENT;
        }

        @Override
        public Set<String> requiredResourceAttributes(C config) {
            return config instanceof HttpConfig http && http.network() ? Set.of(Resource.NETWORK_NAME) : Set.of();
        }

        @Override
        public Exporter create(ExporterSettings settings, C config) {
            throw new UnsupportedOperationException();
        }
    }

    record Beside() implements ExtensionFactory<NoConfig> {
        @Override
        public ComponentType type() {
            return new ComponentType("health");
        }

        @Override
        public Set<ComponentType> aliases() {
            return Set.of(new ComponentType("health_check"));
        }

        @Override
        public String description() {
            return "An extension for tests.";
        }

        @Override
        public Class<NoConfig> configType() {
            return NoConfig.class;
        }

        @Override
        public Stability stability() {
            return Stability.DEVELOPMENT;
        }

        @Override
        public Extension create(ExtensionSettings settings, NoConfig config) {
            throw new UnsupportedOperationException();
        }
    }

    record Storage() implements StorageExtensionFactory<NoConfig> {
        @Override
        public ComponentType type() {
            return new ComponentType("file_storage");
        }

        @Override
        public String description() {
            return "A storage for tests.";
        }

        @Override
        public Class<NoConfig> configType() {
            return NoConfig.class;
        }

        @Override
        public Stability stability() {
            return Stability.DEVELOPMENT;
        }

        @Override
        public StorageExtension create(ExtensionSettings settings, NoConfig config) {
            throw new UnsupportedOperationException();
        }
    }
}
