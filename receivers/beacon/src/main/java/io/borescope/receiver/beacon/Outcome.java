package io.borescope.receiver.beacon;

import java.util.Locale;

/** How a request ended. */
enum Outcome {
    OK("Requests that were answered."),
    UNREACHABLE(
            "Requests that found nobody: connection refused, unknown host, TLS that is not trusted, a broken connection."),
    TIMED_OUT("Requests without a whole answer within timeout."),
    REFUSED("Requests that were answered by something else than success, redirects included."),
    BAD_ANSWER("Requests that were answered by something else than what was asked for, or too much.");

    private final String description;

    Outcome(String description) {
        this.description = description;
    }

    /** Name of its counter. */
    String counter() {
        return "requests_" + name().toLowerCase(Locale.ROOT);
    }

    String description() {
        return description;
    }
}
