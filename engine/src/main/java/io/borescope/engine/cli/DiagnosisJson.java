package io.borescope.engine.cli;

import io.borescope.api.command.JsonText;
import io.borescope.api.diagnosis.Finding;
import io.borescope.api.diagnosis.Outcome;
import io.borescope.engine.diagnosis.Diagnosis;
import io.borescope.engine.diagnosis.StageFinding;
import java.util.Locale;
import java.util.stream.Collectors;

/** Writes a diagnosis as one JSON object. */
final class DiagnosisJson {
    private DiagnosisJson() {}

    static String of(Diagnosis diagnosis) {
        String dead = diagnosis
                .firstFailure()
                .map(found -> JsonText.of(found.stage().label()))
                .orElse("null");
        String findings = diagnosis.findings().stream().map(DiagnosisJson::of).collect(Collectors.joining(",\n    "));
        return """
                {
                  "outcome": %s,
                  "first_dead_stage": %s,
                  "verdict": %s,
                  "findings": [
                    %s
                  ]
                }""".formatted(
                        text(diagnosis.outcome()), dead, JsonText.of(DiagnosisPrinter.verdict(diagnosis)), findings);
    }

    private static String of(StageFinding found) {
        Finding finding = found.finding();
        return """
                {"stage": %s, "component": %s, "name": %s, "outcome": %s, "found": %s, "remedy": %s}""".formatted(
                        JsonText.of(found.stage().label()),
                        JsonText.of(found.component()),
                        JsonText.of(finding.name()),
                        text(finding.outcome()),
                        JsonText.of(finding.found()),
                        JsonText.of(finding.remedy()));
    }

    private static String text(Outcome outcome) {
        return JsonText.of(outcome.name().toLowerCase(Locale.ROOT));
    }
}
