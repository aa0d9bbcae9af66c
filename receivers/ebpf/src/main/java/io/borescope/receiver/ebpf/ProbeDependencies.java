package io.borescope.receiver.ebpf;

import io.borescope.bpf.ProbeGroup;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What probe groups have to do with each other. None of it is an error: what would do nothing is left out, and users are told. */
final class ProbeDependencies {
    private static final String BLOCK_MERGE = "block_merge";
    private static final String DISK_IO = "disk_io";
    private static final String SCHEDULER = "scheduler";
    private static final String SCHEDULER_WAKEUP = "scheduler_wakeup";

    private final Set<ProbeGroup> wanted;
    private final Set<String> labels;

    /**
     * @param wanted the groups that are enabled
     */
    ProbeDependencies(Set<ProbeGroup> wanted) {
        this.wanted = wanted;
        this.labels = wanted.stream().map(ProbeGroup::label).collect(Collectors.toSet());
    }

    /** The groups that are worth attaching. */
    Set<ProbeGroup> resolved() {
        Set<ProbeGroup> resolved = EnumSet.noneOf(ProbeGroup.class);
        resolved.addAll(wanted);
        resolved.removeIf(group -> group.label().equals(SCHEDULER_WAKEUP) && !has(SCHEDULER));
        return resolved;
    }

    /** What users may not expect, a sentence each. */
    List<String> notes() {
        List<String> notes = new ArrayList<>();
        if (has(SCHEDULER_WAKEUP) && !has(SCHEDULER)) {
            notes.add("scheduler_wakeup only says since when a thread could run, so it does nothing while scheduler is"
                    + " disabled and is not attached");
        }
        if (has(SCHEDULER) && lacks(SCHEDULER_WAKEUP)) {
            notes.add(
                    "scheduler_wakeup is disabled, so run-queue latencies are known only of threads that had to give way");
        }
        if (has(DISK_IO) && lacks(BLOCK_MERGE)) {
            notes.add("block_merge is disabled, so no merge is told; disk_io attaches its hook all the same, because a"
                    + " request that was merged into another one never completes by itself");
        }
        return notes;
    }

    private boolean has(String label) {
        return labels.contains(label);
    }

    private boolean lacks(String label) {
        return ProbeGroup.ofLabel(label) != null && !has(label);
    }
}
