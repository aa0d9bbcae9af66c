package io.borescope.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.borescope.bpf.KernelSupport;
import io.borescope.testing.LiveKernel;
import io.borescope.testing.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** An ordinary user with the capabilities that {@code doctor --capabilities} names, and no others. */
final class LeastPrivilegeLiveIT {
    private static final int NOBODY = 65_534;
    private static final Pattern NOT_ATTACHED = Pattern.compile("not attached: .*");

    @TempDir
    Path folder;

    @BeforeAll
    static void needAKernelThatWeMayTrace() throws Exception {
        LiveKernel.assumeUsable(KernelSupport::missing);
        int user = (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        assumeThat(user)
                .as("only root can become another user with capabilities")
                .isZero();
        Process reader =
                new ProcessBuilder(asNobody(List.of(), "test", "-x", Launcher.HOME + "/bin/borescope")).start();
        assumeThat(reader.waitFor())
                .as("another user can reach " + Launcher.HOME)
                .isZero();
    }

    @BeforeEach
    void openFolder() throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static List<String> asNobody(List<String> capabilities, String... command) {
        String set = capabilities.stream()
                .map(capability -> ",+" + capability.replace("CAP_", "").toLowerCase(Locale.ROOT))
                .collect(Collectors.joining("", "-all", ""));
        List<String> words = new ArrayList<>(List.of(
                "setpriv",
                "--reuid=" + NOBODY,
                "--regid=" + NOBODY,
                "--clear-groups",
                "--inh-caps=" + set,
                "--ambient-caps=" + set,
                "--bounding-set=" + set));
        words.addAll(List.of(command));
        return words;
    }

    private String config(long pid) throws IOException {
        return Files.writeString(folder.resolve("agent.yaml"), """
                receivers: {process: {include: [{pid: %d}]}, ebpf: {}}
                processors: {client_tag: {fallback: name}, slot_window: {}, aggregate: {}}
                exporters: {debug: {}}
                service:
                  pipelines:
                    metrics/one: {receivers: [process, ebpf], processors: [client_tag, slot_window, aggregate], exporters: [debug]}
                """.formatted(pid))
                .toString();
    }

    private static List<String> required(String config) throws Exception {
        JsonNode needed =
                new ObjectMapper().readTree(Launcher.run("doctor", "--capabilities", "--json", "--config", config));
        return needed.get("required").valueStream().map(JsonNode::asString).toList();
    }

    @Test
    void eventsArriveWithExactlyWhatIsRequired() throws Exception {
        try (Workload workload = Workload.start("calls", 1, 2300)) {
            String config = config(workload.pid());
            List<String> required = required(config);
            assertThat(required).containsExactly("CAP_BPF", "CAP_PERFMON");
            try (Launcher agent =
                    Launcher.startWith(asNobody(required), List.of("run", "--config", config), Map.of())) {
                agent.awaitOutput(printed -> printed.contains("Everything is ready."));
                assertThat(agent.output())
                        .as("attached though nobody but CAP_SYS_ADMIN may list the types of kernel modules")
                        .containsPattern("attached by tp_btf: [^\n]*disk_io[^\n]*block_merge");
                assertThat(NOT_ATTACHED.matcher(agent.output()).results().map(MatchResult::group))
                        .as("io_uring needs files that may be root's; nothing else is missing")
                        .isSubsetOf("not attached: io_uring");
                assertThat(Files.getAttribute(Path.of("/proc/" + agent.pid()), "unix:uid"))
                        .isEqualTo(NOBODY);
                workload.release();
                workload.awaitEnd();
                agent.awaitOutput(printed -> printed.contains("syscall_write"));
                agent.terminate();
                assertThat(agent.awaitEnd()).as(agent.output()).isZero();
                assertThat(agent.output()).containsPattern("Seen: [1-9][0-9,]* events");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"CAP_BPF", "CAP_PERFMON"})
    void namesTheOneThatIsMissing(String missing) throws Exception {
        String config = config(1);
        List<String> others =
                required(config).stream().filter(name -> !name.equals(missing)).toList();
        try (Launcher agent = Launcher.startWith(asNobody(others), List.of("run", "--config", config), Map.of())) {
            assertThat(agent.awaitEnd()).isEqualTo(1);
            assertThat(agent.output())
                    .contains(missing + " is not held: process ")
                    .doesNotContain("\tat ");
            for (String held : others) {
                assertThat(agent.output()).doesNotContain(held + " is not held");
            }
        }
    }
}
