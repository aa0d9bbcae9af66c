package io.borescope.api.command;

import io.borescope.api.config.ComponentConfig;
import java.util.List;

/**
 * A command that a plugin adds to {@code borescope}. The engine reads the command line, with {@code --help}, {@code --config} and {@code
 * --set} as for its own commands, and runs it without starting any component.
 *
 * @param <C> config of the components whose factory brings the command
 */
public interface Command<C extends ComponentConfig> {
    /** What users type: one word, or two if several belong together: {@code query}, {@code clickhouse fetch}. */
    String name();

    /** What it does, in a sentence or two. */
    String description();

    /** Its options. */
    default List<CommandOption> options() {
        return List.of();
    }

    /** How its one argument that is no option is called, such as {@code SQL}; empty if there is none. Users may leave it out. */
    default String argument() {
        return "";
    }

    /**
     * Does it; returning means success.
     *
     * @throws CommandException if it cannot be done
     */
    void run(CommandCall<C> call) throws CommandException, InterruptedException;
}
