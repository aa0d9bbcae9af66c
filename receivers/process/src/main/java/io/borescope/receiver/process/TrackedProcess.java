package io.borescope.receiver.process;

import io.borescope.api.process.ProcessRecord;

/** An entry of the table: what everybody may see, and what only following needs. Belongs to the receiver's thread but for {@link #record()} and {@link #kind()}. */
final class TrackedProcess {
    private final long startNanos;
    private final boolean children;
    private volatile ProcessRecord record;
    private volatile Kind kind;
    private long retiredNanos;
    private int lastScan;

    /**
     * @param startNanos start on {@code CLOCK_BOOTTIME}, see {@link StartTimes}
     * @param children whether the kernel tracks its children
     */
    TrackedProcess(ProcessRecord record, Kind kind, long startNanos, boolean children) {
        this.record = record;
        this.kind = kind;
        this.startNanos = startNanos;
        this.children = children;
    }

    ProcessRecord record() {
        return record;
    }

    int process() {
        return record.process();
    }

    int pid() {
        return record.pid();
    }

    long startNanos() {
        return startNanos;
    }

    boolean children() {
        return children;
    }

    boolean live() {
        return !record.exited();
    }

    /** Who it is. Any thread. */
    Kind kind() {
        return kind;
    }

    void replace(ProcessRecord changed, Kind changedKind) {
        kind = changedKind;
        record = changed;
    }

    void retire(long nowNanos) {
        retiredNanos = nowNanos;
        record = new ProcessRecord(
                record.process(),
                record.pid(),
                record.startEpochNanos(),
                record.parentPid(),
                record.name(),
                record.executable(),
                record.commandLine(),
                record.cgroup(),
                record.client(),
                record.attributes(),
                true);
    }

    long retiredNanos() {
        return retiredNanos;
    }

    void seenBy(int scan) {
        lastScan = scan;
    }

    boolean wasSeenBy(int scan) {
        return lastScan == scan;
    }
}
