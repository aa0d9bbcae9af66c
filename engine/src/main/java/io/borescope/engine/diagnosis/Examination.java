package io.borescope.engine.diagnosis;

import io.borescope.api.component.ComponentFactory;
import io.borescope.api.config.ComponentConfig;
import io.borescope.api.diagnosis.Check;
import io.borescope.api.diagnosis.CheckSettings;
import io.borescope.api.diagnosis.Finding;
import io.borescope.api.diagnosis.Outcome;
import io.borescope.api.diagnosis.Stage;
import io.borescope.engine.plan.AgentPlan;
import io.borescope.engine.plan.PlannedComponent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the checks of a plan's components, stage by stage. One use, one thread. */
public final class Examination {
    private static final Logger LOG = LoggerFactory.getLogger(Examination.class);
    private static final String ENGINE = "borescope";

    private final CheckSettings settings;
    private final Consumer<StageFinding> progress;
    private final List<StageFinding> findings = new ArrayList<>();
    private final Set<Stage> dead = EnumSet.noneOf(Stage.class);

    private record ComponentCheck(String component, Check check) {}

    /**
     * @param progress hears of each finding as soon as it is known
     */
    public Examination(CheckSettings settings, Consumer<StageFinding> progress) {
        this.settings = settings;
        this.progress = progress;
    }

    /** Adds a finding of the engine's own. */
    public void tell(Stage stage, Finding finding) {
        tell(stage, ENGINE, finding);
    }

    private void tell(Stage stage, String component, Finding finding) {
        StageFinding found = new StageFinding(stage, component, finding);
        findings.add(found);
        if (finding.outcome() == Outcome.FAILED) {
            dead.add(stage);
        }
        progress.accept(found);
    }

    /**
     * Runs the checks of all components, in the order of their stages and, within one, of the flow of data.
     *
     * @param stages those to look at
     */
    public void examine(AgentPlan plan, Set<Stage> stages) throws InterruptedException {
        List<ComponentCheck> checks = new ArrayList<>();
        plan.components().forEach(component -> collect(component, checks));
        checks.removeIf(check -> !stages.contains(check.check().stage()));
        checks.sort(Comparator.comparing(check -> check.check().stage())); // stable
        for (ComponentCheck check : checks) {
            run(check);
        }
    }

    /** Everything found so far. */
    public Diagnosis diagnosis() {
        return new Diagnosis(findings);
    }

    private void collect(PlannedComponent<?> component, List<ComponentCheck> checks) {
        String id = component.id().toString();
        try {
            checksOf(component.factory(), component.config()).stream()
                    .filter(check ->
                            checks.stream().noneMatch(known -> known.check().equals(check)))
                    .map(check -> new ComponentCheck(id, check))
                    .forEach(checks::add);
        } catch (RuntimeException | LinkageError e) {
            LOG.debug("{}: no checks", id, e);
            tell(Stage.CONFIGURATION, id, broken(e));
        }
    }

    private static <C extends ComponentConfig> List<Check> checksOf(
            ComponentFactory<C> factory, ComponentConfig config) {
        return factory.checks(factory.configType().cast(config));
    }

    private void run(ComponentCheck check) throws InterruptedException {
        Stage stage = check.check().stage();
        Set<Stage> deadBefore = EnumSet.copyOf(dead);
        deadBefore.retainAll(stage.needs());
        if (!deadBefore.isEmpty()) {
            tell(
                    stage,
                    check.component(),
                    Finding.skipped(check.component(), "not looked at: %s failed".formatted(labels(deadBefore))));
            return;
        }
        try {
            check.check().run(settings, finding -> tell(stage, check.component(), finding));
        } catch (RuntimeException | LinkageError e) {
            LOG.debug("{}: a check failed", check.component(), e);
            tell(stage, check.component(), broken(e));
        }
    }

    private static Finding broken(Throwable e) {
        return Finding.failed(
                "check", "the check itself failed: " + e, "Please report this; --log-level debug shows the details.");
    }

    private static String labels(Set<Stage> stages) {
        return stages.stream().map(Stage::label).collect(Collectors.joining(", "));
    }
}
