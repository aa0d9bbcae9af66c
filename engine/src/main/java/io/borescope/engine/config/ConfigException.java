package io.borescope.engine.config;

import java.util.List;

/** A configuration that cannot be used. The message is the whole report, made for users. */
public final class ConfigException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient List<Problem> problems;

    ConfigException(String message, List<Problem> problems) {
        super(message);
        this.problems = List.copyOf(problems);
    }

    /** Everything that is wrong, in the order of writing; at least one. */
    public List<Problem> problems() {
        return problems;
    }
}
