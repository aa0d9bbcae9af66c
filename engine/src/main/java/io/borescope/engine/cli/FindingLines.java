package io.borescope.engine.cli;

import io.borescope.api.diagnosis.Finding;
import io.borescope.api.diagnosis.Outcome;
import java.io.PrintWriter;
import java.util.Locale;

/** Prints a finding for people: a line for what was found, and one for what to do about it. */
final class FindingLines {
    private FindingLines() {}

    static void print(PrintWriter out, Finding finding) {
        out.printf("  %-8s %-20s %s%n", label(finding.outcome()), finding.name(), finding.found());
        if (!finding.remedy().isEmpty()) {
            out.printf("           -> %s%n", finding.remedy());
        }
        out.flush();
    }

    private static String label(Outcome outcome) {
        return outcome == Outcome.FAILED ? "FAILED" : outcome.name().toLowerCase(Locale.ROOT);
    }
}
