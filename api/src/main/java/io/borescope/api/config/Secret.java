package io.borescope.api.config;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A value that must not be shown: a password, a token. Only {@link #reveal()} gives it away. */
public final class Secret {
    /** What is shown instead of a secret. */
    public static final String REDACTED = "[REDACTED]";

    private final String value;

    public Secret(String value) {
        this.value = Objects.requireNonNull(value);
    }

    /** The value itself, for the one place that sends it. */
    public String reveal() {
        return value;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Secret secret && secret.value.equals(value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return REDACTED;
    }
}
