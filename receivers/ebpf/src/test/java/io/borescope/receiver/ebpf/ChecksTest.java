package io.borescope.receiver.ebpf;

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.api.diagnosis.Finding;
import io.borescope.api.diagnosis.Outcome;
import io.borescope.api.event.EventType;
import io.borescope.bpf.AttachedProbes.Refusal;
import io.borescope.bpf.ProbeGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the checks make of what they saw. */
final class ChecksTest {
    private static final int EPERM = 1;
    private static final int ESRCH = 3;

    @Test
    void namesTheWayOfAGroupAndWhatWasRefusedBefore() {
        assertThat(report(
                        Map.of(ProbeGroup.SCHEDULER, "kprobe"),
                        List.of(refusal(ProbeGroup.SCHEDULER, "tp_btf", ESRCH, "cannot load sched: ESRCH"))))
                .containsExactly(Finding.ok("scheduler", "kprobe; tp_btf refused (cannot load sched: ESRCH)"));
    }

    @Test
    void warnsOfAGroupThatIsMissingWhileOthersWork() {
        Finding missing = report(
                        Map.of(ProbeGroup.SYSCALL_READ, "tp_btf"),
                        List.of(refusal(ProbeGroup.SCHEDULER, "kprobe", EPERM, "cannot attach cpu_exec: EPERM")))
                .getFirst();

        assertThat(missing.outcome()).isEqualTo(Outcome.WARNING);
        assertThat(missing.found()).isEqualTo("kprobe refused (cannot attach cpu_exec: EPERM)");
        assertThat(missing.remedy()).contains("CONFIG_KPROBES=y", "probes.scheduler.enabled: false");
    }

    @Test
    void failsIfNoGroupIsLeft() {
        Finding missing = report(
                        Map.of(), List.of(refusal(ProbeGroup.SCHEDULER, "tp_btf", ESRCH, "cannot load sched: ESRCH")))
                .getFirst();

        assertThat(missing.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(missing.remedy()).contains("CONFIG_DEBUG_INFO_BTF=y");
    }

    @Test
    void comparesWhatArrivedWithWhatWasMade() {
        EventType type = EventType.SYSCALL_WRITE;
        assertThat(EventsCheck.compare(type, 23, 23, 0)).isEqualTo(Finding.ok("syscall_write", "23 of 23 arrived"));
        assertThat(EventsCheck.compare(type, 23, 0, 0).outcome()).isEqualTo(Outcome.FAILED);
        assertThat(EventsCheck.compare(type, 23, 22, 0).outcome()).isEqualTo(Outcome.WARNING);
        assertThat(EventsCheck.compare(type, 23, 22, 0).remedy()).contains("skipped runs");
        assertThat(EventsCheck.compare(type, 23, 22, 1).found()).isEqualTo("22 of 23 arrived, 1 lost");
        assertThat(EventsCheck.compare(type, 23, 22, 1).remedy()).contains("ring_buffer_size");
        assertThat(EventsCheck.compare(type, 23, 24, 0))
                .isEqualTo(Finding.ok("syscall_write", "23 of 23 arrived, and 1 of the JVM's own"));
    }

    private static List<Finding> report(Map<ProbeGroup, String> attached, List<Refusal> refusals) {
        List<Finding> findings = new ArrayList<>();
        ProbesCheck.report(List.of(ProbeGroup.SCHEDULER), attached, refusals, findings::add);
        return findings;
    }

    private static Refusal refusal(ProbeGroup group, String way, int errno, String cause) {
        return new Refusal(group, way, errno, cause, cause + ". What to do.");
    }
}
