package io.borescope.processor.clienttag;

import io.borescope.api.BatchConsumer;
import io.borescope.api.component.Processor;
import io.borescope.api.component.ProcessorSettings;
import io.borescope.api.event.EventBatch;
import io.borescope.api.process.ProcessTable;
import io.borescope.api.telemetry.Counter;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Adds to each batch who the processes are. Costs a few instructions per batch; a process is looked at when a row asks for it first.
 *
 * <p>Lives behind the pipeline's gate; only {@link #tags} is written by the thread that publishes the process table.
 */
final class ClientTag implements Processor<EventBatch> {
    private static final Duration PRUNE_PERIOD = Duration.ofSeconds(30);

    private final ProcessorSettings settings;
    private final ClientTagConfig config;
    private final BatchConsumer<EventBatch> next;
    private final List<CompiledRule> rules;
    private volatile @Nullable TableTags tags;

    ClientTag(ProcessorSettings settings, ClientTagConfig config, BatchConsumer<EventBatch> next) {
        this.settings = settings;
        this.config = config;
        this.next = next;
        Counter exhausted = settings.meter()
                .counter(
                        "rules_exhausted",
                        "1",
                        "Times a rule's regular expression took too long and counted as not matching. Simplify it.");
        this.rules = config.clients().stream()
                .map(rule -> new CompiledRule(rule, exhausted))
                .toList();
    }

    @Override
    public void start() {
        settings.services().subscribe(ProcessTable.class, this::use);
        settings.timers().every(PRUNE_PERIOD, this::prune);
    }

    private void use(ProcessTable table) {
        tags = new TableTags(table, rules, config.fallback());
    }

    @Override
    public void consume(EventBatch batch) {
        TableTags current = tags;
        next.consume(current == null ? batch : batch.withTags(current));
    }

    private void prune() {
        TableTags current = tags;
        if (current != null) {
            current.prune();
        }
    }
}
