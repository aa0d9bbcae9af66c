package io.borescope.api.command;

import io.borescope.api.config.ComponentConfig;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;

/**
 * What a {@link Command} was called with. Implemented by the engine; it may grow.
 *
 * @param <C> config of the components whose factory brings the command
 */
public interface CommandCall<C extends ComponentConfig> {
    /** The value of an option that takes one. */
    Optional<String> value(String option);

    /** Whether an option that takes no value was given. */
    boolean has(String option);

    /** The argument that is no option. */
    Optional<String> argument();

    /** What is configured for the components of the factory's type, in the configuration that was given; empty if none was given. */
    List<C> configured();

    /** For results. */
    PrintWriter out();

    /** For everything else. */
    PrintWriter err();
}
