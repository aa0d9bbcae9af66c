package io.borescope.engine.cli;

import io.borescope.api.command.JsonText;
import io.borescope.engine.config.LogsConfig;
import io.borescope.engine.runtime.telemetry.Summary;
import java.io.PrintWriter;
import java.util.stream.Collectors;

/** Prints what became of the events of a run. */
final class SummaryPrinter {
    private SummaryPrinter() {}

    /** In the form of the log that it ends. */
    static void print(PrintWriter out, Summary summary, LogsConfig.Format format) {
        switch (format) {
            case TEXT -> printText(out, summary);
            case JSON -> out.println(json(summary));
        }
        out.flush();
    }

    private static String json(Summary summary) {
        String flows = summary.flows().stream().map(SummaryPrinter::json).collect(Collectors.joining(","));
        return "{\"message\":\"summary\",\"seen\":%d,\"flows\":[%s]}".formatted(summary.seen(), flows);
    }

    private static String json(Summary.Flow flow) {
        String reasons = flow.lostByReason().entrySet().stream()
                .map(reason -> "%s:%d".formatted(JsonText.of(reason.getKey()), reason.getValue()))
                .collect(Collectors.joining(","));
        return "{\"pipeline\":%s,\"exporter\":%s,\"recovered\":%d,\"exported\":%d,\"held\":%d,\"lost\":{%s}}"
                .formatted(
                        JsonText.of(flow.pipeline()),
                        JsonText.of(flow.exporter().toString()),
                        flow.recovered(),
                        flow.exported(),
                        flow.held(),
                        reasons);
    }

    private static void printText(PrintWriter out, Summary summary) {
        out.println("Seen: %,d events".formatted(summary.seen()));
        for (Summary.Flow flow : summary.flows()) {
            out.println("  %s -> %s: %sexported %,d, held %,d, lost %s"
                    .formatted(
                            flow.pipeline(),
                            flow.exporter(),
                            recovered(flow),
                            flow.exported(),
                            flow.held(),
                            lost(flow)));
        }
    }

    private static String recovered(Summary.Flow flow) {
        return flow.recovered() == 0 ? "" : "recovered %,d, ".formatted(flow.recovered());
    }

    private static String lost(Summary.Flow flow) {
        String reasons = flow.lostByReason().entrySet().stream()
                .map(reason -> "%s %,d".formatted(reason.getKey(), reason.getValue()))
                .collect(Collectors.joining(", "));
        return reasons.isEmpty() ? "0" : "%,d (%s)".formatted(flow.lost(), reasons);
    }
}
