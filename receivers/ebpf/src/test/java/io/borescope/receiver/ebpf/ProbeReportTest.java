package io.borescope.receiver.ebpf;

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.bpf.AttachedProbes.Refusal;
import io.borescope.bpf.ProbeGroup;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ProbeReportTest {
    private static final int EPERM = 1;
    private static final String REFUSED =
            "cannot load syscalls: EPERM. Grant CAP_BPF.\nlibbpf: a long log\nof two lines";

    private final Map<ProbeGroup, String> attached = new EnumMap<>(ProbeGroup.class);

    @Test
    void groupsThatRunInTheSameWayShareALine() {
        attached.put(ProbeGroup.SYSCALL_READ, "tp_btf");
        attached.put(ProbeGroup.SYSCALL_WRITE, "tp_btf");
        attached.put(ProbeGroup.SCHEDULER, "perf_event");

        assertThat(new ProbeReport(attached, Set.of(), List.of()).attachedLines())
                .containsExactly(
                        "attached by perf_event: scheduler", "attached by tp_btf: syscall_read, syscall_write");
    }

    @Test
    void aRefusedWayOfAGroupThatRunsInAnotherIsTold() {
        attached.put(ProbeGroup.SYSCALL_READ, "kprobe");
        attached.put(ProbeGroup.SYSCALL_WRITE, "kprobe");
        ProbeReport report = new ProbeReport(
                attached,
                Set.of(),
                List.of(
                        new Refusal(ProbeGroup.SYSCALL_READ, "fexit", EPERM, REFUSED),
                        new Refusal(ProbeGroup.SYSCALL_WRITE, "fexit", EPERM, REFUSED)));

        assertThat(report.detourLines())
                .containsExactly(
                        "refused by this kernel, another way runs: fexit (EPERM) for syscall_read, syscall_write");
        assertThat(report.missingLines(EnumSet.allOf(ProbeGroup.class))).isEmpty();
    }

    @Test
    void groupsThatAreMissingForTheSameReasonShareItsLines() {
        attached.put(ProbeGroup.SCHEDULER, "tp_btf");
        ProbeReport report = new ProbeReport(
                attached,
                EnumSet.of(ProbeGroup.SYSCALL_READ, ProbeGroup.SYSCALL_WRITE, ProbeGroup.SYSCALL_FSYNC),
                List.of(
                        new Refusal(ProbeGroup.SYSCALL_READ, "fexit", EPERM, REFUSED),
                        new Refusal(ProbeGroup.SYSCALL_READ, "kprobe", 0, "no such function. Build a kernel."),
                        new Refusal(ProbeGroup.SYSCALL_WRITE, "fexit", EPERM, REFUSED),
                        new Refusal(ProbeGroup.SYSCALL_WRITE, "kprobe", 0, "no such function. Build a kernel."),
                        new Refusal(ProbeGroup.SYSCALL_FSYNC, "fexit", EPERM, REFUSED)));

        assertThat(report.missingLines(report.missing()))
                .containsExactly(
                        "syscall_read, syscall_write\n  by fexit: " + REFUSED
                                + "\n  by kprobe: no such function. Build a kernel.",
                        "syscall_fsync\n  by fexit: " + REFUSED);
        assertThat(report.missingSummary()).isEqualTo("""
                3 of 4 probe groups are not attached, the rest runs:
                syscall_read, syscall_write
                  by fexit: cannot load syscalls: EPERM. Grant CAP_BPF.
                  by kprobe: no such function. Build a kernel.
                syscall_fsync
                  by fexit: cannot load syscalls: EPERM. Grant CAP_BPF.""");
        assertThat(report.missingLines(EnumSet.of(ProbeGroup.SYSCALL_FSYNC, ProbeGroup.SCHEDULER)))
                .containsExactly("syscall_fsync\n  by fexit: " + REFUSED);
    }
}
