package io.borescope.api.diagnosis;

import java.time.Duration;

/**
 * A process that the user asks about. It may have been started for this and stand still before its first instruction.
 *
 * @param pid in the agent's pid namespace
 * @param begin lets it go on if it stands still; to be called once, when it is observed
 * @param observation longest time to observe it; it may end before
 */
public record Subject(int pid, Begin begin, Duration observation) {
    /** Lets a process go on. */
    @FunctionalInterface
    public interface Begin {
        /** Returns once it goes on. */
        void run() throws InterruptedException;
    }

    /** A process that runs already. */
    public static Subject running(int pid, Duration observation) {
        return new Subject(pid, () -> {}, observation);
    }
}
