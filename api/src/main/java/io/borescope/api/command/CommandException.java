package io.borescope.api.command;

import org.jspecify.annotations.Nullable;

/** A command cannot do what it was asked to. The message says why and what to do; users read it without the stack trace. */
public final class CommandException extends Exception {
    private static final long serialVersionUID = 1;

    /** Whether the command line is wrong, and not the world. */
    private final boolean isUsage;

    private CommandException(String message, @Nullable Throwable cause, boolean isUsage) {
        super(message, cause);
        this.isUsage = isUsage;
    }

    public CommandException(String message) {
        this(message, null, false);
    }

    public CommandException(String message, Throwable cause) {
        this(message, cause, false);
    }

    /** The options or the argument are wrong: the process ends as it does for an unknown option. */
    public static CommandException usage(String message) {
        return new CommandException(message, null, true);
    }

    /** Whether the options or the argument are wrong. */
    public boolean isUsage() {
        return isUsage;
    }
}
