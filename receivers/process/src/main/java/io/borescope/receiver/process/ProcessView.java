package io.borescope.receiver.process;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One process as rules look at it. Files are read when a rule first asks, so that most of the host's processes cost no more than their
 * name. Not thread-safe, made for one decision.
 */
final class ProcessView {
    private final ProcFiles files;
    private final int pid;
    private final int parentPid;
    private final String name;
    private @Nullable String executable;
    private @Nullable List<String> commandLine;
    private @Nullable Cgroups cgroups;
    private @Nullable String parentName;

    ProcessView(ProcFiles files, int pid, int parentPid, String name) {
        this.files = files;
        this.pid = pid;
        this.parentPid = parentPid;
        this.name = name;
    }

    int pid() {
        return pid;
    }

    int parentPid() {
        return parentPid;
    }

    String name() {
        return name;
    }

    String executable() {
        if (executable == null) {
            executable = files.executable(pid);
        }
        return executable;
    }

    List<String> commandLine() {
        if (commandLine == null) {
            commandLine = files.commandLine(pid);
        }
        return commandLine;
    }

    Cgroups cgroups() {
        if (cgroups == null) {
            cgroups = files.cgroups(pid);
        }
        return cgroups;
    }

    String parentName() {
        if (parentName == null) {
            ProcStat parent = files.stat(parentPid);
            parentName = parent == null ? "" : parent.name();
        }
        return parentName;
    }
}
