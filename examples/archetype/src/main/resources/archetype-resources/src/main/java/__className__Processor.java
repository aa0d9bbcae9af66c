package ${package};

import io.borescope.api.BatchConsumer;
import io.borescope.api.Signal;
import io.borescope.api.component.Outputs;
import io.borescope.api.component.Processor;
import io.borescope.api.component.ProcessorSettings;
import io.borescope.api.otel.Group;
import io.borescope.api.otel.LogBatch;
import io.borescope.api.otel.LogRecord;
import io.borescope.api.telemetry.Counter;
import java.util.List;

/** Lets some records through and counts the others: nothing is lost silently. Batches are shared and never changed. */
final class ${className}Processor implements Processor<LogBatch> {
    private final ${className}Config config;
    private final BatchConsumer<LogBatch> next;
    private final Counter filtered;

    ${className}Processor(ProcessorSettings settings, ${className}Config config, Outputs outputs) {
        this.config = config;
        this.next = outputs.require(Signal.LOGS);
        this.filtered = settings.ledger().lost("filtered", "Log records below min_severity, left out as configured.");
    }

    @Override
    public void consume(LogBatch batch) {
        List<Group<LogRecord>> kept = batch.groups().stream()
                .map(group -> group.flatMap(log -> isWanted(log) ? List.of(log) : List.of()))
                .filter(group -> !group.records().isEmpty())
                .toList();
        LogBatch result = batch.with(batch.id(), kept);
        if (result.size() < batch.size()) {
            filtered.add(batch.size() - result.size());
        }
        if (result.size() > 0) {
            next.consume(result);
        }
    }

    /** What it decides. Yours goes here. */
    private boolean isWanted(LogRecord log) {
        return log.severity() >= config.minSeverity();
    }
}
