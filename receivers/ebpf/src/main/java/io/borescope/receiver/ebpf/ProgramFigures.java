package io.borescope.receiver.ebpf;

import io.borescope.api.telemetry.Meter;
import io.borescope.bpf.ProgramRuns;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Shows what each program has cost, as of the last update. Thread-safe. */
final class ProgramFigures {
    private final Meter meter;
    private final Map<String, ProgramRuns> runs = new ConcurrentHashMap<>();

    ProgramFigures(Meter meter) {
        this.meter = meter;
    }

    /** Takes what the kernel says now. */
    void update(List<ProgramRuns> now) {
        for (ProgramRuns program : now) {
            if (runs.put(program.program(), program) == null) {
                register(program.program());
            }
        }
    }

    private void register(String program) {
        Meter own = meter.with("program", program);
        own.counter(
                "program_runs",
                "{run}",
                "How often the program ran.",
                () -> latest(program).count());
        own.counter(
                "program_run_time",
                "ns",
                "How long the program ran, in all.",
                () -> latest(program).nanos());
    }

    private ProgramRuns latest(String program) {
        return runs.getOrDefault(program, new ProgramRuns(program, 0, 0));
    }
}
