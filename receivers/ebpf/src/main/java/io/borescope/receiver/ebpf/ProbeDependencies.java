package io.borescope.receiver.ebpf;

import static io.borescope.bpf.ProbeGroup.BLOCK_MERGE;
import static io.borescope.bpf.ProbeGroup.DISK_IO;
import static io.borescope.bpf.ProbeGroup.SCHEDULER;
import static io.borescope.bpf.ProbeGroup.SCHEDULER_WAKEUP;

import io.borescope.bpf.ProbeGroup;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What probe groups have to do with each other. None of it is an error: what would do nothing is left out, and users are told.
 *
 * @param wanted the groups that are enabled
 */
record ProbeDependencies(Set<ProbeGroup> wanted) {
    /** The groups that are worth attaching. */
    Set<ProbeGroup> resolved() {
        Set<ProbeGroup> resolved = EnumSet.noneOf(ProbeGroup.class);
        resolved.addAll(wanted);
        if (!wanted.contains(SCHEDULER)) {
            resolved.remove(SCHEDULER_WAKEUP);
        }
        return resolved;
    }

    /** What users may not expect, a sentence each. */
    List<String> notes() {
        List<String> notes = new ArrayList<>();
        if (hasWithout(SCHEDULER_WAKEUP, SCHEDULER)) {
            notes.add("scheduler_wakeup only says since when a thread could run, so it does nothing while scheduler is"
                    + " disabled and is not attached");
        }
        if (hasWithout(SCHEDULER, SCHEDULER_WAKEUP)) {
            notes.add(
                    "scheduler_wakeup is disabled, so run-queue latencies are known only of threads that had to give way");
        }
        if (hasWithout(DISK_IO, BLOCK_MERGE)) {
            notes.add("block_merge is disabled, so no merge is told; disk_io attaches its hook all the same, because a"
                    + " request that was merged into another one never completes by itself");
        }
        return notes;
    }

    private boolean hasWithout(ProbeGroup group, ProbeGroup other) {
        return wanted.contains(group) && !wanted.contains(other);
    }
}
