package io.borescope.receiver.process;

import io.borescope.api.config.BoundedPattern;
import io.borescope.api.config.BoundedPattern.Outcome;
import io.borescope.api.process.ProcessName;
import io.borescope.api.telemetry.Counter;
import io.borescope.receiver.process.classes.ProcessClass;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One rule, prepared. Asks the cheap questions first. Not thread-safe. */
final class RuleMatcher {
    private static final String CGROUP_MOUNT = "/sys/fs/cgroup/";
    private static final Set<String> CGROUP_HIERARCHIES = Set.of(
            "unified",
            "systemd",
            "cpu",
            "cpuacct",
            "cpu,cpuacct",
            "cpuset",
            "memory",
            "pids",
            "blkio",
            "devices",
            "freezer",
            "hugetlb",
            "misc",
            "net_cls",
            "net_prio",
            "net_cls,net_prio",
            "perf_event",
            "rdma");

    private final SelectionRule rule;
    private final Counter abortedMatches;
    private final @Nullable BoundedPattern commandLine;
    private final @Nullable String cgroup;

    RuleMatcher(SelectionRule rule, Counter abortedMatches) {
        this.rule = rule;
        this.abortedMatches = abortedMatches;
        this.commandLine = rule.commandLine() == null ? null : BoundedPattern.compile(rule.commandLine());
        this.cgroup = rule.cgroup() == null ? null : cgroupPath(rule.cgroup());
    }

    SelectionRule rule() {
        return rule;
    }

    /** Whether it names this very process. */
    boolean isFor(int pid) {
        return rule.pid() != null && rule.pid() == pid;
    }

    boolean matches(ProcessView process) {
        return matchesPid(process)
                && matchesName(process)
                && matchesClass(process)
                && matchesParent(process)
                && matchesExecutable(process)
                && matchesCgroup(process)
                && matchesCommandLine(process);
    }

    private boolean matchesPid(ProcessView process) {
        return rule.pid() == null || isFor(process.pid());
    }

    private boolean matchesName(ProcessView process) {
        return rule.name() == null || ProcessName.matches(process.name(), rule.name());
    }

    private boolean matchesClass(ProcessView process) {
        if (rule.class_() == null && rule.group() == null) {
            return true;
        }
        ProcessClass found = process.processClass();
        return found != null
                && (rule.class_() == null || found.client().equals(rule.class_()))
                && (rule.group() == null || found.within(rule.group()));
    }

    private boolean matchesParent(ProcessView process) {
        String parent = rule.parent();
        return parent == null
                || parent.equals(Integer.toString(process.parentPid()))
                || ProcessName.matches(process.parentName(), parent);
    }

    private boolean matchesExecutable(ProcessView process) {
        String wanted = rule.executable();
        if (wanted == null) {
            return true;
        }
        String path = process.executable();
        return wanted.indexOf('/') >= 0
                ? path.equals(wanted)
                : path.substring(path.lastIndexOf('/') + 1).equals(wanted);
    }

    private boolean matchesCgroup(ProcessView process) {
        return cgroup == null || process.cgroups().within(cgroup);
    }

    private boolean matchesCommandLine(ProcessView process) {
        if (commandLine == null) {
            return true;
        }
        Outcome outcome = commandLine.find(String.join(" ", process.commandLine()));
        if (outcome == Outcome.GAVE_UP) {
            abortedMatches.add(1);
        }
        return outcome == Outcome.FOUND;
    }

    /** A cgroup as the kernel names it; users also write where they see it mounted. */
    private static String cgroupPath(String written) {
        String path = written;
        if (path.startsWith(CGROUP_MOUNT)) {
            path = path.substring(CGROUP_MOUNT.length() - 1);
            int end = path.indexOf('/', 1);
            String first = end < 0 ? path.substring(1) : path.substring(1, end);
            if (CGROUP_HIERARCHIES.contains(first)) {
                path = end < 0 ? "/" : path.substring(end);
            }
        }
        return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }
}
