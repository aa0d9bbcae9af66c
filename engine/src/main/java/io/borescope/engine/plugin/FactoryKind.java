package io.borescope.engine.plugin;

import io.borescope.api.component.ComponentFactory;
import io.borescope.api.component.ExporterFactory;
import io.borescope.api.component.ExtensionFactory;
import io.borescope.api.component.ProcessorFactory;
import io.borescope.api.component.ReceiverFactory;
import java.util.List;

/**
 * One of the four kinds of component.
 *
 * @param <F> its factories
 */
public final class FactoryKind<F extends ComponentFactory<?>> {
    public static final FactoryKind<ReceiverFactory<?>> RECEIVER = new FactoryKind<>("receiver", ReceiverFactory.class);
    public static final FactoryKind<ProcessorFactory<?>> PROCESSOR =
            new FactoryKind<>("processor", ProcessorFactory.class);
    public static final FactoryKind<ExporterFactory<?>> EXPORTER = new FactoryKind<>("exporter", ExporterFactory.class);
    public static final FactoryKind<ExtensionFactory<?>> EXTENSION =
            new FactoryKind<>("extension", ExtensionFactory.class);

    private final String name;
    private final Class<? super F> serviceType;

    private FactoryKind(String name, Class<? super F> serviceType) {
        this.name = name;
        this.serviceType = serviceType;
    }

    /** All kinds, in the order in which a configuration names them. */
    public static List<FactoryKind<?>> all() {
        return List.of(RECEIVER, PROCESSOR, EXPORTER, EXTENSION);
    }

    /** For messages: {@code receiver}. */
    public String singular() {
        return name;
    }

    /** The key in a configuration: {@code receivers}. */
    public String plural() {
        return name + "s";
    }

    /** What ServiceLoader looks for. */
    public Class<? super F> serviceType() {
        return serviceType;
    }

    @SuppressWarnings("unchecked") // F is the service type with its own parameter unknown, which a cast cannot check.
    F cast(Object factory) {
        return (F) serviceType.cast(factory);
    }

    @Override
    public String toString() {
        return name;
    }
}
