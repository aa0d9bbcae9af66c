package io.borescope.distribution;

import io.borescope.api.Signal;
import io.borescope.api.component.ComponentType;
import io.borescope.api.component.Outputs;
import io.borescope.api.component.Receiver;
import io.borescope.api.component.ReceiverFactory;
import io.borescope.api.component.ReceiverSettings;
import io.borescope.api.component.Stability;
import io.borescope.api.config.ComponentConfig;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * A type of receiver that a test makes up.
 *
 * @param name of the type
 * @param maker makes the receiver
 */
record TestReceiver(String name, Set<Signal<?>> produces, BiFunction<ReceiverSettings, Outputs, Receiver> maker)
        implements ReceiverFactory<TestReceiver.NoConfig> {
    record NoConfig() implements ComponentConfig {}

    @Override
    public ComponentType type() {
        return new ComponentType(name);
    }

    @Override
    public String description() {
        return "A part of a test.";
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
    public Receiver create(ReceiverSettings settings, NoConfig config, Outputs outputs) {
        return maker.apply(settings, outputs);
    }
}
