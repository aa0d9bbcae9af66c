package io.borescope.engine.config;

import io.borescope.api.component.ComponentFactory;
import io.borescope.api.component.ComponentId;
import io.borescope.api.config.ComponentConfig;
import io.borescope.engine.plan.DeliveryConfig;
import org.jspecify.annotations.Nullable;

/**
 * A component of the configuration. What is null had problems, which have been reported.
 *
 * @param id as written
 * @param mark where its key stands
 * @param path {@code receivers.ebpf}
 * @param factory of its type
 * @param config as bound
 * @param delivery of an exporter, as bound
 */
record Configured<F extends ComponentFactory<?>>(
        @Nullable ComponentId id,
        Mark mark,
        String path,
        @Nullable F factory,
        @Nullable ComponentConfig config,
        @Nullable DeliveryConfig delivery) {

    /** One whose id or type is wrong. */
    static <F extends ComponentFactory<?>> Configured<F> broken(Mark mark, String path) {
        return new Configured<>(null, mark, path, null, null, null);
    }
}
