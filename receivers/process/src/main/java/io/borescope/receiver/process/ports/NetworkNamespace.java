package io.borescope.receiver.process.ports;

import io.borescope.receiver.process.ports.ProcSockets.OpenPort;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is open in a network namespace: asked of the kernel, or where it refuses, read less often from {@code /proc}. One thread. */
final class NetworkNamespace implements AutoCloseable {
    /** Reading costs the kernel a walk through its table of connections. */
    private static final long PROC_PERIOD_NANOS = 750_000_000;

    private final int number;
    private final ProcSockets sockets;
    private final @Nullable SocketDiag diag;
    private Map<Long, OpenPort> open = Map.of();
    private long procNanos;

    /**
     * @param number from 1
     * @param pid a process in it
     */
    NetworkNamespace(int number, int pid, ProcSockets sockets, long nowNanos) {
        this.number = number;
        this.sockets = sockets;
        this.diag = sockets.diag(pid).orElse(null);
        this.procNanos = nowNanos - PROC_PERIOD_NANOS;
    }

    int number() {
        return number;
    }

    /** What mattered when it was last looked at, by inode. */
    Map<Long, OpenPort> open() {
        return open;
    }

    /** Notes what matters now, and says whether that is something else. */
    boolean changeTo(Map<Long, OpenPort> matters) {
        boolean differs = !matters.equals(open);
        open = matters;
        return differs;
    }

    /**
     * Everything that is open, for the caller to keep.
     *
     * @param pids processes in it
     * @param atOnce whether one of them has not been looked at yet
     */
    Map<Long, OpenPort> look(List<Integer> pids, boolean atOnce, long nowNanos) {
        Optional<Map<Long, OpenPort>> answered = diag == null ? Optional.empty() : diag.ports();
        if (answered.isPresent()) {
            return answered.get();
        }
        if (!atOnce && nowNanos - procNanos < PROC_PERIOD_NANOS) {
            return new HashMap<>(open);
        }
        procNanos = nowNanos;
        return read(pids);
    }

    /** Any process that is not gone shows what is open. */
    private Map<Long, OpenPort> read(List<Integer> pids) {
        for (int pid : pids) {
            Optional<Map<Long, OpenPort>> read = sockets.open(pid);
            if (read.isPresent()) {
                return read.get();
            }
        }
        return new HashMap<>();
    }

    @Override
    public void close() {
        if (diag != null) {
            diag.close();
        }
    }
}
