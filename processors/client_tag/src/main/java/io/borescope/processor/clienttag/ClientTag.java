package io.borescope.processor.clienttag;

import io.borescope.api.BatchConsumer;
import io.borescope.api.component.Processor;
import io.borescope.api.component.ProcessorSettings;
import io.borescope.api.event.EventBatch;
import io.borescope.api.process.PortTable;
import io.borescope.api.process.ProcessTable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Adds to each batch who the processes are. Costs a few instructions per batch; a process is looked at when a row asks for it first.
 *
 * <p>Lives behind the pipeline's gate; only {@link #tags} and {@link #ports} are written by the thread that publishes these tables.
 */
final class ClientTag implements Processor<EventBatch> {
    private static final Duration PRUNE_PERIOD = Duration.ofSeconds(30);

    private final ProcessorSettings settings;
    private final ClientTagConfig config;
    private final BatchConsumer<EventBatch> next;
    private volatile @Nullable TableTags tags;
    private volatile PortTable ports = PortTable.NONE;

    ClientTag(ProcessorSettings settings, ClientTagConfig config, BatchConsumer<EventBatch> next) {
        this.settings = settings;
        this.config = config;
        this.next = next;
    }

    @Override
    public void start() {
        settings.services().subscribe(PortTable.class, table -> ports = table);
        settings.services().subscribe(ProcessTable.class, this::use);
        settings.timers().every(PRUNE_PERIOD, this::prune);
    }

    private void use(ProcessTable table) {
        tags = new TableTags(table, () -> ports, config);
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
