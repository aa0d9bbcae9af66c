package io.borescope.receiver.process;

import io.borescope.receiver.process.classes.ProcessClass;
import io.borescope.receiver.process.classes.ProcessClasses;
import io.borescope.receiver.process.classes.ProgramImage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One process as rules look at it. Files are read when a rule first asks, so that most of the host's processes cost no more than their
 * name. Not thread-safe, made for one decision.
 */
final class ProcessView implements ProgramImage {
    private final ProcFiles files;
    private final ProcessClasses classes;
    private final int pid;
    private final int parentPid;
    private final String name;
    private @Nullable String executable;
    private @Nullable List<String> commandLine;
    private @Nullable Cgroups cgroups;
    private @Nullable String parentName;
    private @Nullable ProcessClass processClass;
    private boolean classified;

    ProcessView(ProcFiles files, ProcessClasses classes, int pid, int parentPid, String name) {
        this.files = files;
        this.classes = classes;
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

    @Override
    public String name() {
        return name;
    }

    @Override
    public String executable() {
        if (executable == null) {
            executable = files.executable(pid);
        }
        return executable;
    }

    @Override
    public List<String> commandLine() {
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

    @Override
    public List<String> cgroupPaths() {
        return cgroups().paths();
    }

    /** What it is; null if no class says so. */
    @Nullable
    ProcessClass processClass() {
        if (!classified) {
            processClass = classes.classify(this);
            classified = true;
        }
        return processClass;
    }

    String parentName() {
        if (parentName == null) {
            ProcStat parent = files.stat(parentPid);
            parentName = parent == null ? "" : parent.name();
        }
        return parentName;
    }
}
