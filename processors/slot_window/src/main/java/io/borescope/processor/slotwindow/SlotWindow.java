package io.borescope.processor.slotwindow;

import io.borescope.api.BatchConsumer;
import io.borescope.api.component.Processor;
import io.borescope.api.component.ProcessorSettings;
import io.borescope.api.event.CpuEvent;
import io.borescope.api.event.EventBatch;
import io.borescope.api.event.EventType;
import io.borescope.api.event.PartialEvents;
import io.borescope.api.event.WindowedEvents;
import io.borescope.api.process.ProcessTags;
import io.borescope.api.telemetry.Counter;
import io.borescope.api.time.ClockMapping;
import io.borescope.api.time.EngineClock;
import io.borescope.api.time.SlotClock;
import io.borescope.api.time.SlotConfig;
import io.borescope.api.time.Window;
import io.borescope.api.time.WindowBorders;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands events on by window. Holds no events: what arrives leaves at once, and a window is closed, with an empty batch, when the source's
 * watermark has passed its end by the grace period. A source whose watermark stands still counts as having progressed to the idle
 * timeout before now.
 *
 * <p>Lives behind the pipeline's gate; only {@link #published} is written by another thread.
 */
final class SlotWindow implements Processor<EventBatch> {
    private static final Logger LOG = LoggerFactory.getLogger(SlotWindow.class);

    /** A kernel event cannot be later than the clock it was stamped with; the margin allows for replays. */
    private static final long FUTURE_NANOS = Duration.ofMinutes(1).toNanos();

    /** How far before its first batch a run's coverage may begin, if the grace is not longer. */
    private static final long PAST_NANOS = Duration.ofMinutes(1).toNanos();

    /**
     * Windows are numbered from a number that belongs to this instance alone, so that the windows of one that replaces a failed one are
     * never taken for those that the failed one left open. There is room for a window every 10 ms for more than a year.
     */
    private static final int SEQUENCE_BITS = 32;

    private static final Duration SHORTEST_TICK = Duration.ofMillis(100);
    private static final int SPANNING_TYPE = EventType.SCHED_SWITCH.id();

    private final ProcessorSettings settings;
    private final EngineClock clock;
    private final BatchConsumer<WindowedEvents> next;
    private final long intervalNanos;
    private final long graceNanos;
    private final Duration idleTimeout;
    private final boolean followsService;
    private final WindowChain chain;
    private final Counter late;
    private final Counter badTimestamp;
    private final Counter clockSteps;
    private final Counter lateSpan;
    private final Counter closedEarly;
    private final Counter closedWindows;
    private final Counter skippedWindows;

    private final EventBatch nothing = new EventBatch(0);
    private final long[] loss = new long[EventType.ID_LIMIT];
    private EventBatch part = new EventBatch(0);
    private ProcessTags tags = ProcessTags.NONE;
    private long watermarkNanos = EventBatch.NO_WATERMARK;
    private long watermarkMovedNanos;
    private long latestNanos = Long.MIN_VALUE; // of all that was handed on
    private boolean closed;

    private volatile @Nullable SlotClock published;
    private @Nullable SlotClock slots;
    private GridBorders borders;

    SlotWindow(ProcessorSettings settings, SlotWindowConfig config, BatchConsumer<WindowedEvents> next) {
        this.settings = settings;
        this.clock = settings.clock();
        this.next = next;
        this.intervalNanos = config.interval().toNanos();
        this.graceNanos = config.grace().toNanos();
        this.idleTimeout = config.idleTimeout();
        SlotConfig slot = config.slot();
        this.followsService = slot == null;
        this.slots = slot == null ? null : slot.toSlotClock();
        WindowGrid grid = new WindowGrid(intervalNanos, slots);
        this.borders = GridBorders.of(clock.mapping(), grid);
        this.chain = new WindowChain(
                grid,
                config.maxOpenWindows(),
                settings.batchIds().next().sequence() << SEQUENCE_BITS,
                this::handOnClosing);
        this.late = settings.ledger()
                .lost(
                        "late",
                        "Events whose window was closed already, or that are older than a run's coverage can begin. Raise grace if the source delivers late.");
        this.badTimestamp = settings.ledger()
                .lost("bad_timestamp", "Events that claim to be more than a minute in the future. A source is broken.");
        this.clockSteps = settings.meter()
                .counter("clock_steps", "{step}", "Steps of the wall clock; each ends the window it falls into.");
        this.lateSpan = settings.meter()
                .counter("late_span", "ns", "Parts of time spans, such as CPU time, that reach into closed windows.");
        this.closedEarly = settings.meter()
                .counter(
                        "windows_closed_early",
                        "{window}",
                        "Windows closed before their grace had passed because max_open_windows were open.");
        this.closedWindows = settings.meter().counter("windows_closed", "{window}", "Windows that have ended.");
        this.skippedWindows = settings.meter()
                .counter("windows_skipped", "{window}", "Quiet windows left out after a silence of many windows.");
    }

    @Override
    public void start() {
        if (followsService) {
            settings.services().subscribe(SlotClock.class, service -> published = service);
            followSlots();
        }
        tell(borders);
        Duration tick = idleTimeout.dividedBy(10);
        settings.timers().every(tick.compareTo(SHORTEST_TICK) < 0 ? SHORTEST_TICK : tick, this::tick);
    }

    @Override
    public void consume(EventBatch batch) {
        tags = batch.tags();
        followClock();
        followSlots();
        boolean lossy = batch.lost() > 0;
        if (!chain.hasBegun() && !begin(batch, lossy)) {
            return;
        }
        boolean whole = batch.size() > 0 && handOnWhole(batch, lossy);
        if (batch.size() > 0 && !whole) {
            handOnByWindow(batch);
        }
        moveWatermark(batch.watermarkNanos());
        if (lossy && !whole) {
            handOnLoss(batch);
        }
        chain.closeUpTo(graceEnd());
    }

    /** Coverage begins with the earliest that the first batch speaks of and that can be true. */
    private boolean begin(EventBatch batch, boolean lossy) {
        long now = clock.monotonicNanos();
        long oldest = Math.max(0, now - Math.max(PAST_NANOS, graceNanos));
        long newest = now + FUTURE_NANOS;
        long earliest = lossy ? now : Long.MAX_VALUE;
        if (batch.watermarkNanos() >= oldest) {
            earliest = Math.min(earliest, batch.watermarkNanos());
        }
        for (int i = 0; i < batch.size(); i++) {
            long time = batch.timestampNanos(i);
            if (time >= oldest && time <= newest) {
                earliest = Math.min(earliest, time);
            }
        }
        if (earliest > newest) {
            countWithoutCoverage(batch, oldest);
            return false;
        }
        watermarkMovedNanos = now;
        ClockMapping mapping = clock.mapping();
        if (!mapping.equals(borders.mapping())) {
            tell(GridBorders.of(mapping, borders.grid()));
        }
        chain.begin(mapping, earliest, oldest);
        return true;
    }

    /** Lets those know where windows begin who add events up before they get here. */
    private void tell(GridBorders latest) {
        borders = latest;
        settings.services().find(WindowBorders.class).ifPresent(all -> all.put(this, latest));
    }

    private void countWithoutCoverage(EventBatch batch, long oldest) {
        long tooLate = 0;
        for (int i = 0; i < batch.size(); i++) {
            tooLate += batch.timestampNanos(i) < oldest ? batch.events(i) : 0;
        }
        late.add(tooLate);
        badTimestamp.add(batch.eventCount() - tooLate);
    }

    /** The common case: every event of the batch lies in one window, and nothing reaches out of it. */
    private boolean handOnWhole(EventBatch batch, boolean lossy) {
        Window window = chain.find(batch.timestampNanos(0));
        if (window == null || (lossy && !window.contains(lossTime(batch)))) {
            return false;
        }
        long from = window.startMonotonicNanos();
        long to = window.endMonotonicNanos();
        long latest = latestNanos;
        for (int i = 0; i < batch.size(); i++) {
            long time = batch.timestampNanos(i);
            if (time >= to || spanStart(batch, i, time) < from) {
                return false;
            }
            latest = Math.max(latest, time);
        }
        latestNanos = latest;
        next.consume(new WindowedEvents(window, batch, batch.eventCount(), false));
        return true;
    }

    /** Where the time begins that an event describes: at its timestamp, unless it is a span. Those of partials are split already. */
    private static long spanStart(EventBatch batch, int index, long time) {
        if (batch.type(index) != SPANNING_TYPE || batch.partials()) {
            return time;
        }
        long span = batch.u64(index, CpuEvent.SPAN_NANOS);
        return span < 0 || span > time ? Math.min(0, time) : time - span;
    }

    private void handOnByWindow(EventBatch batch) {
        openFor(batch);
        long earliest = countUnplaced(batch);
        if (part.capacity() < batch.size()) {
            part = new EventBatch(batch.size());
        }
        for (int i = 0; i < chain.size(); i++) {
            Window window = chain.get(i);
            if (window.endMonotonicNanos() > earliest && window.startMonotonicNanos() <= latestNanos) {
                handOnPart(batch, window);
            }
        }
    }

    private void openFor(EventBatch batch) {
        long horizon = clock.monotonicNanos() + FUTURE_NANOS;
        for (int i = 0; i < batch.size(); i++) {
            long time = batch.timestampNanos(i);
            if (time < chain.start()) {
                chain.extendBack(time);
            } else if (time >= chain.end() && time <= horizon) {
                skippedWindows.add(chain.extendTo(time + 1));
            }
        }
    }

    /** Counts what has no window, and returns the earliest time that the other events reach back to. */
    private long countUnplaced(EventBatch batch) {
        long start = chain.start();
        long end = chain.end();
        long earliest = Long.MAX_VALUE;
        long tooLate = 0;
        long inFuture = 0;
        long missedNanos = 0;
        for (int i = 0; i < batch.size(); i++) {
            long time = batch.timestampNanos(i);
            if (time >= end) {
                inFuture += batch.events(i);
                continue;
            }
            long from = spanStart(batch, i, time);
            missedNanos += Math.max(0, Math.min(time, start) - Math.max(from, chain.coverageStart()));
            if (time < start) {
                tooLate += batch.events(i);
                missedNanos += partialSpan(batch, i);
                continue;
            }
            earliest = Math.min(earliest, from);
            latestNanos = Math.max(latestNanos, time);
        }
        late.add(tooLate);
        badTimestamp.add(inFuture);
        lateSpan.add(missedNanos);
        return earliest;
    }

    /** CPU time that a partial adds up. */
    private static long partialSpan(EventBatch batch, int index) {
        return batch.partials() && batch.type(index) == SPANNING_TYPE
                ? batch.u64(index, PartialEvents.FIRST_PART + PartialEvents.SUM)
                : 0;
    }

    private void handOnPart(EventBatch batch, Window window) {
        long from = window.startMonotonicNanos();
        long to = window.endMonotonicNanos();
        long[] offsets = part.offsets();
        int size = 0;
        long answered = 0;
        for (int i = 0; i < batch.size(); i++) {
            long time = batch.timestampNanos(i);
            if (time >= from && time < to) {
                offsets[size++] = batch.offset(i);
                answered += batch.events(i);
            } else if (time >= to && time < chain.end() && spanStart(batch, i, time) < to) {
                offsets[size++] = batch.offset(i);
            }
        }
        if (size > 0) {
            part.fill(batch.segment(), size, batch.watermarkNanos())
                    .withTags(tags)
                    .withSampling(batch.sampling())
                    .withPartials(batch.partials());
            next.consume(new WindowedEvents(window, part, answered, false));
        }
    }

    /** What was lost, was lost before the watermark; without one it is put down to now. */
    private long lossTime(EventBatch batch) {
        long watermark = batch.watermarkNanos();
        return watermark == EventBatch.NO_WATERMARK ? clock.monotonicNanos() : watermark - 1;
    }

    private void handOnLoss(EventBatch batch) {
        for (int type = 0; type < loss.length; type++) {
            loss[type] = batch.lost(type);
        }
        long time = Math.clamp(lossTime(batch), chain.start(), Math.max(chain.start(), chain.end() - 1));
        skippedWindows.add(chain.extendTo(time + 1));
        Window window = chain.find(time);
        if (window == null) {
            throw new IllegalStateException("no window at " + time);
        }
        latestNanos = Math.max(latestNanos, time);
        nothing.fill(MemorySegment.NULL, 0, batch.watermarkNanos())
                .withLost(loss)
                .withTags(tags)
                .withSampling(batch.sampling());
        next.consume(new WindowedEvents(window, nothing, 0, false));
    }

    private void moveWatermark(long watermark) {
        if (watermark > watermarkNanos) {
            watermarkMovedNanos = clock.monotonicNanos();
            progressTo(watermark);
        }
    }

    /** Opens the quiet windows up to a watermark, so that they are closed like all others. */
    private void progressTo(long watermark) {
        if (watermark > watermarkNanos) {
            watermarkNanos = Math.min(watermark, clock.monotonicNanos() + FUTURE_NANOS);
            skippedWindows.add(chain.extendTo(watermarkNanos));
        }
    }

    /** Windows that end up to here, inclusive, have had their grace. */
    private long graceEnd() {
        return watermarkNanos == EventBatch.NO_WATERMARK ? Long.MIN_VALUE : watermarkNanos - graceNanos;
    }

    private void tick() {
        if (!chain.hasBegun()) {
            return;
        }
        followClock();
        followSlots();
        long now = clock.monotonicNanos();
        if (now - watermarkMovedNanos >= idleTimeout.toNanos()) {
            progressTo(now - idleTimeout.toNanos());
            chain.closeUpTo(graceEnd());
        }
    }

    private void followClock() {
        ClockMapping mapping = clock.mapping();
        if (chain.hasBegun() && chain.isBefore(mapping)) {
            clockSteps.add(1);
            skippedWindows.add(chain.step(mapping, Math.max(clock.monotonicNanos(), handedOnUpTo())));
            tell(borders.followedBy(mapping, borders.grid(), chain.end()));
        }
    }

    private void followSlots() {
        SlotClock latest = published;
        if (latest != null && !latest.equals(slots)) {
            LOG.atInfo().log("{}: windows follow the slots that are published now: {}", settings.id(), latest);
            slots = latest;
            WindowGrid grid = new WindowGrid(intervalNanos, latest);
            chain.useGrid(grid);
            tell(
                    chain.hasBegun()
                            ? borders.followedBy(borders.mapping(), grid, chain.end())
                            : GridBorders.of(clock.mapping(), grid));
        }
    }

    private void handOnClosing(Window window) {
        closedWindows.add(1);
        if (!closed && window.endMonotonicNanos() > graceEnd()) {
            closedEarly.add(1);
        }
        nothing.fill(MemorySegment.NULL, 0, watermarkNanos).withTags(tags);
        next.consume(new WindowedEvents(window, nothing, 0, true));
    }

    /** Closes the open windows; the last one ends where coverage ends. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        settings.services().find(WindowBorders.class).ifPresent(all -> all.remove(this));
        chain.endAt(Math.max(watermarkNanos, handedOnUpTo()));
        chain.closeAll();
    }

    /** Where the time ends, exclusive, that something has been handed on of. */
    private long handedOnUpTo() {
        return latestNanos == Long.MIN_VALUE ? latestNanos : latestNanos + 1;
    }
}
