package io.borescope.api.process;

import io.borescope.api.event.EventBatch;
import java.util.List;
import java.util.Map;

/**
 * One program image of one process.
 *
 * @param process the dense number that events carry
 * @param pid the kernel's tgid
 * @param startEpochNanos when the process started, wall time; with the pid it identifies the process, and it stays the same over an exec
 * @param parentPid pid of the parent when the process was first seen
 * @param name the kernel's comm, at most 15 bytes
 * @param executable path of the program, empty if it could not be read
 * @param commandLine the arguments, program name first; empty if they could not be read
 * @param cgroup path of the cgroup: that of v2, or where it is the root, as on hosts with both versions, the first of v1 that is not;
 *     empty if it could not be read
 * @param client who it is by the rule that selected it, or by its class; empty if neither says
 * @param attributes more about it, by the names of OpenTelemetry's semantic conventions: {@code container.id}
 * @param exited whether this image is over: the process has exited or runs another program
 */
public record ProcessRecord(
        int process,
        int pid,
        long startEpochNanos,
        int parentPid,
        String name,
        String executable,
        List<String> commandLine,
        String cgroup,
        String client,
        Map<String, String> attributes,
        boolean exited) {
    /** What stands for the kernel when it does something for somebody it does not name, such as write-back. Every table knows it. */
    public static final ProcessRecord KERNEL =
            new ProcessRecord(EventBatch.KERNEL_PROCESS, 0, 0, 0, "__kernel__", "", List.of(), "", "", Map.of(), false);

    public ProcessRecord {
        commandLine = List.copyOf(commandLine);
        attributes = Map.copyOf(attributes);
    }
}
