package io.borescope.receiver.processsnapshots;

import io.borescope.api.component.ComponentId;
import io.borescope.api.telemetry.Counter;
import io.borescope.api.telemetry.Meter;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Why something of a process could not be read: normal on a host where processes come and go. Counted, and logged once per cause. */
final class ReadFailures {
    /** Why not. */
    enum Cause {
        VANISHED("reads_vanished", "Reads of processes that ended meanwhile.", Level.DEBUG, ""),
        DENIED(
                "reads_denied",
                "Reads that were not permitted; their rows are missing. Grant CAP_SYS_PTRACE.",
                Level.WARN,
                "Grant CAP_SYS_PTRACE, or leave the metric out"),
        REUSED(
                "pids_reused",
                "Processes that were not read because their pid belongs to a younger one by now.",
                Level.DEBUG,
                ""),
        MALFORMED(
                "reads_malformed",
                "Files that did not say what they should, or not within 64 KiB.",
                Level.WARN,
                "Please report this, with the file"),
        FAILED("reads_failed", "Reads that failed for another reason.", Level.WARN, "");

        private final String counter;
        private final String description;
        private final Level level;
        private final String remedy;

        Cause(String counter, String description, Level level, String remedy) {
            this.counter = counter;
            this.description = description;
            this.level = level;
            this.remedy = remedy;
        }

        static Cause of(int errno) {
            return switch (errno) {
                case Libc.ENOENT, Libc.ESRCH -> VANISHED;
                case Libc.EACCES, Libc.EPERM -> DENIED;
                default -> FAILED;
            };
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(ReadFailures.class);

    private final ComponentId id;
    private final Map<Cause, Counter> counters = new EnumMap<>(Cause.class);
    private final Set<Cause> logged = EnumSet.noneOf(Cause.class);

    ReadFailures(ComponentId id, Meter meter) {
        this.id = id;
        for (Cause cause : Cause.values()) {
            counters.put(cause, meter.counter(cause.counter, "{read}", cause.description));
        }
    }

    /**
     * Notes that a call failed.
     *
     * @param negatedErrno what it answered
     */
    void failed(int negatedErrno, int pid, ProcReader.Entry entry) {
        note(Cause.of(-negatedErrno), -negatedErrno, pid, entry);
    }

    /** Notes that a process is not the one that was meant. */
    void reused(int pid) {
        note(Cause.REUSED, 0, pid, ProcReader.Entry.STAT);
    }

    /** Notes that a file did not say what it should. */
    void malformed(int pid, ProcReader.Entry entry) {
        note(Cause.MALFORMED, 0, pid, entry);
    }

    @SuppressWarnings("NullAway") // every cause has a counter
    private void note(Cause cause, int errno, int pid, ProcReader.Entry entry) {
        counters.get(cause).add(1);
        if (logged.add(cause)) {
            LOG.atLevel(cause.level)
                    .log(
                            "{}: /proc/{}/{} {}{}{} (said once, counted in {})",
                            id,
                            pid,
                            entry,
                            describe(cause, errno),
                            cause.remedy.isEmpty() ? "" : ". ",
                            cause.remedy,
                            cause.counter);
        }
    }

    private static String describe(Cause cause, int errno) {
        return switch (cause) {
            case VANISHED -> "is gone";
            case DENIED -> "must not be read";
            case REUSED -> "belongs to a younger process";
            case MALFORMED -> "does not say what it should";
            case FAILED -> "cannot be read: errno " + errno;
        };
    }
}
