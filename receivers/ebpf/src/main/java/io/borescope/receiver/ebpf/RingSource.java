package io.borescope.receiver.ebpf;

import io.borescope.bpf.BpfException;
import io.borescope.bpf.RingReader;
import java.util.List;

/** Where events come from; see {@link io.borescope.bpf.EventRings}. */
interface RingSource {
    /** The rings. */
    List<RingReader> rings();

    /** Fills in how many events are in no ring so far, by event type. Returns how many of them only for want of their other end. */
    long lost(long[] byType) throws BpfException;

    /** Waits until a ring has filled up to a quarter, for a wake-up or the timeout. */
    void await(int timeoutMillis);

    /** Ends the present or the next wait. Any thread. */
    void wakeUp();
}
