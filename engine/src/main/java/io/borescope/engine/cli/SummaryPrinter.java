package io.borescope.engine.cli;

import io.borescope.engine.runtime.telemetry.Summary;
import java.io.PrintWriter;
import java.util.stream.Collectors;

/** Prints what became of the events of a run. */
final class SummaryPrinter {
    private SummaryPrinter() {}

    static void print(PrintWriter out, Summary summary) {
        out.println("Seen: %,d events".formatted(summary.seen()));
        for (Summary.Flow flow : summary.flows()) {
            out.println("  %s -> %s: exported %,d, held %,d, lost %s"
                    .formatted(flow.pipeline(), flow.exporter(), flow.exported(), flow.held(), lost(flow)));
        }
        out.flush();
    }

    private static String lost(Summary.Flow flow) {
        String reasons = flow.lostByReason().entrySet().stream()
                .map(reason -> "%s %,d".formatted(reason.getKey(), reason.getValue()))
                .collect(Collectors.joining(", "));
        return reasons.isEmpty() ? "0" : "%,d (%s)".formatted(flow.lost(), reasons);
    }
}
