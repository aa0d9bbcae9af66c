package io.borescope.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.bpf.KernelSupport;
import io.borescope.testing.LiveKernel;
import io.borescope.testing.Workload;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The folder that users get, on this machine's kernel. */
final class BorescopeLiveIT {
    private static final String QUICKSTART =
            Launcher.HOME.resolve("config/quickstart.yaml").toString();

    @BeforeAll
    static void needAKernelThatWeMayTrace() {
        LiveKernel.assumeUsable(KernelSupport::missing);
    }

    @Test
    void quickstartPrintsWhatAProcessDoesAndEndsCleanly() throws Exception {
        try (Workload workload = Workload.start("calls", 1, 2300);
                Launcher agent = observing(workload)) {
            agent.awaitOutput(BorescopeLiveIT::started);
            workload.release();
            workload.awaitEnd();
            agent.awaitOutput(printed -> printed.contains("syscall_write"));
            agent.terminate();

            assertThat(agent.awaitEnd()).isZero();
            assertThat(agent.output())
                    .containsPattern("Seen: [0-9,]+ events")
                    .contains("metrics/quickstart -> debug: exported");
        }
    }

    @Test
    void traceCountsExactlyWhatACommandDid() throws Exception {
        String printed = Launcher.run(
                "trace",
                "--interval",
                "1h",
                "--",
                "dd",
                "if=/dev/zero",
                "of=/dev/null",
                "bs=64",
                "count=23000",
                "status=none");
        assertThat(printed).containsPattern("syscall_write +23,000 ").contains("lost 0");
    }

    @Test
    void leavesNoProgramInTheKernelWhenItIsKilled() throws Throwable {
        try (Workload workload = Workload.start("blocks");
                Launcher agent = observing(workload)) {
            agent.awaitOutput(BorescopeLiveIT::started);
            Set<Integer> ours = BpfPrograms.heldBy(agent.pid());
            assertThat(ours).isNotEmpty().isSubsetOf(BpfPrograms.loaded());

            agent.kill();
            awaitUnloaded(ours);
        }
    }

    private static Launcher observing(Workload workload) throws Exception {
        return Launcher.start(
                List.of("run", "--config", QUICKSTART), Map.of("BORESCOPE_PID", String.valueOf(workload.pid())));
    }

    private static boolean started(String printed) {
        return printed.contains("Everything is ready.");
    }

    /** The kernel frees what a dead process held a moment after its end. */
    private static void awaitUnloaded(Set<Integer> ids) throws Throwable {
        long deadline = System.nanoTime() + 10_000_000_000L;
        Set<Integer> left = new TreeSet<>(ids);
        while (!left.isEmpty() && System.nanoTime() - deadline < 0) {
            left.retainAll(BpfPrograms.loaded());
        }
        assertThat(left).as("programs left in the kernel").isEmpty();
    }
}
