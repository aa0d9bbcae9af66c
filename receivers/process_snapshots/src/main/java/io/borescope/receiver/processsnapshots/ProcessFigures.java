package io.borescope.receiver.processsnapshots;

import io.borescope.api.process.ProcessRecord;
import io.borescope.api.telemetry.Counter;
import io.borescope.api.telemetry.Meter;
import io.borescope.receiver.processsnapshots.ProcReader.Entry;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Stream;

/** Reads what one process after the other uses, into rows. Not thread-safe. */
final class ProcessFigures {
    /** Most threads of a process that are read in a round: some 20 ms. */
    static final int THREADS_PER_ROUND = 4_096;

    /** A clock tick of {@code /proc}: USER_HZ is 100 on every architecture we run on. */
    private static final long TICK_NANOS = 10_000_000;

    /** How far two start times of one process may differ: one is wall time as somebody else worked it out. */
    private static final long START_TOLERANCE_NANOS = 1_000_000_000;

    private static final int MEMORY_FIGURES = 6;

    private final ProcReader proc;
    private final ReadFailures failures;
    private final int maxCountedFds;
    private final Map<SnapshotMetric, SnapshotRows> rows = new EnumMap<>(SnapshotMetric.class);
    private final Counter cutFdCounts;
    private final Counter waitingThreads;

    private final KeyedNumbers status =
            new KeyedNumbers("VmSize:", "VmRSS:", "RssAnon:", "RssFile:", "RssShmem:", "VmSwap:", "Threads:");
    private final KeyedNumbers switchesOfThread =
            new KeyedNumbers("voluntary_ctxt_switches:", "nonvoluntary_ctxt_switches:");
    private final KeyedNumbers io = new KeyedNumbers(
            "rchar:", "wchar:", "syscr:", "syscw:", "read_bytes:", "write_bytes:", "cancelled_write_bytes:");
    private final long[] statusValues = new long[MEMORY_FIGURES + 1];
    private final long[] leaderSwitches = new long[2];
    private final int[] leaderAlone = new int[1];
    private final long[] ioValues = new long[SnapshotMetric.IO.width()];
    private final long[] limits = new long[2];
    private final ThreadSwitches.Source threads = this::readThread;
    private int pid;
    private boolean leaderKnown;

    ProcessFigures(
            ProcReader proc, ReadFailures failures, Meter meter, Stream<SnapshotMetric> selected, int maxCountedFds) {
        this.proc = proc;
        this.failures = failures;
        this.maxCountedFds = maxCountedFds;
        selected.forEach(metric -> rows.put(metric, new SnapshotRows(metric.width())));
        this.cutFdCounts = meter.counter(
                "fd_counts_cut", "{process}", "Counts of open files that ended at max_counted_fds; raise it.");
        this.waitingThreads = meter.counter(
                "threads_deferred",
                "{thread}",
                "Threads that were not read because others of their process had their turn.");
    }

    /** What was read, by metric. */
    Map<SnapshotMetric, SnapshotRows> rows() {
        return rows;
    }

    /**
     * Reads a process, if it is still there and has not been followed by another one of its pid.
     *
     * @param bootEpochNanos when the host started, to compare a start time that is not known in clock ticks yet; 0 if it cannot be compared
     */
    void read(Observed process, long bootEpochNanos) {
        pid = process.record().pid();
        int entered = proc.enter(pid);
        if (entered < 0) {
            failures.failed(entered, pid, Entry.STAT);
            return;
        }
        if (isThatOne(process, bootEpochNanos)) {
            readStatus(process);
            readIo(process.record());
            readFds(process.record());
        }
        proc.leave();
    }

    private boolean isThatOne(Observed process, long bootEpochNanos) {
        int length = proc.read(Entry.STAT);
        if (length < 0) {
            failures.failed(length, pid, Entry.STAT);
            return false;
        }
        long ticks = ProcText.startTicks(proc.text(), length);
        if (ticks < 0) {
            failures.malformed(pid, Entry.STAT);
            return false;
        }
        if (!process.isBound() && isClose(process.record(), ticks, bootEpochNanos)) {
            process.bind(ticks);
        }
        if (!process.startedAt(ticks)) {
            failures.reused(pid);
            return false;
        }
        return true;
    }

    private static boolean isClose(ProcessRecord record, long ticks, long bootEpochNanos) {
        long start = bootEpochNanos + ticks * TICK_NANOS;
        return bootEpochNanos == 0
                || record.startEpochNanos() == 0
                || Math.abs(start - record.startEpochNanos()) <= START_TOLERANCE_NANOS;
    }

    private void readStatus(Observed process) {
        SnapshotRows memory = rows.get(SnapshotMetric.MEMORY);
        SnapshotRows sched = rows.get(SnapshotMetric.SCHED);
        if (memory == null && sched == null) {
            return;
        }
        int length = proc.read(Entry.STATUS);
        if (length < 0) {
            failures.failed(length, pid, Entry.STATUS);
            return;
        }
        if (status.read(proc.text(), length, statusValues) == 0) {
            failures.malformed(pid, Entry.STATUS);
            return;
        }
        leaderKnown = switchesOfThread.read(proc.text(), length, leaderSwitches) == leaderSwitches.length;
        if (memory != null && hasMemory()) {
            memory.add(process.record(), statusValues);
        }
        if (sched != null) {
            readSwitches(process, statusValues[MEMORY_FIGURES], sched);
        }
    }

    /** A process that is about to end has given its memory back. */
    private boolean hasMemory() {
        for (int i = 0; i < MEMORY_FIGURES; i++) {
            if (statusValues[i] != 0) {
                return true;
            }
        }
        return false;
    }

    private void readSwitches(Observed process, long threadCount, SnapshotRows sched) {
        ThreadSwitches switches = process.switches();
        if (threadCount == 1 && leaderKnown && switches.knowsAtMost(pid)) { // as most are: saves half of the reading
            leaderAlone[0] = pid;
            switches.update(leaderAlone, 1, threads);
        } else {
            int listed = proc.listThreads();
            if (listed < 0) {
                failures.failed(listed, pid, Entry.TASK);
                return;
            }
            waitingThreads.add(switches.update(proc.tids(), listed, threads));
        }
        if (threadCount > 0) {
            sched.add(process.record(), threadCount, switches.voluntary(), switches.involuntary());
        }
    }

    /** The status of the process is its leader's. */
    private int readThread(int tid, long[] switches) {
        if (tid == pid && leaderKnown) {
            System.arraycopy(leaderSwitches, 0, switches, 0, switches.length);
            return ThreadSwitches.Source.READ;
        }
        int length = proc.readThread(tid);
        if (length == -Libc.ENOENT || length == -Libc.ESRCH) {
            return ThreadSwitches.Source.ENDED;
        }
        if (length < 0) {
            failures.failed(length, pid, Entry.TASK);
            return ThreadSwitches.Source.UNREADABLE;
        }
        if (switchesOfThread.read(proc.text(), length, switches) < switches.length) {
            failures.malformed(pid, Entry.TASK);
            return ThreadSwitches.Source.UNREADABLE;
        }
        return ThreadSwitches.Source.READ;
    }

    private void readIo(ProcessRecord process) {
        SnapshotRows wanted = rows.get(SnapshotMetric.IO);
        if (wanted == null) {
            return;
        }
        int length = proc.read(Entry.IO);
        if (length < 0) {
            failures.failed(length, pid, Entry.IO);
        } else if (io.read(proc.text(), length, ioValues) == 0) {
            failures.malformed(pid, Entry.IO);
        } else {
            wanted.add(process, ioValues);
        }
    }

    private void readFds(ProcessRecord process) {
        SnapshotRows wanted = rows.get(SnapshotMetric.FD);
        if (wanted == null) {
            return;
        }
        int count = proc.countFiles(maxCountedFds);
        if (count < 0) {
            failures.failed(count, pid, Entry.FD);
        } else if (count == maxCountedFds && !proc.sizeCountsFiles()) {
            cutFdCounts.add(1);
        }
        boolean limited = readLimits();
        if (count >= 0 || limited) {
            wanted.add(process, Math.max(0, count), limits[0], limits[1]);
        }
    }

    private boolean readLimits() {
        limits[0] = 0;
        limits[1] = 0;
        int length = proc.read(Entry.LIMITS);
        if (length < 0) {
            failures.failed(length, pid, Entry.LIMITS);
            return false;
        }
        if (!ProcText.readOpenFileLimits(proc.text(), length, limits)) {
            failures.malformed(pid, Entry.LIMITS);
            return false;
        }
        return true;
    }

    /**
     * When the host started, on wall time.
     *
     * @param nowEpochNanos taken just before
     * @return 0 if nobody knows
     */
    long bootEpochNanos(long nowEpochNanos) {
        int length = proc.readUptime();
        long uptime = length < 0 ? -1 : ProcText.uptimeNanos(proc.text(), length);
        return uptime < 0 ? 0 : nowEpochNanos - uptime;
    }
}
