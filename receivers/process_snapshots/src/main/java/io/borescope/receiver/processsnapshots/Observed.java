package io.borescope.receiver.processsnapshots;

import io.borescope.api.process.ProcessRecord;

/** A process that is read again and again, and what is kept about it meanwhile. Belongs to the receiver's thread. */
final class Observed {
    private static final long UNKNOWN = -1;

    private final ThreadSwitches switches;
    private ProcessRecord record;
    private long startTicks = UNKNOWN;
    private long lastRound;
    private boolean live;

    /**
     * @param threadsPerRound most of its threads that are read in a round
     */
    Observed(ProcessRecord record, int threadsPerRound) {
        this.record = record;
        this.switches = new ThreadSwitches(threadsPerRound);
    }

    ProcessRecord record() {
        return record;
    }

    /** Whether a record is about the same process, which may run another program now. */
    boolean is(ProcessRecord other) {
        return record.pid() == other.pid() && record.startEpochNanos() == other.startEpochNanos();
    }

    void seen(ProcessRecord latest) {
        record = latest;
        live = true;
    }

    /** Whether it was seen since the last call. */
    boolean takeLive() {
        boolean was = live;
        live = false;
        return was;
    }

    /** Whether its start, in clock ticks since boot, is known. */
    boolean isBound() {
        return startTicks != UNKNOWN;
    }

    void bind(long ticks) {
        startTicks = ticks;
    }

    boolean startedAt(long ticks) {
        return startTicks == ticks;
    }

    long lastRound() {
        return lastRound;
    }

    void readIn(long round) {
        lastRound = round;
    }

    ThreadSwitches switches() {
        return switches;
    }
}
