package io.borescope.receiver.processsnapshots;

import io.borescope.api.BatchConsumer;
import io.borescope.api.component.DutyCycle;
import io.borescope.api.component.ReceiverSettings;
import io.borescope.api.metric.Column;
import io.borescope.api.metric.MetricBatch;
import io.borescope.api.process.ProcessRecord;
import io.borescope.api.process.ProcessTable;
import io.borescope.api.telemetry.Counter;
import io.borescope.api.telemetry.Meter;
import io.borescope.api.time.ClockMapping;
import io.borescope.api.time.EngineClock;
import io.borescope.api.time.SlotClock;
import io.borescope.api.time.Window;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The receiver's thread. A round begins at the grid's next border and reads every live process of the table, some in each slice of work,
 * until its budget is spent. Who was left over comes first in the next round.
 */
final class SnapshotCycle implements DutyCycle {
    private static final long SLICE_NANOS = 5_000_000;

    /** The first round waits that long for slots, which other components may be about to make known. */
    private static final long SLOT_PATIENCE_NANOS = 2_000_000_000;

    private static final long LONGEST_REST_NANOS = 100_000_000;

    /** Rows of a batch; more make another batch. */
    private static final int ROWS_PER_BATCH = 4_096;

    private final ReceiverSettings settings;
    private final EngineClock clock;
    private final ProcessFigures figures;
    private final long intervalNanos;
    private final long budgetNanos;
    private final BatchConsumer<MetricBatch> next;
    private final Counter rounds;
    private final Counter skippedRounds;
    private final Counter readProcesses;
    private final Counter deferredProcesses;
    private final Semaphore awake = new Semaphore(0);

    private volatile @Nullable ProcessTable table;
    private volatile @Nullable SlotClock published;
    private volatile long lastRoundNanos;

    private final Map<Integer, Observed> observed = new HashMap<>();
    private final Queue<Observed> left = new ArrayDeque<>();
    private RoundGrid grid;
    private ClockMapping mapping;
    private long lastNanos;
    private long dueNanos;
    private long round;
    private boolean reading;
    private long bootEpochNanos;
    private long beganNanos;
    private long spentNanos;
    private long partBeganNanos;
    private int partRows;
    private long sequence;

    SnapshotCycle(
            ReceiverSettings settings,
            EngineClock clock,
            ProcessSnapshotsConfig config,
            ProcessFigures figures,
            BatchConsumer<MetricBatch> next) {
        this.settings = settings;
        this.clock = clock;
        this.figures = figures;
        this.intervalNanos = config.interval().toNanos();
        this.budgetNanos = config.budget().toNanos();
        this.next = next;
        Meter meter = settings.meter();
        this.rounds = meter.counter("rounds", "{round}", "Rounds over all processes that were begun.");
        this.skippedRounds = meter.counter(
                "rounds_skipped",
                "{round}",
                "Rounds that were left out because the one before had not ended; raise interval.");
        this.readProcesses = meter.counter("processes_read", "{process}", "Processes that were read, in all rounds.");
        this.deferredProcesses = meter.counter(
                "processes_deferred",
                "{process}",
                "Processes that a round left over to the next one because its budget was spent; raise budget or interval.");
        meter.gauge(
                "round_duration",
                "ns",
                "How long the last round took, from its first process to its last.",
                () -> lastRoundNanos);
        this.mapping = clock.mapping();
        this.grid = new RoundGrid(intervalNanos, null);
        scheduleAfter(clock.monotonicNanos() + SLOT_PATIENCE_NANOS - 1);
    }

    /** Whom to read. Any thread. */
    void use(ProcessTable processes) {
        table = processes;
    }

    /** Which slots there are. Any thread. */
    void use(SlotClock slots) {
        published = slots;
    }

    @Override
    public int doWork() {
        if (reading) {
            readSlice();
            return 1;
        }
        followClocks();
        long now = clock.monotonicNanos();
        if (now - dueNanos < 0) {
            return 0;
        }
        skippedRounds.add(Math.max(0, (now - dueNanos) / intervalNanos));
        scheduleAfter(now);
        begin(now);
        return 1;
    }

    /** A step of the wall clock, or slots that become known, move the borders. */
    private void followClocks() {
        SlotClock slots = published;
        ClockMapping latest = clock.mapping();
        boolean otherSlots = slots != null && !slots.equals(grid.slots());
        if (otherSlots || latest.generation() != mapping.generation()) {
            mapping = latest;
            grid = new RoundGrid(intervalNanos, slots);
            scheduleAfter(Math.min(lastNanos, clock.monotonicNanos()));
        }
    }

    /** The next round begins at the first border after a time. */
    private void scheduleAfter(long nanos) {
        lastNanos = nanos;
        dueNanos = mapping.toMonotonicNanos(grid.next(mapping.toEpochNanos(nanos)));
    }

    private void begin(long now) {
        ProcessTable processes = table;
        if (processes == null) {
            return;
        }
        round++;
        rounds.add(1);
        lineUp(processes.all());
        // Start times that were worked out before a step of the wall clock cannot be compared with what the clock says
        // now.
        bootEpochNanos = mapping.generation() == 0 ? figures.bootEpochNanos(mapping.toEpochNanos(now)) : 0;
        reading = true;
        beganNanos = now;
        spentNanos = 0;
        partBeganNanos = now;
    }

    /** Who was read longest ago comes first. */
    private void lineUp(Collection<ProcessRecord> records) {
        for (ProcessRecord process : records) {
            if (!process.exited()) {
                observe(process);
            }
        }
        observed.values().removeIf(process -> !process.takeLive());
        observed.values().stream()
                .sorted(Comparator.comparingLong(Observed::lastRound))
                .forEach(left::add);
    }

    private void observe(ProcessRecord process) {
        Observed known = observed.get(process.pid());
        if (known == null || !known.is(process)) {
            known = new Observed(process, ProcessFigures.THREADS_PER_ROUND);
            observed.put(process.pid(), known);
        }
        known.seen(process);
    }

    private void readSlice() {
        long began = clock.monotonicNanos();
        long now = began;
        int read = 0;
        for (Observed process = left.poll(); process != null; process = left.poll()) {
            process.readIn(round);
            figures.read(process, bootEpochNanos);
            read++;
            now = clock.monotonicNanos();
            if (++partRows == ROWS_PER_BATCH) {
                handOn(now);
            }
            if (now - began >= SLICE_NANOS || spentNanos + now - began >= budgetNanos) {
                break;
            }
        }
        readProcesses.add(read);
        spentNanos += now - began;
        if (left.isEmpty() || spentNanos >= budgetNanos) {
            end(now);
        }
    }

    private void end(long now) {
        deferredProcesses.add(left.size());
        left.clear();
        handOn(now);
        lastRoundNanos = now - beganNanos;
        reading = false;
    }

    /** Hands on what a round that was interrupted has read. The thread must have ended. */
    void finish() {
        if (reading) {
            end(clock.monotonicNanos());
        }
    }

    private void handOn(long now) {
        Window window = Window.ofReading(
                sequence++, mapping, mapping.toEpochNanos(partBeganNanos), mapping.toEpochNanos(now), grid.slots());
        figures.rows().forEach((metric, rows) -> {
            if (rows.size() > 0) {
                next.consume(batch(metric, window, rows.take()));
            }
        });
        partBeganNanos = now;
        partRows = 0;
    }

    private MetricBatch batch(SnapshotMetric metric, Window window, List<Column> columns) {
        return new MetricBatch(
                settings.batchIds().next(),
                settings.resource(),
                metric.descriptor(),
                window,
                clock.epochNanos(),
                columns,
                0,
                0);
    }

    @Override
    public void idle() throws InterruptedException {
        long rest = Math.min(dueNanos - clock.monotonicNanos(), LONGEST_REST_NANOS);
        if (awake.tryAcquire(Math.max(0, rest), TimeUnit.NANOSECONDS)) {
            awake.drainPermits();
        }
    }

    @Override
    public void wakeUp() {
        awake.release();
    }
}
