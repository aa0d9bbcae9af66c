package io.borescope.receiver.process;

import io.borescope.api.event.EventBatch;
import io.borescope.api.process.ProcessRecord;
import io.borescope.api.process.ProcessTable;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The table of processes, by the number that events carry. Everybody may look things up; one thread changes it. An entry whose image is
 * over (exited, or replaced by an exec) stays for a while; a reused pid is another entry.
 */
final class TrackedProcesses implements ProcessTable {
    private static final Optional<ProcessRecord> KERNEL = Optional.of(ProcessRecord.KERNEL);

    private final int limit;
    private final long retentionNanos;
    private final Map<Integer, TrackedProcess> byProcess = new ConcurrentHashMap<>();
    private final Map<Integer, TrackedProcess> latestByPid = new HashMap<>();
    private final ArrayDeque<TrackedProcess> retired = new ArrayDeque<>();
    private volatile int live;
    private Runnable onChange = () -> {};

    /**
     * @param limit most entries
     * @param retentionNanos how long an entry stays after its image is over
     */
    TrackedProcesses(int limit, long retentionNanos) {
        this.limit = limit;
        this.retentionNanos = retentionNanos;
    }

    /** Runs this whenever an entry comes, changes or is over, on the thread that changes the table. Before anything is in it. */
    void onChange(Runnable action) {
        onChange = action;
    }

    @Override
    public Optional<ProcessRecord> find(int process) {
        return process == EventBatch.KERNEL_PROCESS
                ? KERNEL
                : Optional.ofNullable(byProcess.get(process)).map(TrackedProcess::record);
    }

    @Override
    public Collection<ProcessRecord> all() {
        return byProcess.values().stream().map(TrackedProcess::record).toList();
    }

    /** Shows every entry to somebody. Any thread. */
    void forEach(Consumer<TrackedProcess> visitor) {
        byProcess.values().forEach(visitor);
    }

    /** Entries whose image runs. Any thread. */
    int live() {
        return live;
    }

    /** All entries. Any thread. */
    int size() {
        return byProcess.size();
    }

    /**
     * Adds an entry. Where the table is full, the entry that has been over for longest makes room.
     *
     * @return false if all entries are live; the entry is not added then
     */
    boolean add(TrackedProcess entry) {
        if (byProcess.size() >= limit && !forgetOldest()) {
            return false;
        }
        byProcess.put(entry.process(), entry);
        latestByPid.put(entry.pid(), entry);
        changeLive(1);
        onChange.run();
        return true;
    }

    /** Notes that an entry is about something else now. */
    void replace(TrackedProcess entry, ProcessRecord record, Kind kind) {
        entry.replace(record, kind);
        onChange.run();
    }

    /** The entry of a number, or null. */
    @Nullable
    TrackedProcess get(int process) {
        return byProcess.get(process);
    }

    /** The entry that was added last for a pid, live or not; null if there is none. */
    @Nullable
    TrackedProcess latest(int pid) {
        return latestByPid.get(pid);
    }

    /** The entries whose image runs, as they are now. */
    List<TrackedProcess> liveEntries() {
        return byProcess.values().stream().filter(TrackedProcess::live).toList();
    }

    /** Notes that an image is over; does nothing if that is known. */
    void retire(TrackedProcess entry, long nowNanos) {
        if (entry.live()) {
            entry.retire(nowNanos);
            retired.add(entry);
            changeLive(-1);
            onChange.run();
        }
    }

    /** Forgets what has been over for long enough. */
    void prune(long nowNanos) {
        TrackedProcess oldest = retired.peek();
        while (oldest != null && nowNanos - oldest.retiredNanos() > retentionNanos) {
            forgetOldest();
            oldest = retired.peek();
        }
    }

    private boolean forgetOldest() {
        TrackedProcess oldest = retired.poll();
        if (oldest == null) {
            return false;
        }
        byProcess.remove(oldest.process(), oldest);
        latestByPid.remove(oldest.pid(), oldest);
        return true;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread changes it, others look
    private void changeLive(int by) {
        live += by;
    }
}
