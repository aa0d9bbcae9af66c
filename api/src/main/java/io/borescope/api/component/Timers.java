package io.borescope.api.component;

import java.time.Duration;

/** Timers of one processor. They end when it closes. */
public interface Timers {
    /** Runs a task through the pipeline's gate, again and again, one period after the other. The task reads the clock itself. */
    void every(Duration period, Runnable task);
}
