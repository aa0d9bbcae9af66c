package io.borescope.receiver.process;

import java.util.List;

/**
 * Compares {@code /proc} with the table, in slices: shows every process to the {@link ProcessFollower}, then every entry that no process
 * stands for any more. Repeated at once while it finds something, because a process that is tracked now may have had children before.
 * Not thread-safe.
 */
final class ProcScan {
    /** Rounds after which a scan ends although each has found something: a host that forks that fast is never caught up with. */
    private static final int MAX_ROUNDS = 10;

    private final ProcFiles files;
    private final TrackedProcesses table;
    private final ProcessFollower follower;
    private int[] pids = {};
    private List<TrackedProcess> before = List.of();
    private int next;
    private int rounds;
    private int number;
    private boolean found;
    private boolean running;

    ProcScan(ProcFiles files, TrackedProcesses table, ProcessFollower follower) {
        this.files = files;
        this.table = table;
        this.follower = follower;
    }

    /** Starts from the beginning, also if it is under way. */
    void begin() {
        rounds = 0;
        running = true;
        beginRound();
    }

    private void beginRound() {
        number++;
        before = table.liveEntries();
        pids = files.pids();
        next = 0;
        found = false;
    }

    /** Whether there is something left to do. */
    boolean running() {
        return running;
    }

    /**
     * Looks at some more processes.
     *
     * @param limit how many, at least 1
     * @return how many it looked at
     */
    int step(int limit, long nowNanos) {
        if (!running) {
            return 0;
        }
        int end = Math.min(pids.length, next + limit);
        int looked = end - next;
        for (; next < end; next++) {
            found |= follower.examine(pids[next], number, nowNanos);
        }
        if (next == pids.length) {
            finishRound(nowNanos);
        }
        return Math.max(1, looked);
    }

    private void finishRound(long nowNanos) {
        for (TrackedProcess entry : before) {
            if (entry.live() && !entry.wasSeenBy(number)) {
                follower.reexamine(entry, nowNanos);
            }
        }
        if (found && ++rounds < MAX_ROUNDS) {
            beginRound();
        } else {
            running = false;
        }
    }
}
