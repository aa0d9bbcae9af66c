package io.borescope.engine.runtime.telemetry;

import java.util.concurrent.atomic.LongAdder;

/** What came of telling the agent to read its configuration again. Thread-safe. */
public final class Reloads {
    private final LongAdder succeeded = new LongAdder();
    private final LongAdder failed = new LongAdder();

    /** Counts one. */
    public void ended(boolean successfully) {
        (successfully ? succeeded : failed).increment();
    }

    /** Adds the counts to what the agent says about itself; both from the start, so that the first failure is seen as a change. */
    public void addTo(FigureCollector figures) {
        figures.add(EngineMetric.RELOADS, succeeded.sum(), "success");
        figures.add(EngineMetric.RELOADS, failed.sum(), "failure");
    }
}
