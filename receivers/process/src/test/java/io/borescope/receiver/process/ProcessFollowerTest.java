package io.borescope.receiver.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.api.process.ProcessRecord;
import io.borescope.receiver.process.classes.ProcessClasses;
import io.borescope.testing.HandClock;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProcessFollowerTest {
    private static final int OWN_PID = 7;
    private static final long NOW = 1_000;
    private static final long EPOCH_OF_BOOT = 1_700_000_000_000_000_000L;

    private final HandKernel kernel = new HandKernel();
    private final HandClock clock = new HandClock(NOW, EPOCH_OF_BOOT + NOW);
    private final TrackedProcesses table = new TrackedProcesses(100, 60);
    private final AtomicLong refused = new AtomicLong();
    private ProcTree tree = new ProcTree(Path.of("."));
    private ProcessFollower follower = follower(List.of());
    private ProcScan scan = new ProcScan(tree.files(), table, follower);

    @BeforeEach
    void processes(@TempDir Path root) {
        tree = new ProcTree(root);
        tree.process(1, 0, "init", 1, "/opt/init", "/opt/init");
        tree.process(OWN_PID, 1, "java", 2, "/opt/jre/java", "java");
        tree.process(50, 1, "geth", 500, "/usr/bin/geth", "geth", "--mainnet");
        include(new Rule().name("geth").client("geth"));
    }

    @Test
    void findsWhatRunsAlready() {
        scan();

        assertThat(live())
                .containsExactly(new ProcessRecord(
                        kernel.processOf(50),
                        50,
                        EPOCH_OF_BOOT + 5_000_000_000L,
                        1,
                        "geth",
                        "/usr/bin/geth",
                        List.of("geth", "--mainnet"),
                        "/",
                        "geth",
                        Map.of("process.group", "ethereum/execution"),
                        false));
        assertThat(kernel.tracksChildrenOf(50)).isTrue();
    }

    @Test
    void findsTheChildrenOfWhatRunsAlreadyWhateverTheirPids() {
        tree.process(40, 60, "grandchild", 502, "/bin/b");
        tree.process(60, 50, "child", 501, "/bin/a");
        scan();

        assertThat(live()).extracting(ProcessRecord::pid).containsExactlyInAnyOrder(40, 50, 60);
        assertThat(live()).extracting(ProcessRecord::client).containsOnly("geth");
    }

    @Test
    void leavesChildrenAloneWhereARuleSaysSo() {
        include(new Rule().name("geth").children(false));
        tree.process(60, 50, "child", 501, "/bin/a");
        scan();

        assertThat(live()).extracting(ProcessRecord::pid).containsExactly(50);
        assertThat(kernel.tracksChildrenOf(50)).isFalse();
    }

    @Test
    void neverTracksTheAgentAlthoughItsParentIsTracked() {
        include(new Rule().name("init"));
        scan();

        assertThat(live()).extracting(ProcessRecord::pid).containsExactlyInAnyOrder(1, 50);
        assertThat(kernel.processOf(OWN_PID)).isZero();
    }

    @Test
    void givesAForkedChildWhatItsParentHasWithoutReadingFiles() {
        scan();
        int child = kernel.renumber(70);
        follower.onFork(fork(child, 70, kernel.processOf(50), 7_001_234_567L, "geth-worker"));

        assertThat(table.find(child))
                .contains(new ProcessRecord(
                        child,
                        70,
                        EPOCH_OF_BOOT + 7_000_000_000L,
                        50,
                        "geth-worker",
                        "/usr/bin/geth",
                        List.of("geth", "--mainnet"),
                        "/",
                        "geth",
                        Map.of("process.group", "ethereum/execution"),
                        false));
    }

    @Test
    void givesAnExecutedImageItsNewNamesAndTheProcessItsOldStart() {
        scan();
        int before = kernel.processOf(50);
        int after = kernel.renumber(50);
        tree.process(50, 1, "curl", 500, "/opt/curl", "curl", "-s");
        follower.onExec(exec(after, 50, before, 5_003_000_000L, "curl", "./curl"));

        assertThat(table.find(before)).map(ProcessRecord::exited).contains(true);
        assertThat(table.find(after))
                .contains(new ProcessRecord(
                        after,
                        50,
                        EPOCH_OF_BOOT + 5_000_000_000L,
                        1,
                        "curl",
                        "/opt/curl",
                        List.of("curl", "-s"),
                        "/",
                        "geth",
                        Map.of("process.group", "ethereum/execution"),
                        false));
    }

    @Test
    void knowsAnImageThatIsGoneByItsRecordAlone() {
        scan();
        int before = kernel.processOf(50);
        int after = kernel.renumber(50);
        tree.remove(50);
        follower.onExec(exec(after, 50, before, 5_003_000_000L, "date", "/bin/date"));

        assertThat(table.find(after)).hasValueSatisfying(record -> {
            assertThat(record.name()).isEqualTo("date");
            assertThat(record.executable()).isEqualTo("/bin/date");
            assertThat(record.commandLine()).isEmpty();
            assertThat(record.client()).isEqualTo("geth");
        });
    }

    @Test
    void doesNotTakeTheFilesOfALaterImage() {
        scan();
        int first = kernel.renumber(50);
        kernel.renumber(50);
        tree.process(50, 1, "second", 500, "/bin/second", "second");
        follower.onExec(exec(first, 50, 0, 5_003_000_000L, "first", "/bin/first"));

        assertThat(table.find(first)).map(ProcessRecord::executable).contains("/bin/first");
        assertThat(table.find(first)).map(ProcessRecord::commandLine).contains(List.of());
    }

    @Test
    void tracksAnUntrackedProcessThatExecutesWhatIsSelected() {
        tree.process(80, 1, "geth", 800, "/usr/bin/geth", "geth");
        follower.onExec(exec(0, 80, 0, 8_001_000_000L, "geth", "/usr/bin/geth"));

        assertThat(kernel.processOf(80)).isPositive();
        assertThat(table.find(kernel.processOf(80)))
                .map(ProcessRecord::startEpochNanos)
                .contains(EPOCH_OF_BOOT + 8_000_000_000L);
    }

    @Test
    void leavesOtherExecutionsAlone() {
        tree.process(80, 1, "ls", 800, "/opt/ls", "ls");
        follower.onExec(exec(0, 80, 0, 8_001_000_000L, "ls", "/opt/ls"));

        assertThat(kernel.processOf(80)).isZero();
        assertThat(live()).isEmpty();
    }

    @Test
    void stopsTrackingAChildThatExecutesWhatIsExcluded() {
        include(
                List.of(new Rule().name("geth").build()),
                List.of(new Rule().name("backup").build()));
        scan();
        int child = kernel.renumber(70);
        follower.onFork(fork(child, 70, kernel.processOf(50), 7_001_234_567L, "geth"));
        int image = kernel.renumber(70);
        tree.process(70, 50, "backup", 700, "/bin/backup");
        follower.onExec(exec(image, 70, child, 7_001_234_567L, "backup", "/bin/backup"));

        assertThat(kernel.processOf(70)).isZero();
        assertThat(table.find(image)).map(ProcessRecord::exited).contains(true);
        scan();
        assertThat(kernel.processOf(70)).isZero();
    }

    @Test
    void letsGoOfAPidThatChangedHandsWhileItWasTracked() {
        tree.process(90, 1, "geth", 900, "/usr/bin/geth");
        kernel.beforeTracking(() -> tree.process(90, 1, "sshd", 901, "/opt/sshd"));
        follower.examine(90, 1, NOW);

        assertThat(kernel.processOf(90)).isZero();
        assertThat(live()).isEmpty();
    }

    @Test
    void letsGoOfAPidThatDiedWhileItWasTracked() {
        kernel.beforeTracking(() -> tree.remove(50));
        scan();

        assertThat(kernel.processOf(50)).isZero();
        assertThat(live()).isEmpty();
    }

    @Test
    void tellsAReusedPidByItsStart() {
        scan();
        int old = kernel.processOf(50);
        tree.process(50, 1, "sshd", 99_999, "/opt/sshd");
        scan();

        assertThat(table.find(old)).map(ProcessRecord::exited).contains(true);
        assertThat(kernel.processOf(50)).isZero();
    }

    @Test
    void keepsTwoProcessesApartThatHadOnePidWithinOneClockTick() {
        scan();
        int first = kernel.renumber(70);
        follower.onFork(fork(first, 70, kernel.processOf(50), 7_001_000_000L, "geth"));
        follower.onExit(exit(first, 70));
        int second = kernel.renumber(70);
        follower.onFork(fork(second, 70, kernel.processOf(50), 7_002_000_000L, "geth"));

        assertThat(List.of(first, second))
                .map(process -> table.find(process).orElseThrow().startEpochNanos())
                .doesNotHaveDuplicates();
    }

    @Test
    void namesAProcessTheSameWhetherItsForkOrAScanCameFirst() {
        scan();
        int forked = kernel.renumber(70);
        follower.onFork(fork(forked, 70, kernel.processOf(50), 7_001_234_567L, "geth"));
        tree.process(71, 50, "geth", 700, "/usr/bin/geth");
        scan();

        assertThat(live())
                .filteredOn(record -> record.pid() >= 70)
                .extracting(ProcessRecord::startEpochNanos)
                .containsOnly(EPOCH_OF_BOOT + 7_000_000_000L);
    }

    @Test
    void findsWhatTheKernelTracksAndLostRecordsWouldHaveTold() {
        scan();
        int forked = kernel.renumber(70);
        tree.process(70, 50, "geth", 700, "/usr/bin/geth", "geth", "child");
        scan();

        assertThat(table.find(forked)).hasValueSatisfying(record -> {
            assertThat(record.commandLine()).containsExactly("geth", "child");
            assertThat(record.client()).isEqualTo("geth");
        });
    }

    @Test
    void noticesAnExitWhoseRecordWasLost() {
        scan();
        int process = kernel.processOf(50);
        tree.remove(50);
        scan();

        assertThat(table.find(process)).map(ProcessRecord::exited).contains(true);
        assertThat(kernel.processOf(50)).as("a slot nobody would empty").isZero();
        assertThat(table.live()).isZero();
    }

    @Test
    void keepsTheForkRecordOfAProcessThatAScanFoundFirst() {
        scan();
        tree.process(70, 50, "geth", 700, "/usr/bin/geth", "geth", "child");
        scan();
        int process = kernel.processOf(70);
        follower.onFork(fork(process, 70, kernel.processOf(50), 7_001_234_567L, "geth"));

        assertThat(table.find(process)).map(ProcessRecord::commandLine).contains(List.of("geth", "child"));
        assertThat(table.live()).isEqualTo(2);
    }

    @Test
    void learnsANameThatAProcessGaveItself() {
        scan();
        tree.process(50, 1, "MainThread", 500, "/usr/bin/geth");
        scan();

        assertThat(live()).extracting(ProcessRecord::name).containsExactly("MainThread");
    }

    @Test
    void recognisesAProcessByTheNameThatItGaveItself() {
        include(new Rule().pid(90));
        tree.process(90, 1, "launcher", 900, "/opt/launcher", "launcher");
        scan();
        tree.process(90, 1, "reth", 900, "/opt/launcher", "launcher");
        scan();

        assertThat(table.find(kernel.processOf(90))).map(ProcessRecord::client).contains("reth");
    }

    @Test
    void selectsByClassAndByGroup() {
        tree.process(60, 1, "lighthouse", 600, "/usr/bin/lighthouse", "lighthouse", "bn", "--peer=geth");
        tree.process(61, 1, "java", 610, "/usr/bin/java", "java", "-cp", "besu.jar", "com.example.Main");
        tree.process(62, 1, "java", 620, "/usr/bin/java", "java", "-jar", "besu.jar");
        tree.process(63, 1, "tini", 630, "/sbin/tini", "tini", "--", "reth");
        include(
                List.of(new Rule().group("ethereum").build()),
                List.of(new Rule().ofClass("geth").build()));
        scan();

        assertThat(live()).extracting(ProcessRecord::client).containsExactlyInAnyOrder("lighthouse", "besu");
        assertThat(live())
                .extracting(record -> record.attributes().get("process.group"))
                .containsExactlyInAnyOrder("ethereum/consensus", "ethereum/execution");
    }

    @Test
    void aRulesClientIsStrongerThanAClassAlsoForDescendants() {
        tree.process(60, 1, "sh", 600, "/bin/dash", "sh", "start.sh");
        tree.process(61, 60, "geth", 610, "/usr/bin/geth", "geth");
        include(List.of(new Rule().pid(60).client("mine").build()), List.of());
        scan();
        assertThat(table.find(kernel.processOf(61))).map(ProcessRecord::client).contains("mine");

        include(List.of(new Rule().pid(70).build()), List.of());
        tree.process(70, 1, "sh", 700, "/bin/dash", "sh", "start.sh");
        tree.process(71, 70, "geth", 710, "/usr/bin/geth", "geth");
        scan();
        assertThat(table.find(kernel.processOf(71))).map(ProcessRecord::client).contains("geth");
        assertThat(table.find(kernel.processOf(70))).map(ProcessRecord::client).contains("");
    }

    @Test
    void anImageThatAWrapperExecutesIsWhatItIs() {
        tree.process(60, 1, "sudo", 600, "/usr/bin/sudo", "sudo", "geth");
        include(List.of(new Rule().pid(60).build()), List.of());
        scan();
        int wrapper = kernel.processOf(60);
        assertThat(table.find(wrapper)).map(ProcessRecord::client).contains("");

        int image = kernel.renumber(60);
        tree.process(60, 1, "geth", 600, "/usr/bin/geth", "geth");
        follower.onExec(exec(image, 60, wrapper, 6_000_000_000L, "geth", "/usr/bin/geth"));
        assertThat(table.find(image)).map(ProcessRecord::client).contains("geth");
    }

    @Test
    void countsProcessesThatDoNotFitIntoTheTable() {
        TrackedProcesses small = new TrackedProcesses(1, 60);
        ProcessFollower crowded = new ProcessFollower(
                kernel,
                tree.files(),
                ProcessClasses.shipped(),
                new Selection(List.of(new Rule().cgroup("/").build()), List.of(), OWN_PID, aborted -> {}),
                small,
                new StartTimes(clock, clock::monotonicNanos),
                refused::addAndGet);
        crowded.examine(1, 1, NOW);
        crowded.examine(50, 1, NOW);

        assertThat(refused).hasValue(1);
        assertThat(small.size()).isEqualTo(1);
    }

    private void include(Rule rule) {
        include(List.of(rule.build(), new Rule().name("geth").build()), List.of());
    }

    private void include(List<SelectionRule> include, List<SelectionRule> exclude) {
        follower = new ProcessFollower(
                kernel,
                tree.files(),
                ProcessClasses.shipped(),
                new Selection(include, exclude, OWN_PID, aborted -> {}),
                table,
                new StartTimes(clock, clock::monotonicNanos),
                refused::addAndGet);
        scan = new ProcScan(tree.files(), table, follower);
    }

    private ProcessFollower follower(List<SelectionRule> include) {
        return new ProcessFollower(
                kernel,
                tree.files(),
                ProcessClasses.shipped(),
                new Selection(include, List.of(), OWN_PID, aborted -> {}),
                table,
                new StartTimes(clock, clock::monotonicNanos),
                refused::addAndGet);
    }

    private void scan() {
        scan.begin();
        while (scan.running()) {
            scan.step(2, NOW);
        }
    }

    private List<ProcessRecord> live() {
        return table.all().stream().filter(record -> !record.exited()).toList();
    }

    private static ProcessChange fork(int process, int pid, int parent, long startNanos, String name) {
        return new ProcessChange(NOW, process, pid, 50, parent, startNanos, name, "");
    }

    private static ProcessChange exec(
            int process, int pid, int previous, long startNanos, String name, String filename) {
        return new ProcessChange(NOW, process, pid, 1, previous, startNanos, name, filename);
    }

    private static ProcessChange exit(int process, int pid) {
        return new ProcessChange(NOW, process, pid, 1, 0, 0, "geth", "");
    }
}
