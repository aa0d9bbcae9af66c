package io.borescope.receiver.process;

import io.borescope.api.process.ProcessRecord;
import io.borescope.api.telemetry.Counter;
import io.borescope.receiver.process.classes.ProcessClasses;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides which processes are tracked and keeps the table in step with the kernel. Told of forks, execs and exits by the lifecycle ring
 * and of everything there is by scans of {@code /proc}; each may come first, and either may miss something. Not thread-safe.
 */
final class ProcessFollower {
    private final KernelTracker kernel;
    private final ProcFiles files;
    private final ProcessClasses classes;
    private final Selection selection;
    private final TrackedProcesses table;
    private final StartTimes startTimes;
    private final Counter refused;

    /**
     * @param refused counts images that found the table full of live ones
     */
    ProcessFollower(
            KernelTracker kernel,
            ProcFiles files,
            ProcessClasses classes,
            Selection selection,
            TrackedProcesses table,
            StartTimes startTimes,
            Counter refused) {
        this.kernel = kernel;
        this.files = files;
        this.classes = classes;
        this.selection = selection;
        this.table = table;
        this.startTimes = startTimes;
        this.refused = refused;
    }

    /** A tracked process made another, which the kernel tracks since. It is what its parent is, so no file is read. */
    void onFork(ProcessChange fork) {
        if (table.get(fork.process()) != null) {
            return; // a scan was quicker
        }
        TrackedProcess parent = table.get(fork.previous());
        if (parent == null) { // its own record was lost
            adopt(fork.process(), view(fork), fork.startNanos());
            return;
        }
        ProcessRecord inherited = parent.record();
        add(
                new ProcessRecord(
                        fork.process(),
                        fork.pid(),
                        epochNanos(fork.pid(), fork.startNanos()),
                        fork.parentPid(),
                        fork.name(),
                        inherited.executable(),
                        inherited.commandLine(),
                        inherited.cgroup(),
                        inherited.client(),
                        inherited.attributes(),
                        false),
                parent.kind(),
                fork.startNanos(),
                true);
    }

    /** A process, tracked or not, runs another program now. */
    void onExec(ProcessChange exec) {
        ProcessView view = view(exec);
        if (exec.process() == 0) {
            trackIfSelected(view, exec.startNanos());
            return;
        }
        TrackedProcess before = table.get(exec.previous());
        if (before != null) {
            table.retire(before, exec.timestampNanos());
        }
        TrackedProcess known = table.get(exec.process());
        if (known == null) {
            addImage(exec, view, before);
        }
        if (selection.excludes(view)) {
            kernel.untrack(exec.pid());
            retire(exec.process(), exec.timestampNanos());
        }
    }

    private void addImage(ProcessChange exec, ProcessView view, @Nullable TrackedProcess before) {
        String executable = view.executable();
        List<String> commandLine = view.commandLine();
        String cgroup = view.cgroups().path();
        Optional<SelectionRule> rule = selection.select(view);
        boolean current =
                kernel.processOf(exec.pid()) == exec.process(); // else the files were of a later image, or gone
        Kind inherited = before == null ? Kind.UNKNOWN : before.kind();
        Kind kind =
                current ? Kind.of(rule, view.processClass(), inherited) : Kind.of(Optional.empty(), null, inherited);
        boolean placed = current && !cgroup.isEmpty();
        String inheritedCgroup = before == null ? "" : before.record().cgroup();
        Map<String, String> inheritedAttributes =
                before == null ? Map.of() : before.record().attributes();
        long startNanos = before == null ? exec.startNanos() : before.startNanos();
        add(
                new ProcessRecord(
                        exec.process(),
                        exec.pid(),
                        before == null
                                ? epochNanos(exec.pid(), startNanos)
                                : before.record().startEpochNanos(),
                        exec.parentPid(),
                        exec.name(),
                        current && !executable.isEmpty() ? executable : exec.filename(),
                        current ? commandLine : List.of(),
                        placed ? cgroup : inheritedCgroup,
                        kind.client(),
                        placed ? kind.attributes(CgroupAttributes.of(view.cgroups())) : inheritedAttributes,
                        false),
                kind,
                startNanos,
                before == null || before.children());
    }

    /** The last thread of a tracked process has ended. */
    void onExit(ProcessChange exit) {
        retire(exit.process(), exit.timestampNanos());
    }

    private void retire(int process, long nowNanos) {
        TrackedProcess entry = table.get(process);
        if (entry != null) {
            table.retire(entry, nowNanos);
        }
    }

    /**
     * Looks at a process that a scan came by.
     *
     * @param scan number of the scan, above 0
     * @return whether it is tracked from now on and was not before
     */
    boolean examine(int pid, int scan, long nowNanos) {
        int process = kernel.processOf(pid);
        ProcStat stat = files.stat(pid);
        if (stat == null || stat.kernelThread() || stat.dead() || kernel.processOf(pid) != process) {
            return false; // or the pid changed hands just now, and its record will say so
        }
        TrackedProcess entry = process == 0 ? null : table.get(process);
        if (entry != null && !StartTimes.same(entry.startNanos(), stat.startNanos())) {
            // Its exit was missed, and the pid has a new owner that never was ours.
            kernel.untrack(pid);
            table.retire(entry, nowNanos);
            process = 0;
            entry = null;
        }
        if (entry != null) {
            entry.seenBy(scan);
            rename(entry, stat);
            return false;
        }
        ProcessView view = new ProcessView(files, classes, pid, stat.parentPid(), stat.name());
        if (process != 0) { // the record of its fork or exec is lost or still in the ring
            adopt(process, view, stat.startNanos());
            return true;
        }
        boolean inherits = isOurChild(stat.parentPid()) && !selection.excludes(view);
        return inherits ? trackChild(view, stat.startNanos()) : trackIfSelected(view, stat.startNanos());
    }

    /** Finds out whether an entry that a scan did not come by is still there, and retires it if not. */
    void reexamine(TrackedProcess entry, long nowNanos) {
        ProcStat stat = files.stat(entry.pid());
        if (stat != null && !stat.dead() && StartTimes.same(entry.startNanos(), stat.startNanos())) {
            return;
        }
        table.retire(entry, nowNanos);
        if (kernel.processOf(entry.pid()) == entry.process()) {
            kernel.untrack(entry.pid());
        }
    }

    private boolean isOurChild(int parentPid) {
        TrackedProcess parent = table.get(kernel.processOf(parentPid));
        return parent != null && parent.children();
    }

    /** Who rules and classes say it is, else who its parent is. */
    private Kind kindOf(ProcessView view) {
        TrackedProcess parent = table.get(kernel.processOf(view.parentPid()));
        return Kind.of(selection.select(view), view.processClass(), parent == null ? Kind.UNKNOWN : parent.kind());
    }

    /** A child from before its parent was tracked; the kernel sees to later ones. */
    private boolean trackChild(ProcessView view, long startNanos) {
        return track(view, startNanos, true, kindOf(view));
    }

    private boolean trackIfSelected(ProcessView view, long startNanos) {
        Optional<SelectionRule> rule = selection.select(view);
        return rule.isPresent()
                && track(view, startNanos, rule.get().withChildren(), Kind.of(rule, view.processClass(), Kind.UNKNOWN));
    }

    /** The pid may have changed hands since it was looked at: after it has been put into the kernel's hands, it must still be the same process. */
    private boolean track(ProcessView view, long startNanos, boolean children, Kind kind) {
        int process = kernel.track(view.pid(), children);
        if (process == 0) {
            return false;
        }
        ProcStat now = files.stat(view.pid());
        if (now == null || now.dead() || !StartTimes.same(startNanos, now.startNanos())) {
            kernel.untrack(view.pid());
            return false;
        }
        ProcessRecord record = recordOf(process, view, startNanos, kind);
        TrackedProcess known = table.get(process);
        if (known != null) { // it was put there by a scan, but ran another program then
            table.replace(known, record, kind);
            return false;
        }
        return add(record, kind, startNanos, children);
    }

    /** Adds a process that the kernel tracks already and the table does not know. */
    private void adopt(int process, ProcessView view, long startNanos) {
        Kind kind = kindOf(view);
        add(recordOf(process, view, startNanos, kind), kind, startNanos, true);
    }

    private ProcessRecord recordOf(int process, ProcessView view, long startNanos, Kind kind) {
        return new ProcessRecord(
                process,
                view.pid(),
                epochNanos(view.pid(), startNanos),
                view.parentPid(),
                view.name(),
                view.executable(),
                view.commandLine(),
                view.cgroups().path(),
                kind.client(),
                kind.attributes(CgroupAttributes.of(view.cgroups())),
                false);
    }

    private boolean add(ProcessRecord record, Kind kind, long startNanos, boolean children) {
        boolean added = table.add(new TrackedProcess(record, kind, startNanos, children));
        if (!added) {
            refused.add(1);
        }
        return added;
    }

    /** A process that nothing recognised may be recognised by the name that it has given itself. */
    private void rename(TrackedProcess entry, ProcStat stat) {
        ProcessRecord old = entry.record();
        if (old.name().equals(stat.name())) {
            return;
        }
        Kind kind = entry.kind();
        if (kind.processClass() == null) {
            ProcessView view = new ProcessView(files, classes, old.pid(), stat.parentPid(), stat.name());
            kind = Kind.of(Optional.empty(), view.processClass(), kind);
        }
        ProcessRecord renamed = new ProcessRecord(
                old.process(),
                old.pid(),
                old.startEpochNanos(),
                old.parentPid(),
                stat.name(),
                old.executable(),
                old.commandLine(),
                old.cgroup(),
                kind.client(),
                kind.attributes(old.attributes()),
                old.exited());
        table.replace(entry, renamed, kind);
    }

    /**
     * Wall time of a start, cut to the precision of {@code /proc}, so that a process seen at its fork and found in a scan by the agent's
     * next run is the same. Two processes that had one pid within one tick keep all digits.
     */
    private long epochNanos(int pid, long startNanos) {
        TrackedProcess latest = table.latest(pid);
        boolean ambiguous = latest != null
                && StartTimes.toTick(latest.startNanos()) == StartTimes.toTick(startNanos)
                && !StartTimes.same(latest.startNanos(), startNanos);
        return startTimes.toEpochNanos(ambiguous ? startNanos : StartTimes.toTick(startNanos));
    }

    private ProcessView view(ProcessChange change) {
        return new ProcessView(files, classes, change.pid(), change.parentPid(), change.name());
    }
}
