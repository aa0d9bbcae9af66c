package io.borescope.engine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.borescope.api.diagnosis.Finding;
import io.borescope.api.diagnosis.Stage;
import io.borescope.engine.diagnosis.Diagnosis;
import io.borescope.engine.diagnosis.StageFinding;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DiagnosisPrinterTest {
    private static final StageFinding KERNEL = new StageFinding(Stage.HOST, "ebpf", Finding.ok("kernel", "6.1.0"));
    private static final StageFinding TRACEFS =
            new StageFinding(Stage.HOST, "ebpf", Finding.warning("tracefs", "not mounted", "Mount it."));
    private static final StageFinding READ =
            new StageFinding(Stage.PROBES, "ebpf", Finding.failed("syscall_read", "\"tp\" refused", "Try root."));

    @Test
    void printsALinePerFindingBelowItsStageAndTheFirstDeadStageAtTheEnd() {
        assertThat(print(KERNEL, TRACEFS, READ)).isEqualTo("""
                host
                  ok       kernel               6.1.0
                  warning  tracefs              not mounted
                           -> Mount it.
                probes
                  FAILED   syscall_read         "tp" refused
                           -> Try root.

                The first dead stage is probes, at syscall_read: "tp" refused. Try root.
                """);
    }

    @Test
    void saysThatNothingIsDead() {
        assertThat(print(KERNEL)).endsWith("\nNo stage is dead.\n");
        assertThat(print(KERNEL, TRACEFS)).endsWith("\nNo stage is dead; 1 warning.\n");
    }

    @Test
    void writesJson() {
        assertThat(DiagnosisJson.of(new Diagnosis(List.of(KERNEL, READ)))).isEqualTo("""
                {
                  "outcome": "failed",
                  "first_dead_stage": "probes",
                  "verdict": "The first dead stage is probes, at syscall_read: \\"tp\\" refused. Try root.",
                  "findings": [
                    {"stage": "host", "component": "ebpf", "name": "kernel", "outcome": "ok", "found": "6.1.0", "remedy": ""},
                    {"stage": "probes", "component": "ebpf", "name": "syscall_read", "outcome": "failed", "found": "\\"tp\\" refused", "remedy": "Try root."}
                  ]
                }""");
        assertThat(DiagnosisJson.of(new Diagnosis(List.of(KERNEL)))).contains("\"first_dead_stage\": null");
    }

    private static String print(StageFinding... findings) {
        StringWriter text = new StringWriter();
        DiagnosisPrinter printer = new DiagnosisPrinter(new PrintWriter(text));
        List.of(findings).forEach(printer::print);
        printer.printVerdict(new Diagnosis(List.of(findings)));
        return text.toString();
    }
}
