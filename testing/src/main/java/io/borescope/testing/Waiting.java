package io.borescope.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for the thing itself, with a deadline. */
public final class Waiting {
    private static final Duration DEADLINE = Duration.ofMinutes(1);

    private Waiting() {}

    /**
     * Returns once it is so, and fails if it is not for a minute.
     *
     * @param what for the message: {@code the queue is empty}
     */
    public static void until(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + DEADLINE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - deadline)
                    .as("timed out waiting until " + what)
                    .isNegative();
            LockSupport.parkNanos(200_000);
        }
    }
}
