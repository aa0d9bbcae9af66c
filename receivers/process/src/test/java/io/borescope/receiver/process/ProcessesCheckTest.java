package io.borescope.receiver.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.api.diagnosis.CheckSettings;
import io.borescope.api.diagnosis.Finding;
import io.borescope.api.diagnosis.Outcome;
import io.borescope.api.diagnosis.Subject;
import io.borescope.testing.CheckContract;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProcessesCheckTest {
    private static final SelectionRule GETH =
            new Rule().name("geth").client("geth").build();
    private static final SelectionRule RETH = new Rule().name("reth").build();

    @TempDir
    Path root;

    private ProcTree tree;

    @BeforeEach
    void threeProcesses() {
        tree = new ProcTree(root);
        tree.process(10, 1, "geth", 100, "/usr/bin/geth", "geth");
        tree.process(20, 1, "geth", 200, "/usr/bin/geth", "geth", "--dev");
        tree.process(30, 1, "sshd", 300, "/usr/sbin/sshd");
    }

    @Test
    void namesTheProcessesOfEachRuleWithTheirClient() throws Exception {
        assertThat(CheckContract.check(check(List.of(GETH), List.of())))
                .containsExactly(Finding.ok("include[0]", "geth 10, geth 20 as client geth"));
    }

    @Test
    void takesOneRuleWithAProcessForEnough() {
        assertThat(run(List.of(RETH, GETH), List.of(), Optional.empty()))
                .containsExactly(
                        Finding.ok("include[1]", "geth 10, geth 20 as client geth"),
                        Finding.ok("include", "no running process is selected by {name: reth}"));
    }

    @Test
    void warnsWhereNoRuleSelectsAnything() throws Exception {
        assertThat(CheckContract.check(
                        check(List.of(RETH, new Rule().cgroup("/no").pid(7).build()), List.of())))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.outcome()).isEqualTo(Outcome.WARNING);
                    assertThat(finding.found()).endsWith("{name: reth}, {cgroup: /no, pid: 7}");
                });
    }

    @Test
    void explainsWhyAProcessIsObservedOrNot() {
        assertThat(explain(20, List.of()))
                .isEqualTo(Finding.ok("process 20", "geth of class geth, selected by include[0]"));
        assertThat(explain(30, List.of()).found()).isEqualTo("sshd is selected by no rule");
        assertThat(explain(30, List.of()).remedy()).contains("include: [{name: sshd}]");
        assertThat(explain(10, List.of(new Rule().pid(10).build())).found())
                .isEqualTo("geth of class geth is kept out");
        assertThat(explain(99, List.of()).outcome()).isEqualTo(Outcome.FAILED);
    }

    private Finding explain(int pid, List<SelectionRule> exclude) {
        return run(List.of(GETH), exclude, Optional.of(Subject.running(pid, Duration.ofSeconds(1))))
                .getLast();
    }

    private List<Finding> run(List<SelectionRule> include, List<SelectionRule> exclude, Optional<Subject> subject) {
        List<Finding> findings = new ArrayList<>();
        check(include, exclude).run(new CheckSettings(subject), findings::add);
        return findings;
    }

    @SuppressWarnings("NullAway") // a key that is left out arrives as null
    private ProcessesCheck check(List<SelectionRule> include, List<SelectionRule> exclude) {
        return new ProcessesCheck(
                new ProcessReceiverConfig(include, exclude, List.of(), null, Map.of(), null, null, null, null),
                tree.files());
    }
}
