package io.borescope.api.component;

import org.jspecify.annotations.Nullable;

/** A component cannot start. The message says what is missing and what to do; users read it without the stack trace. */
public final class StartException extends Exception {
    private static final long serialVersionUID = 1;

    public StartException(String message) {
        super(message);
    }

    public StartException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
