package io.borescope.api.component;

/** The work of one thread, in bounded slices, so that a test can turn the same crank by hand. */
public interface DutyCycle {
    /** Does one bounded slice of work without blocking and returns how much; 0 means there was nothing to do. */
    int doWork() throws Exception;

    /** Rests after a slice that found nothing, for a second at most. Returns early after {@link #wakeUp()}. */
    void idle() throws Exception;

    /** Ends a rest early. Called by other threads, when the worker closes among others. */
    void wakeUp();
}
