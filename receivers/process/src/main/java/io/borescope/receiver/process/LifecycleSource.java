package io.borescope.receiver.process;

import io.borescope.bpf.BpfException;
import io.borescope.bpf.RingReader;

/** Where fork, exec and exit records come from; see {@link io.borescope.bpf.ProcessTracker}. */
interface LifecycleSource {
    /** The ring they lie in. */
    RingReader ring();

    /** Fills in how many records did not fit so far, by event type. */
    void lost(long[] byType) throws BpfException;

    /** Whether exit records are for the receiver alone. */
    boolean exitsWithheld();

    /** Waits for an announcement, a wake-up or the timeout. */
    void await(int timeoutMillis);

    /** Ends the present or the next wait. Any thread. */
    void wakeUp();
}
