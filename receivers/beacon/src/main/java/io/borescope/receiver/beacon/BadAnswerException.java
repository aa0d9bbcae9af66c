package io.borescope.receiver.beacon;

import org.jspecify.annotations.Nullable;

/** What arrived is not what was asked for. The message says what is wrong with it. */
final class BadAnswerException extends Exception {
    private static final long serialVersionUID = 1;

    BadAnswerException(String message) {
        this(message, null);
    }

    BadAnswerException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
