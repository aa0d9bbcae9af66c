package io.borescope.engine.diagnosis;

import io.borescope.api.diagnosis.Outcome;
import io.borescope.api.diagnosis.Stage;
import java.util.List;
import java.util.Optional;

/**
 * Everything that was found.
 *
 * @param findings in the order of the stages
 */
public record Diagnosis(List<StageFinding> findings) {
    public Diagnosis {
        findings = List.copyOf(findings);
    }

    /** The worst of all findings. */
    public Outcome outcome() {
        if (firstFailure().isPresent()) {
            return Outcome.FAILED;
        }
        return count(Outcome.WARNING) > 0 ? Outcome.WARNING : Outcome.OK;
    }

    /** What the first dead stage died of; empty if all are alive. */
    public Optional<StageFinding> firstFailure() {
        return findings.stream()
                .filter(found -> found.finding().outcome() == Outcome.FAILED)
                .findFirst();
    }

    /** How many findings of this outcome there are. */
    public long count(Outcome outcome) {
        return findings.stream()
                .filter(found -> found.finding().outcome() == outcome)
                .count();
    }

    /** Whether something of a stage has failed. */
    public boolean isDead(Stage stage) {
        return firstFailureOf(stage).isPresent();
    }

    private Optional<StageFinding> firstFailureOf(Stage stage) {
        return findings.stream()
                .filter(found -> found.stage() == stage && found.finding().outcome() == Outcome.FAILED)
                .findFirst();
    }
}
