package io.borescope.receiver.ebpf;

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.bpf.ProbeGroup;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ProbeDependenciesTest {
    private static ProbeDependencies of(ProbeGroup... groups) {
        return new ProbeDependencies(Set.of(groups));
    }

    @Test
    void thereIsNothingToSayAboutAllGroupsTogether() {
        ProbeDependencies all = new ProbeDependencies(EnumSet.allOf(ProbeGroup.class));
        assertThat(all.resolved()).isEqualTo(EnumSet.allOf(ProbeGroup.class));
        assertThat(all.notes()).isEmpty();
    }

    @Test
    void whatOnlyHelpsAnotherGroupIsLeftOutWithoutIt() {
        ProbeDependencies alone = of(ProbeGroup.SCHEDULER_WAKEUP, ProbeGroup.OOM_KILL);
        assertThat(alone.resolved()).containsExactly(ProbeGroup.OOM_KILL);
        assertThat(only(alone.notes())).startsWith("scheduler_wakeup").endsWith("is not attached");
    }

    @Test
    void saysWhatIsMissedWithoutAGroupThatHelps() {
        ProbeDependencies scheduler = of(ProbeGroup.SCHEDULER);
        assertThat(scheduler.resolved()).containsExactly(ProbeGroup.SCHEDULER);
        assertThat(only(scheduler.notes())).startsWith("scheduler_wakeup is disabled");

        ProbeDependencies disk = of(ProbeGroup.DISK_IO);
        assertThat(disk.resolved()).containsExactly(ProbeGroup.DISK_IO);
        assertThat(only(disk.notes())).startsWith("block_merge is disabled");
    }

    private static String only(List<String> notes) {
        assertThat(notes).hasSize(1);
        return notes.getFirst();
    }
}
