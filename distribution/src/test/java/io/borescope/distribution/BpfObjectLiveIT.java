package io.borescope.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.bpf.KernelSupport;
import io.borescope.testing.LiveKernel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What {@code config/bpf_object.yaml} makes of the examples, in the folder that users get. */
final class BpfObjectLiveIT {
    private static final int EXECS = 23;
    private static final Path CONFIG = Launcher.HOME.resolve("config/bpf_object.yaml");

    @BeforeAll
    static void needAKernelThatWeMayTrace() {
        LiveKernel.assumeUsable(KernelSupport::missing);
    }

    private static Map<String, String> environment(long parent) {
        return Map.of(
                "BORESCOPE_EXAMPLES",
                Launcher.HOME.resolve("examples/bpf_object").toString(),
                "BORESCOPE_PARENT",
                String.valueOf(parent));
    }

    @Test
    void tellsEveryExecAndHowLongThreadsWaited() throws Exception {
        Process shell = new ProcessBuilder(
                        "sh",
                        "-c",
                        "read go; i=0; while [ $i -lt %d ]; do /bin/true; i=$((i + 1)); done".formatted(EXECS))
                .start();
        try (Launcher agent = Launcher.start(List.of("run", "--config", CONFIG.toString()), environment(shell.pid()))) {
            agent.awaitOutput(printed -> printed.contains("Everything is ready."));
            try (var input = shell.outputWriter()) {
                input.write("go\n");
            }
            assertThat(shell.waitFor()).isZero();
            agent.awaitOutput(printed -> printed.contains("runq_latency"));
            agent.terminate();

            assertThat(agent.awaitEnd()).isZero();
            assertThat(agent.output())
                    .contains("attached: handle_exec (tp_btf/sched_process_exec)")
                    .contains("process.exec /bin/true")
                    .contains("logs/exec -> debug: exported " + EXECS + ", held 0, lost 0")
                    .containsPattern("metrics/runqlat -> debug: exported [0-9,]+, held 0, lost 0")
                    .contains("switches");
        } finally {
            shell.destroyForcibly();
        }
    }

    @Test
    void doctorLoadsThemForAMoment() throws Exception {
        try (Launcher doctor = Launcher.start(List.of("doctor", "--config", CONFIG.toString()), environment(0))) {
            assertThat(doctor.awaitEnd()).as(doctor.output()).isZero();
            assertThat(doctor.output()).contains("attached: handle_exec (tp_btf/sched_process_exec)");
        }
    }
}
