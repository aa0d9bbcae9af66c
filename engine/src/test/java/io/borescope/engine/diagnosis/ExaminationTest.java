package io.borescope.engine.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.api.Resource;
import io.borescope.api.component.ComponentId;
import io.borescope.api.component.ComponentType;
import io.borescope.api.component.Extension;
import io.borescope.api.component.ExtensionFactory;
import io.borescope.api.component.ExtensionSettings;
import io.borescope.api.component.Stability;
import io.borescope.api.config.ComponentConfig;
import io.borescope.api.diagnosis.Check;
import io.borescope.api.diagnosis.CheckSettings;
import io.borescope.api.diagnosis.Finding;
import io.borescope.api.diagnosis.Outcome;
import io.borescope.api.diagnosis.Stage;
import io.borescope.engine.plan.AgentPlan;
import io.borescope.engine.plan.PlannedComponent;
import io.borescope.engine.plan.TelemetryPlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

final class ExaminationTest {
    private final List<StageFinding> progress = new ArrayList<>();
    private final Examination examination = new Examination(new CheckSettings(Optional.empty()), progress::add);

    @Test
    void walksTheStagesInTheirOrderWhateverTheComponents() throws Exception {
        examine(List.of(
                component("exporter", telling(Stage.BACKENDS, Finding.ok("backend", "answers"))),
                component(
                        "receiver",
                        telling(Stage.EVENTS, Finding.ok("events", "arrive")),
                        telling(Stage.HOST, Finding.warning("tracefs", "not mounted", "Mount it.")))));

        assertThat(progress).extracting(StageFinding::stage).containsExactly(Stage.HOST, Stage.EVENTS, Stage.BACKENDS);
        Diagnosis diagnosis = examination.diagnosis();
        assertThat(diagnosis.findings()).isEqualTo(progress);
        assertThat(diagnosis.outcome()).isEqualTo(Outcome.WARNING);
        assertThat(diagnosis.firstFailure()).isEmpty();
    }

    @Test
    void skipsWhatBuildsOnADeadStageAndGoesOnWithTheRest() throws Exception {
        examine(List.of(component(
                "ebpf",
                telling(Stage.HOST, Finding.failed("CAP_BPF", "not held", "Run as root.")),
                telling(Stage.PROBES, Finding.ok("never", "told")),
                telling(Stage.PROCESSES, Finding.ok("include[0]", "geth 10")),
                telling(Stage.EVENTS, Finding.ok("never", "told")))));

        assertThat(progress)
                .extracting(
                        found -> found.stage().label() + " " + found.finding().outcome())
                .containsExactly("host FAILED", "probes SKIPPED", "processes OK", "events SKIPPED");
        assertThat(examination
                        .diagnosis()
                        .firstFailure()
                        .orElseThrow()
                        .finding()
                        .name())
                .isEqualTo("CAP_BPF");
    }

    @Test
    void takesACheckThatThrowsForADeadStage() throws Exception {
        Check broken = new TestCheck(Stage.BACKENDS, _ -> {
            throw new IllegalStateException("no idea");
        });
        examine(List.of(component("exporter", broken)));

        Finding finding = examination.diagnosis().firstFailure().orElseThrow().finding();
        assertThat(finding.found()).contains("no idea");
        assertThat(finding.remedy()).contains("report this");
    }

    @Test
    void runsACheckThatComponentsShareOnce() throws Exception {
        Check shared = telling(Stage.HOST, Finding.ok("BTF", "there"));
        examine(List.of(component("ebpf", shared), component("bpf_object", shared)));

        assertThat(progress).extracting(StageFinding::component).containsExactly("ebpf");
    }

    @Test
    void leavesOutStagesThatNobodyAskedFor() throws Exception {
        AgentPlan plan =
                plan(List.of(component("process", telling(Stage.PROCESSES, Finding.ok("include[0]", "geth 10")))));
        examination.examine(plan, EnumSet.of(Stage.HOST));

        assertThat(progress).isEmpty();
        assertThat(examination.diagnosis().outcome()).isEqualTo(Outcome.OK);
    }

    private record TestCheck(Stage stage, Consumer<Consumer<Finding>> body) implements Check {
        @Override
        public void run(CheckSettings settings, Consumer<Finding> findings) {
            body.accept(findings);
        }
    }

    private record NoConfig() implements ComponentConfig {}

    private record TestFactory(List<Check> wanted) implements ExtensionFactory<NoConfig> {
        @Override
        public ComponentType type() {
            return new ComponentType("part");
        }

        @Override
        public String description() {
            return "A part of a test.";
        }

        @Override
        public Class<NoConfig> configType() {
            return NoConfig.class;
        }

        @Override
        public Stability stability() {
            return Stability.STABLE;
        }

        @Override
        public Extension create(ExtensionSettings settings, NoConfig config) {
            throw new AssertionError("no component is made for a diagnosis");
        }

        @Override
        public List<Check> checks(NoConfig config) {
            return wanted;
        }
    }

    private static Check telling(Stage stage, Finding finding) {
        return new TestCheck(stage, findings -> findings.accept(finding));
    }

    private static PlannedComponent<ExtensionFactory<?>> component(String id, Check... checks) {
        return new PlannedComponent<>(ComponentId.parse(id), new TestFactory(List.of(checks)), new NoConfig());
    }

    private static AgentPlan plan(List<PlannedComponent<ExtensionFactory<?>>> components) {
        return new AgentPlan(
                Resource.EMPTY, TelemetryPlan.OFF, Duration.ofSeconds(1), components, List.of(), List.of(), List.of());
    }

    private void examine(List<PlannedComponent<ExtensionFactory<?>>> components) throws InterruptedException {
        examination.examine(plan(components), EnumSet.allOf(Stage.class));
    }
}
