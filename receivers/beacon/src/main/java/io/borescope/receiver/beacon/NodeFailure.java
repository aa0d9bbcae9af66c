package io.borescope.receiver.beacon;

import org.jspecify.annotations.Nullable;

/** A request did not end well. The message says why, in words for users. */
final class NodeFailure extends Exception {
    private static final long serialVersionUID = 1;

    private final Outcome outcome;

    NodeFailure(Outcome outcome, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.outcome = outcome;
    }

    Outcome outcome() {
        return outcome;
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
