package io.borescope.receiver.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.borescope.receiver.process.classes.ProcessClasses;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SelectionTest {
    private static final int OWN_PID = 999;

    private final AtomicLong aborted = new AtomicLong();

    @TempDir
    Path root;

    private ProcTree tree;

    @BeforeEach
    void processes() throws Exception {
        tree = new ProcTree(root);
        tree.process(1, 0, "systemd", 1, "/opt/init", "/opt/init");
        tree.process(10, 1, "bash", 1, "/opt/bash", "bash", "-l");
        tree.process(
                20, 10, "java", 1, "/opt/java/bin/java", "java", "-Xmx4g", "tech.pegasys.teku.Teku", "--network=hoodi");
        tree.cgroup(20, "4:memory:/kubepods/pod1/c1\n0::/\n");
        tree.process(OWN_PID, 1, "java", 1, "/opt/java/bin/java", "java", "borescope");
    }

    @ParameterizedTest
    @CsvSource({
        "java, true",
        "jav, false",
        "javac, false",
    })
    void matchesANameAsAWhole(String name, boolean matches) {
        assertThat(selects(new Rule().name(name), 20)).isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource({
        "nimbus_beacon_n, nimbus_beacon_node",
        "nimbus_beacon_n, nimbus_beacon_n",
        "op-reth-binary, op-reth",
        "lighthouse-bina, lighthouse",
    })
    void knowsHowTheKernelCutsNames(String comm, String written) {
        tree.process(30, 1, comm, 1, "/x");

        assertThat(selects(new Rule().name(written), 30)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "/opt/java/bin/java, true",
        "java, true",
        "/java, false",
        "bin/java, false",
        "av, false",
    })
    void matchesAnExecutableByPathOrFileName(String executable, boolean matches) {
        assertThat(selects(new Rule().executable(executable), 20)).isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource({
        "teku\\.Teku --network, true",
        "^java .*hoodi$, true",
        "besu, false",
    })
    void findsAnExpressionInTheArguments(String expression, boolean matches) {
        assertThat(selects(new Rule().commandLine(expression), 20)).isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource({
        "/kubepods, true",
        "/kubepods/, true",
        "/sys/fs/cgroup/memory/kubepods/pod1, true",
        "/sys/fs/cgroup/kubepods, true",
        "/sys/fs/cgroup/unified, true",
        "/sys/fs/cgroup/system.slice, false",
        "/kube, false",
    })
    void matchesACgroupAndWhatIsBelowHoweverItIsWritten(String cgroup, boolean matches) {
        assertThat(selects(new Rule().cgroup(cgroup), 20)).isEqualTo(matches);
    }

    @Test
    void matchesAParentByPidAndByName() {
        assertThat(selects(new Rule().parent("10"), 20)).isTrue();
        assertThat(selects(new Rule().parent("bash"), 20)).isTrue();
        assertThat(selects(new Rule().parent("systemd"), 20)).isFalse();
    }

    @Test
    void wantsEveryKeyOfARuleToMatch() {
        assertThat(selects(new Rule().name("java").parent("bash"), 20)).isTrue();
        assertThat(selects(new Rule().name("java").parent("bash").pid(21), 20)).isFalse();
    }

    @Test
    void takesTheFirstRuleThatMatches() {
        Selection selection = selection(
                List.of(
                        new Rule().name("besu").client("besu").build(),
                        new Rule().commandLine("Teku").client("teku").build(),
                        new Rule().name("java").client("java").build()),
                List.of());

        assertThat(selection.select(view(20)).map(SelectionRule::clientLabel)).contains("teku");
    }

    @Test
    void excludesWhatItIncludes() {
        Selection selection = selection(
                List.of(new Rule().cgroup("/").build()),
                List.of(new Rule().name("java").build()));

        assertThat(selection.select(view(10))).isPresent();
        assertThat(selection.select(view(20))).isEmpty();
        assertThat(selection.excludes(view(20))).isTrue();
    }

    @Test
    void neverSelectsTheAgentButByItsPid() {
        assertThat(selects(new Rule().name("java"), OWN_PID)).isFalse();
        assertThat(selects(new Rule().pid(OWN_PID), OWN_PID)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        ".*.*.*.*.*b, 100",
        "(a|aa)+$b, 15000",
    })
    void givesUpAnExpressionThatBacktracksTooLongOrTooDeep(String expression, int length) {
        tree.process(40, 1, "x", 1, "/x", "a".repeat(length));

        boolean selected = assertTimeoutPreemptively(
                Duration.ofSeconds(20), () -> selects(new Rule().commandLine(expression), 40));

        assertThat(selected).isFalse();
        assertThat(aborted).hasValue(1);
    }

    private boolean selects(Rule rule, int pid) {
        return selection(List.of(rule.build()), List.of()).select(view(pid)).isPresent();
    }

    private Selection selection(List<SelectionRule> include, List<SelectionRule> exclude) {
        return new Selection(include, exclude, OWN_PID, aborted::addAndGet);
    }

    private ProcessView view(int pid) {
        ProcStat stat = tree.files().stat(pid);
        if (stat == null) {
            throw new IllegalArgumentException("no process " + pid);
        }
        return new ProcessView(tree.files(), ProcessClasses.shipped(), pid, stat.parentPid(), stat.name());
    }
}
