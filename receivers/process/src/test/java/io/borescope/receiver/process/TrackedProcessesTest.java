package io.borescope.receiver.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.api.event.EventBatch;
import io.borescope.api.process.ProcessRecord;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class TrackedProcessesTest {
    private static final long RETENTION = 60;

    private final TrackedProcesses table = new TrackedProcesses(3, RETENTION);

    @Test
    void keepsAnExitedProcessForAWhile() {
        TrackedProcess entry = add(11, 500);
        table.retire(entry, 1_000);

        table.prune(1_000 + RETENTION);
        assertThat(table.find(11)).map(ProcessRecord::exited).contains(true);

        table.prune(1_001 + RETENTION);
        assertThat(table.find(11)).isEmpty();
        assertThat(table.latest(500)).isNull();
    }

    @Test
    void keepsAReusedPidApart() {
        table.retire(add(11, 500), 1_000);
        TrackedProcess reused = add(12, 500);

        assertThat(table.find(11)).map(ProcessRecord::exited).contains(true);
        assertThat(table.find(12)).map(ProcessRecord::exited).contains(false);
        table.prune(5_000);
        assertThat(table.find(11)).isEmpty();
        assertThat(table.latest(500)).isSameAs(reused);
    }

    @Test
    void countsAProcessThatExitsTwiceOnce() {
        TrackedProcess entry = add(11, 500);
        add(12, 501);
        table.retire(entry, 1_000);
        table.retire(entry, 2_000);

        assertThat(table.live()).isEqualTo(1);
        assertThat(table.size()).isEqualTo(2);
    }

    @Test
    void makesRoomByForgettingWhatHasBeenOverForLongest() {
        TrackedProcess first = add(11, 500);
        TrackedProcess second = add(12, 501);
        add(13, 502);
        table.retire(second, 1_000);
        table.retire(first, 2_000);
        add(14, 503);

        assertThat(table.all()).extracting(ProcessRecord::process).containsExactlyInAnyOrder(11, 13, 14);
    }

    @Test
    void refusesMoreLiveProcessesThanItsLimit() {
        add(11, 500);
        add(12, 501);
        add(13, 502);

        assertThat(table.add(entry(14, 503))).isFalse();
        assertThat(table.find(14)).isEmpty();
    }

    @Test
    void alwaysKnowsTheKernel() {
        assertThat(table.find(EventBatch.KERNEL_PROCESS)).hasValueSatisfying(kernel -> {
            assertThat(kernel.pid()).isZero();
            assertThat(kernel.name()).isEqualTo("__kernel__");
        });
        assertThat(table.all()).isEmpty();
    }

    private TrackedProcess add(int process, int pid) {
        table.add(entry(process, pid));
        return Objects.requireNonNull(table.get(process));
    }

    private static TrackedProcess entry(int process, int pid) {
        return new TrackedProcess(
                new ProcessRecord(process, pid, 0, 1, "x", "/x", List.of("x"), "/", "", Map.of(), false),
                Kind.UNKNOWN,
                0,
                true);
    }
}
