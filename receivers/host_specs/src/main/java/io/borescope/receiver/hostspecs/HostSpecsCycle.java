package io.borescope.receiver.hostspecs;

import io.borescope.api.BatchConsumer;
import io.borescope.api.component.DutyCycle;
import io.borescope.api.component.ReceiverSettings;
import io.borescope.api.metric.MetricBatch;
import io.borescope.api.time.ClockMapping;
import io.borescope.api.time.EngineClock;
import io.borescope.api.time.SlotClock;
import io.borescope.api.time.Window;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The receiver's thread: looks at the host now and then, and hands a row on. */
final class HostSpecsCycle implements DutyCycle {
    private static final Logger LOG = LoggerFactory.getLogger(HostSpecsCycle.class);

    /** The first row waits that long for slots, which other components may be about to make known. */
    private static final long SLOT_PATIENCE_NANOS = 2_000_000_000;

    private static final long LONGEST_REST_NANOS = 100_000_000;

    private final ReceiverSettings settings;
    private final EngineClock clock;
    private final HostFiles files;
    private final HostSpecsConfig config;
    private final BatchConsumer<MetricBatch> next;
    private final Semaphore awake = new Semaphore(0);
    private volatile @Nullable SlotClock slots;
    private long dueNanos;
    private long rows;

    HostSpecsCycle(
            ReceiverSettings settings, HostSpecsConfig config, HostFiles files, BatchConsumer<MetricBatch> next) {
        this.settings = settings;
        this.clock = settings.clock();
        this.config = config;
        this.files = files;
        this.next = next;
        this.dueNanos = clock.monotonicNanos() + SLOT_PATIENCE_NANOS;
    }

    /** Which slots there are. Any thread. */
    void use(SlotClock published) {
        slots = published;
        awake.release();
    }

    @Override
    public int doWork() {
        boolean firstWithSlots = rows == 0 && slots != null;
        if (!firstWithSlots && clock.monotonicNanos() - dueNanos < 0) {
            return 0;
        }
        dueNanos = clock.monotonicNanos() + config.interval().toNanos();
        next.consume(look());
        rows++;
        return 1;
    }

    private MetricBatch look() {
        ClockMapping mapping = clock.mapping();
        long began = mapping.toEpochNanos(clock.monotonicNanos());
        Memory memory = Memory.read(files);
        HostReport report = HostReport.of(
                OperatingSystem.read(files), Cpus.read(files), memory, Disk.read(files), config.serials());
        long ended = mapping.toEpochNanos(clock.monotonicNanos());
        if (rows == 0) {
            tellMissing(memory);
        }
        return new MetricBatch(
                settings.batchIds().next(),
                settings.resource(),
                report.descriptor(),
                Window.ofReading(rows, mapping, began, ended, slots),
                clock.epochNanos(),
                report.columns(),
                0,
                0);
    }

    private void tellMissing(Memory memory) {
        if (memory.modulesHidden()) {
            LOG.atWarn()
                    .log(
                            "{}: /sys/firmware/dmi/tables/DMI must not be read, so rows name no memory modules. Run as root, or grant CAP_DAC_READ_SEARCH.",
                            settings.id());
        } else if (memory.modules().isEmpty()) {
            LOG.atInfo().log("{}: the firmware names no memory modules", settings.id());
        }
    }

    @Override
    public void idle() throws InterruptedException {
        if (awake.tryAcquire(LONGEST_REST_NANOS, TimeUnit.NANOSECONDS)) {
            awake.drainPermits();
        }
    }

    @Override
    public void wakeUp() {
        awake.release();
    }
}
