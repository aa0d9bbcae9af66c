package io.borescope.api.component;

import io.borescope.api.command.Command;
import io.borescope.api.config.ComponentConfig;
import io.borescope.api.diagnosis.Check;
import io.borescope.api.privilege.Privilege;
import java.util.List;
import java.util.Set;

/**
 * What all factories have in common. Implement one of the four that extend this.
 *
 * @param <C> what users configure
 */
public interface ComponentFactory<C extends ComponentConfig> {
    /** What users write in YAML. */
    ComponentType type();

    /** One sentence for {@code borescope components}. */
    String description();

    /** The record that the component's YAML becomes. */
    Class<C> configType();

    /** How far users may rely on it. */
    Stability stability();

    /** Other names that configurations of the Collector may use for it. */
    default Set<ComponentType> aliases() {
        return Set.of();
    }

    /** Services that its components publish, see {@link Services}. */
    default Set<Class<?>> publishes() {
        return Set.of();
    }

    /** Services that its components cannot work without; the engine refuses a configuration in which nobody publishes one. */
    default Set<Class<?>> needs() {
        return Set.of();
    }

    /**
     * What {@code borescope doctor} looks at for a component with this config, in this order within each stage. No component is made for
     * it, and nothing is opened before a check is run.
     */
    default List<Check> checks(C config) {
        return List.of();
    }

    /**
     * The capabilities that a component with this config needs or can use, for {@code borescope doctor --capabilities}. It says what the
     * config takes, whatever this process holds; nothing is opened for it.
     */
    default List<Privilege> privileges(C config) {
        return List.of();
    }

    /** What it adds to the command line of {@code borescope}; the same whatever is configured. */
    default List<Command<C>> commands() {
        return List.of();
    }
}
