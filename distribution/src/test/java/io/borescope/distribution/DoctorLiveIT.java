package io.borescope.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.bpf.KernelSupport;
import io.borescope.bpf.ProbeGroup;
import io.borescope.testing.LiveKernel;
import io.borescope.testing.Workload;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** {@code bin/borescope doctor} on this machine's kernel. */
final class DoctorLiveIT {
    @BeforeAll
    static void needAKernelThatWeMayTrace() {
        LiveKernel.assumeUsable(KernelSupport::missing);
    }

    @Test
    void findsEveryStageAliveAndEveryKnownCallArrived() throws Exception {
        JsonNode diagnosis = new ObjectMapper().readTree(Launcher.run("doctor", "--json"));

        assertThat(diagnosis.get("outcome").asString()).isIn("ok", "warning"); // a kernel may refuse some groups
        assertThat(diagnosis.get("first_dead_stage").isNull()).isTrue();
        Set<String> names = new TreeSet<>();
        for (JsonNode finding : diagnosis.get("findings")) {
            names.add(finding.get("name").asString());
            if (finding.get("stage").asString().equals("events")
                    && finding.get("name").asString().startsWith("syscall_")) {
                assertThat(finding.get("found").asString()).startsWith("23 of 23 arrived");
            }
        }
        for (ProbeGroup group : ProbeGroup.values()) {
            assertThat(names).contains(group.label());
        }
    }

    @Test
    void countsWhatACommandDoesAndKeepsItsOutputApart() throws Exception {
        assertThat(Launcher.run("doctor", "--", "sh", "-c", "echo hello from the command"))
                .contains("hello from the command")
                .containsPattern("ok +process [0-9]+ +.*syscall_write [1-9]")
                .contains("No stage is dead");
    }

    @Test
    void saysWhichRuleSelectsAProcess(@TempDir Path folder) throws Exception {
        try (Workload workload = Workload.start("blocks")) {
            Path config = Files.writeString(folder.resolve("agent.yaml"), """
                    receivers: {process: {include: [{pid: %d, client: mine}]}, ebpf: {}}
                    exporters: {debug: {}}
                    processors: {client_tag: {}, slot_window: {}, aggregate: {}}
                    service: {pipelines: {one: {receivers: [process, ebpf], processors: [client_tag, slot_window, aggregate], exporters: [debug]}}}
                    """.formatted(workload.pid()));
            assertThat(Launcher.run("doctor", "--config", config.toString()))
                    .containsPattern("ok +include\\[0\\] +\\S+ %d as client mine".formatted(workload.pid()));
        }
    }

    @Test
    void namesTheHostAsTheFirstDeadStageWithoutCapabilities() throws Exception {
        try (Launcher doctor = Launcher.startWith(
                List.of("setpriv", "--bounding-set=-all", "--inh-caps=-all"), List.of("doctor"), Map.of())) {
            assertThat(doctor.awaitEnd()).isEqualTo(1);
            assertThat(doctor.output())
                    .contains("The first dead stage is host, at CAP_BPF: not held. Run as root, or grant it:")
                    .contains("skipped  ebpf")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void namesTheHostAsTheFirstDeadStageWithoutLibbpf() throws Exception {
        try (Launcher doctor = Launcher.start(List.of("doctor"), Map.of("BORESCOPE_LIBBPF", "/no/such/libbpf.so.1"))) {
            assertThat(doctor.awaitEnd()).isEqualTo(1);
            assertThat(doctor.output())
                    .contains("The first dead stage is host, at libbpf: not found. Install libbpf")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void looksAtTheHostAlsoIfTheConfigurationIsWrong() throws Exception {
        try (Launcher doctor = Launcher.start(List.of("doctor", "--config", "no-such.yaml"), Map.of())) {
            assertThat(doctor.awaitEnd()).isEqualTo(78);
            assertThat(doctor.output())
                    .contains("The first dead stage is configuration: no-such.yaml")
                    .containsPattern("ok +process tracker +attached")
                    .doesNotContain("\tat ");
        }
    }
}
