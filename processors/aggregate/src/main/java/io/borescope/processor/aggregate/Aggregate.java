package io.borescope.processor.aggregate;

import io.borescope.api.BatchConsumer;
import io.borescope.api.component.Processor;
import io.borescope.api.component.ProcessorSettings;
import io.borescope.api.event.EventBatch;
import io.borescope.api.event.EventSampling;
import io.borescope.api.event.EventType;
import io.borescope.api.event.WindowedEvents;
import io.borescope.api.metric.MetricBatch;
import io.borescope.api.process.PortTable;
import io.borescope.api.process.ProcessTags;
import io.borescope.api.telemetry.Counter;
import io.borescope.api.time.Window;
import io.borescope.processor.aggregate.Folds.Fold;
import io.borescope.processor.aggregate.MetricRule.Measure;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Folds the events of open windows into rows and reports a window when its closing batch comes. Nothing is allocated per event.
 *
 * <p>Lives behind the pipeline's gate; only {@link #held} is read by other threads.
 */
final class Aggregate implements Processor<WindowedEvents> {
    private static final long NOTHING = -1;

    private final AggregateConfig config;
    private final int metrics;
    private final BatchConsumer<MetricBatch> next;
    private final @Nullable Folds[] foldsByType;
    private final long[] latencyKeys = new long[EventBatch.KIND_LIMIT];
    private final PartialFold partials;
    private final WindowReport report;
    private final Counter filtered;
    private final Counter unknownEvent;
    private final SamplingNumbers samplings = new SamplingNumbers();
    private final AtomicLong held = new AtomicLong();

    private final List<OpenWindow> open = new ArrayList<>();
    private final Deque<OpenWindow> spare = new ArrayDeque<>();
    private ProcessTags tags = ProcessTags.NONE;
    private EventSampling keyedSampling = EventSampling.NONE;
    private int[] rowOf = new int[0];
    private long[] latencies = new long[0];
    private long unselected;
    private long unknown;

    /**
     * @param allRules the metrics there are
     * @param onlineCores asked at the end of each window
     */
    Aggregate(
            ProcessorSettings settings,
            AggregateConfig config,
            List<MetricRule> allRules,
            IntSupplier onlineCores,
            BatchConsumer<MetricBatch> next) {
        this.config = config;
        this.next = next;
        List<MetricRule> rules =
                allRules.stream().map(config.dimensions()::apply).toList();
        this.metrics = rules.size();
        this.foldsByType = Folds.byType(rules, config.metrics());
        this.partials = new PartialFold(foldsByType);
        keyLatencies();
        this.filtered = settings.ledger()
                .lost(
                        "filtered",
                        "Events that no selected metric takes. Filter them at the source to save their cost.");
        this.unknownEvent = settings.ledger()
                .lost("unknown_event", "Events of a type that no metric of this version is made from.");
        settings.ledger().held(held::get);
        this.report = new WindowReport(settings, config, rules, foldsByType, samplings, onlineCores, this::handOn);
    }

    /** For all metrics, on this machine. */
    Aggregate(ProcessorSettings settings, AggregateConfig config, BatchConsumer<MetricBatch> next) {
        this(settings, config, MetricRules.ALL, new OnlineCores(OnlineCores.ONLINE, settings.clock()), next);
    }

    @Override
    public void consume(WindowedEvents batch) {
        EventBatch events = batch.events();
        tags = events.tags();
        OpenWindow window = windowOf(batch.window());
        window.addLost(events, samplings.of(events.sampling()));
        if (events.partials()) {
            foldPartials(window, batch);
        } else if (batch.size() > 0) {
            fold(window, batch);
        }
        if (batch.closing()) {
            report(window);
        }
    }

    private OpenWindow windowOf(Window window) {
        for (int i = open.size() - 1; i >= 0; i--) {
            if (open.get(i).window().sequence() == window.sequence()) {
                return open.get(i).continueAs(window);
            }
        }
        OpenWindow unused = spare.isEmpty() ? new OpenWindow(metrics, config) : spare.pop();
        open.add(unused);
        return unused.begin(window);
    }

    /** Nearly all events are latencies that end in the window; they have a loop of their own, which takes half as long. */
    private void fold(OpenWindow window, WindowedEvents batch) {
        EventBatch events = batch.events();
        int[] samplingByKind = samplings.of(events.sampling());
        useSampling(events.sampling());
        boolean allEndHere = batch.eventCount() == events.size();
        if (rowOf.length < events.size()) {
            rowOf = new int[events.size()];
            latencies = new long[events.size()];
        }
        long answered = 0;
        int i = 0;
        while (i < events.size()) {
            if (allEndHere) {
                int end = foldLatencies(window.rows().table(), events, i);
                answered += end - i;
                i = end;
            }
            if (i < events.size()) {
                answered += foldAny(window, events, i++, samplingByKind);
            }
        }
        held.addAndGet(answered);
        filtered.add(unselected);
        unknownEvent.add(unknown);
        unselected = 0;
        unknown = 0;
    }

    private void foldPartials(OpenWindow window, WindowedEvents batch) {
        int[] samplingByKind = samplings.of(batch.events().sampling());
        held.addAndGet(partials.fold(window, batch, samplingByKind));
        filtered.add(partials.takeUnselected());
        unknownEvent.add(partials.takeUnknown());
    }

    private void useSampling(EventSampling sampling) {
        if (!sampling.isSameButForLevels(keyedSampling)) {
            keyedSampling = sampling;
            keyLatencies();
        }
    }

    /** Notes what the keys of latencies begin with, by type and level of sampling. */
    private void keyLatencies() {
        int[] samplingByKind = samplings.of(keyedSampling);
        Arrays.fill(latencyKeys, Folds.NONE);
        for (int type = 0; type < EventType.ID_LIMIT; type++) {
            Folds folds = foldsByType[type];
            if (folds != null && folds.latency() != Folds.NONE) {
                for (int level = 0; level < EventSampling.LEVELS; level++) {
                    int kind = EventBatch.kind(type, level);
                    latencyKeys[kind] = RowKey.upper(folds.latency(), samplingByKind[kind]);
                }
            }
        }
    }

    /**
     * Folds latencies up to the first event that is something else or whose row is not there yet. Returns its index. First finds all rows,
     * then adds to them: so the processor looks for many rows at once instead of waiting for each, which takes a third off.
     */
    private int foldLatencies(RowTable table, EventBatch events, int first) {
        int end = findLatencies(table, events, first);
        for (int i = first; i < end; i++) {
            latencies[i] = unsigned(events.u64(i, EventBatch.HEADER_BYTES));
        }
        table.addToHistograms(rowOf, latencies, first, end);
        return end;
    }

    private int findLatencies(RowTable table, EventBatch events, int first) {
        int found = probeLatencies(table, events, first);
        while (found < events.size()) {
            int row = table.find(latencyKey(events, found), 0);
            if (row == RowTable.NONE) {
                return found;
            }
            rowOf[found] = row;
            found = probeLatencies(table, events, found + 1);
        }
        return found;
    }

    /** Calls nothing, see {@link RowTable#probe}. */
    private int probeLatencies(RowTable table, EventBatch events, int first) {
        int size = events.size();
        for (int i = first; i < size; i++) {
            int row = table.probe(latencyKey(events, i), 0);
            if (row == RowTable.NONE) {
                return i;
            }
            rowOf[i] = row;
        }
        return size;
    }

    /** Key of the row that a latency of a tracked process goes to. No row has it if the event is something else. */
    private long latencyKey(EventBatch events, int index) {
        int kind = events.kind(index);
        long upper = kind < EventBatch.KIND_LIMIT ? latencyKeys[kind] : Folds.NONE;
        return upper | RowKey.tracked(events.process(index));
    }

    /** Folds one event. Returns 1 if a metric answers for it in this window, else 0. */
    private int foldAny(OpenWindow window, EventBatch events, int index, int[] samplingByKind) {
        long time = events.timestampNanos(index);
        boolean endsHere = time >= window.from() && time < window.to();
        int type = events.type(index);
        int kind = events.kind(index);
        Folds folds = type < EventType.ID_LIMIT && kind < EventBatch.KIND_LIMIT ? foldsByType[type] : null;
        if (folds == null) {
            unknown += endsHere ? 1 : 0;
            return 0;
        }
        PortFields ports = folds.ports();
        int portLabel = ports == null ? PortTable.UNKNOWN : ports.label(tags.ports(), events, index);
        int answering = Folds.NONE;
        for (int i = 0; i < folds.folds().size(); i++) { // an iterator might be allocated
            Fold fold = folds.folds().get(i);
            boolean taken = add(window, fold, events, index, endsHere, samplingByKind[kind], portLabel);
            answering = taken && answering == Folds.NONE ? fold.metric() : answering;
        }
        if (!endsHere) {
            return 0;
        }
        if (answering == Folds.NONE) {
            unselected++;
            return 0;
        }
        if (folds.latency() == Folds.NONE) { // what latencies answer for is known from their rows
            window.answer(answering, 1);
        }
        return 1;
    }

    /** Adds an event to one metric. Returns whether the metric takes it. */
    private boolean add(
            OpenWindow window, Fold fold, EventBatch events, int index, boolean endsHere, int sampling, int portLabel) {
        MetricRule.Source source = fold.source();
        boolean isSpan = source.measure() == Measure.SPAN_IN_WINDOW;
        if ((!endsHere && !isSpan) || !source.condition().holds(events, index)) {
            return false;
        }
        long field = source.field().read(events, index);
        if (isSpan) {
            long nanos = overlap(field, events.timestampNanos(index), window.from(), window.to());
            if (nanos == 0 && !endsHere) {
                return false;
            }
            addTo(window.charges(), fold, events, index, sampling, Dimension.CPU.place(events.cpu(index)), nanos);
            return true;
        }
        long value = observe(source.measure(), field);
        if (value == NOTHING) {
            return false;
        }
        addTo(window.rows(), fold, events, index, sampling, fold.key2(events, index, portLabel), value);
        return true;
    }

    private void addTo(KeyedRows rows, Fold fold, EventBatch events, int index, int sampling, long key2, long value) {
        int process = events.process(index);
        int pid = events.pid(index);
        long key = RowKey.of(fold.metric(), sampling, process, pid);
        RowTable table = rows.table();
        int row = table.find(key, key2);
        if (row == RowTable.NONE) {
            row = rows.makeRow(key, key2, fold.dimensions(), process, pid, tags, 1);
        }
        switch (fold.kind()) {
            case HISTOGRAM -> table.addToHistogram(row, value);
            case GAUGE -> table.addToGauge(row, value);
            default -> table.addToSum(row, value);
        }
    }

    /** What a field says; arithmetic alone, so that it is compiled into the loop. */
    private static long observe(Measure measure, long field) {
        return switch (measure) {
            case EVENT -> 1;
            case POSITIVE_FIELD -> field == 0 ? NOTHING : unsigned(field);
            default -> unsigned(field);
        };
    }

    /** How much of a span that ended at {@code time} lies between {@code from} and {@code to}. */
    private static long overlap(long span, long time, long from, long to) {
        long start = span < 0 || span > time ? 0 : time - span;
        return Math.max(0, Math.min(time, to) - Math.max(start, from));
    }

    /** A u64, as far as a long goes. */
    private static long unsigned(long u64) {
        return u64 < 0 ? Long.MAX_VALUE : u64;
    }

    private void report(OpenWindow window) {
        open.remove(window);
        report.handOn(window, tags);
        spare.push(window);
    }

    private void handOn(MetricBatch batch) {
        next.consume(batch);
        held.addAndGet(-batch.eventCount());
    }

    /** Reports the windows that are open still. A windowing processor in front has closed its own before. */
    @Override
    public void close() {
        open.sort(Comparator.comparingLong(window -> window.window().sequence()));
        while (!open.isEmpty()) {
            report(open.getFirst());
        }
        report.handOnTiers(tags);
    }
}
