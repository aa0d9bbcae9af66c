package io.borescope.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.testing.LiveKernel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is opened is closed: by close, and by the end of the process however it comes. */
final class OwnershipLiveTest {
    private static final Pattern PROGRAM_ID = Pattern.compile("^prog_id:\\s*(\\d+)$", Pattern.MULTILINE);
    private static final int ENOENT = 2;
    private static final int PROGRAMS = 9;

    @BeforeAll
    static void kernel() {
        LiveKernel.assumeUsable(KernelSupport::missing);
    }

    @Test
    void closeLeavesNoProgramAndNoFileDescriptor() throws Exception {
        openAndClose(); // loads classes and libraries
        long before = openFiles();
        Set<Integer> programs = openAndClose();
        assertThat(programs).hasSize(PROGRAMS);
        assertThat(openFiles()).isEqualTo(before);
        assertGone(programs);
    }

    @SuppressWarnings("try") // closing twice is what it is about
    private static Set<Integer> openAndClose() throws Exception {
        try (ProcessTracker tracker = ProcessTracker.open(TrackerOptions.defaults());
                EventRings rings = EventRings.open(RingOptions.defaults());
                AttachedProbes calls = Observation.attach(rings, tracker, ProbeOptions.of(ProbeGroup.SYSCALL_WRITE));
                AttachedProbes sched = Observation.attach(rings, tracker, ProbeOptions.of(ProbeGroup.SCHEDULER))) {
            Set<Integer> programs = programsOf(ProcessHandle.current().pid());
            calls.close();
            sched.close();
            rings.close();
            tracker.close();
            return programs; // and everything is closed a second time
        }
    }

    @Test
    void aKilledAgentLeavesNoProgram() throws Exception {
        Process agent = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        KilledAgent.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            assertThat(agent.inputReader().readLine()).isEqualTo("ready");
            Set<Integer> programs = programsOf(agent.pid());
            assertThat(programs).hasSize(PROGRAMS);
            agent.destroyForcibly().waitFor();
            assertGone(programs);
        } finally {
            agent.destroyForcibly();
        }
    }

    @Test
    void aRefusalNamesItsCauseAndLeavesNothingBehind() throws Exception {
        try (EventRings rings = EventRings.open(RingOptions.defaults())) {
            ProcessTracker tracker = ProcessTracker.open(TrackerOptions.defaults());
            tracker.close();
            long before = openFiles();
            try (AttachedProbes probes = AttachedProbes.attach(rings, tracker, ProbeOptions.of(ProbeGroup.SCHEDULER))) {
                assertThat(probes.attached()).isEmpty();
                assertThat(probes.refusals())
                        .singleElement()
                        .satisfies(refusal ->
                                assertThat(refusal.message()).startsWith("the process tracker has been closed"));
            }
            assertThat(openFiles()).isEqualTo(before);
        }
    }

    private static long openFiles() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
            return files.count();
        }
    }

    /** The programs that a process holds through their own or their links' descriptors. */
    private static Set<Integer> programsOf(long pid) throws IOException {
        Set<Integer> programs = new HashSet<>();
        try (Stream<Path> files = Files.list(Path.of("/proc/" + pid + "/fdinfo"))) {
            for (Path file : files.toList()) {
                String info = Files.exists(file) ? Files.readString(file) : "";
                PROGRAM_ID.matcher(info).results().forEach(id -> programs.add(Integer.valueOf(id.group(1))));
            }
        }
        return programs;
    }

    /** The kernel frees a program a moment after its last user is gone. */
    private static void assertGone(Set<Integer> programs) throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (programs.stream().anyMatch(OwnershipLiveTest::exists) && System.nanoTime() < deadline) {
            Thread.sleep(10);
        }
        assertThat(programs).noneMatch(OwnershipLiveTest::exists);
    }

    private static boolean exists(int program) {
        int fd = LoadedPrograms.open(program);
        if (fd >= 0) {
            Libc.close(fd);
        }
        return fd != -ENOENT;
    }
}
