package io.borescope.engine.runtime;

import io.borescope.engine.runtime.delivery.Backoff;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long a failed component stays down.
 *
 * @param initial after the first failure
 * @param max after many; an instance that worked for as long as this has earned the initial delay again
 */
record RestartDelays(Duration initial, Duration max) {
    static final RestartDelays DEFAULT = new RestartDelays(Duration.ofMillis(100), Duration.ofSeconds(30));

    Backoff backoff() {
        // Thread-local random numbers are asked for where they are used: the back-off moves between threads.
        return new Backoff(
                initial, 2, 0.2, max, () -> ThreadLocalRandom.current().nextLong());
    }
}
