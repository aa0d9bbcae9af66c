package io.borescope.engine.cli;

import io.borescope.api.diagnosis.Finding;
import io.borescope.api.diagnosis.Outcome;
import io.borescope.api.diagnosis.Stage;
import io.borescope.engine.diagnosis.Diagnosis;
import io.borescope.engine.diagnosis.StageFinding;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;

/** Prints findings for people, each as soon as it is known. */
final class DiagnosisPrinter {
    private final PrintWriter out;
    private @Nullable Stage heading;

    DiagnosisPrinter(PrintWriter out) {
        this.out = out;
    }

    /** Prints a finding, below a heading if its stage has just begun. */
    void print(StageFinding found) {
        if (found.stage() != heading) {
            heading = found.stage();
            out.println(heading.label());
        }
        FindingLines.print(out, found.finding());
    }

    /** Names the first dead stage, or says that there is none. */
    void printVerdict(Diagnosis diagnosis) {
        out.println();
        out.println(verdict(diagnosis));
        out.flush();
    }

    /** One sentence, and what to do. */
    static String verdict(Diagnosis diagnosis) {
        return diagnosis.firstFailure().map(DiagnosisPrinter::describe).orElseGet(() -> alive(diagnosis));
    }

    private static String describe(StageFinding dead) {
        Finding finding = dead.finding();
        String end = finding.found().endsWith(".") ? "" : ".";
        String stage = dead.stage().label();
        String at = finding.name().equals(stage) ? "" : ", at " + finding.name();
        return "The first dead stage is %s%s: %s%s %s"
                .formatted(stage, at, finding.found(), end, finding.remedy())
                .strip();
    }

    private static String alive(Diagnosis diagnosis) {
        long warnings = diagnosis.count(Outcome.WARNING);
        if (warnings == 0) {
            return "No stage is dead.";
        }
        return "No stage is dead; %d %s.".formatted(warnings, warnings == 1 ? "warning" : "warnings");
    }
}
