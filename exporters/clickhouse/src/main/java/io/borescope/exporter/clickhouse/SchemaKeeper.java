package io.borescope.exporter.clickhouse;

import io.borescope.api.component.ExporterSettings;
import io.borescope.exporter.clickhouse.schema.Decisions;
import io.borescope.exporter.clickhouse.schema.SchemaException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies the schema while the agent starts, for {@code create_schema}, until it succeeds or is refused. Exports wait for it: rows for tables that are about to be
 * made stay in the queue.
 */
final class SchemaKeeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SchemaKeeper.class);

    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

    private final ExporterSettings settings;
    private final ClickHouseExporterConfig config;
    private final CountDownLatch done = new CountDownLatch(1);
    private final Thread thread = Thread.ofVirtual().name("clickhouse schema").unstarted(this::keep);
    private volatile String state = "the schema has not been looked at yet";

    SchemaKeeper(ExporterSettings settings, ClickHouseExporterConfig config) {
        this.settings = settings;
        this.config = config;
    }

    void start() {
        thread.start();
    }

    private void keep() {
        try {
            Duration pause = SHORTEST_PAUSE;
            while (!apply()) {
                Thread.sleep(pause);
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
            }
            done.countDown();
        } catch (InterruptedException e) {
            // the exporter is closed
        }
    }

    /** Whether nothing more is to be tried. */
    private boolean apply() throws InterruptedException {
        try {
            SchemaTarget.forEach(
                    config,
                    settings.clock()::monotonicNanos,
                    target -> target.migrator()
                            .apply(Decisions.NONE, line -> LOG.info("{}: {}: {}", settings.id(), target.name(), line)));
            return true;
        } catch (SchemaException e) {
            if (e.isPassing()) {
                state = e.text();
                return false;
            }
            LOG.error(
                    "{}: the schema was not applied, and rows go to the tables that are there: {}",
                    settings.id(),
                    e.text());
            return true;
        }
    }

    /**
     * Waits until the schema is there, or will not come.
     *
     * @return whether that is so; false if the time was not enough
     */
    boolean await(Duration limit) throws InterruptedException {
        return done.await(limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** What is being waited for. */
    String state() {
        return state;
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
