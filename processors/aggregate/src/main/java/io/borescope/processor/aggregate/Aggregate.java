package io.borescope.processor.aggregate;

import io.borescope.api.BatchConsumer;
import io.borescope.api.component.Processor;
import io.borescope.api.component.ProcessorSettings;
import io.borescope.api.event.EventBatch;
import io.borescope.api.event.EventType;
import io.borescope.api.event.WindowedEvents;
import io.borescope.api.metric.MetricBatch;
import io.borescope.api.metric.MetricKind;
import io.borescope.api.process.ProcessTags;
import io.borescope.api.telemetry.Counter;
import io.borescope.api.time.Window;
import io.borescope.processor.aggregate.MetricRule.Measure;
import io.borescope.processor.aggregate.MetricRule.Source;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Folds the events of open windows into rows and reports a window when its closing batch comes. Nothing is allocated per event.
 *
 * <p>Lives behind the pipeline's gate; only {@link #held} is read by other threads.
 */
final class Aggregate implements Processor<WindowedEvents> {
    /** One selected source of a metric, as the loop over events needs it. */
    private record Fold(int metric, MetricKind kind, MetricRule rule, Source source, boolean isLatency) {
        Fold(int metric, MetricRule rule, Source source) {
            this(metric, rule.descriptor().kind(), rule, source, isLatency(rule, source));
        }

        private static boolean isLatency(MetricRule rule, Source source) {
            return source.measure() == Measure.FIELD
                    && source.condition().equals(Condition.ALWAYS)
                    && rule.descriptor().kind() == MetricKind.HISTOGRAM
                    && rule.dimensions().isEmpty();
        }
    }

    private static final int NONE = -1;

    private static final long NOTHING = -1;

    private final int metrics;
    private final int maxKeys;
    private final @Nullable Fold[][] foldsByType;
    private final WindowReport report;
    private final Counter filtered;
    private final Counter unknownEvent;
    private final Counter foldedEvents;
    private final Counter saturatedSums;
    private final SamplingNumbers samplings = new SamplingNumbers();
    private final AtomicLong held = new AtomicLong();

    private final List<OpenWindow> open = new ArrayList<>();
    private final Deque<OpenWindow> spare = new ArrayDeque<>();
    private ProcessTags tags = ProcessTags.NONE;

    Aggregate(
            ProcessorSettings settings,
            AggregateConfig config,
            List<MetricRule> rules,
            BatchConsumer<MetricBatch> next) {
        MetricSelection selection = config.metrics();
        this.metrics = rules.size();
        this.maxKeys = config.maxKeys();
        this.foldsByType = foldsByType(rules, selection);
        this.filtered = settings.ledger()
                .lost(
                        "filtered",
                        "Events that no selected metric takes. Filter them at the source to save their cost.");
        this.unknownEvent = settings.ledger()
                .lost("unknown_event", "Events of a type that no metric of this version is made from.");
        this.foldedEvents = settings.meter()
                .counter(
                        "folded_events", "{event}", "Events counted for __other__ because a window had max_keys rows.");
        this.saturatedSums = settings.meter()
                .counter("saturated_sums", "1", "Additions that did not fit into a sum, which stays at the largest.");
        settings.ledger().held(held::get);
        boolean reportsLoss = selection.selects(MetricRules.LOST_EVENTS.name());
        this.report = new WindowReport(settings, rules, samplings, reportsLoss, next, saturatedSums);
    }

    /** Null where no rule knows the type, empty where none is selected. */
    private static @Nullable Fold[][] foldsByType(List<MetricRule> rules, MetricSelection selection) {
        @Nullable Fold[][] byType = new Fold[EventType.ID_LIMIT][];
        for (MetricRule rule : rules) {
            for (Source source : rule.sources()) {
                byType[source.event().id()] = folds(rules, source.event(), selection);
            }
        }
        return byType;
    }

    private static Fold[] folds(List<MetricRule> rules, EventType event, MetricSelection selection) {
        List<Fold> folds = new ArrayList<>();
        for (int metric = 0; metric < rules.size(); metric++) {
            MetricRule rule = rules.get(metric);
            for (Source source : rule.sources()) {
                if (source.event() == event
                        && selection.selects(rule.descriptor().name())) {
                    folds.add(new Fold(metric, rule, source));
                }
            }
        }
        return folds.toArray(Fold[]::new);
    }

    @Override
    public void consume(WindowedEvents batch) {
        tags = batch.events().tags();
        OpenWindow window = windowOf(batch.window());
        window.addLost(batch.events(), samplings.of(batch.events().sampling()));
        if (batch.size() > 0) {
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
        OpenWindow unused = spare.isEmpty() ? new OpenWindow(metrics, maxKeys) : spare.pop();
        open.add(unused);
        return unused.begin(window);
    }

    private void fold(OpenWindow open, WindowedEvents batch) {
        EventBatch events = batch.events();
        ProcessTags batchTags = events.tags();
        int[] samplingByType = samplings.of(events.sampling());
        long from = batch.window().startMonotonicNanos();
        long to = batch.window().endMonotonicNanos();
        long answered = 0;
        long unselected = 0;
        long unknown = 0;
        for (int i = 0; i < events.size(); i++) {
            long time = events.timestampNanos(i);
            boolean endsHere = time >= from && time < to;
            int type = events.type(i);
            Fold[] folds = type < EventType.ID_LIMIT ? foldsByType[type] : null;
            if (folds == null) {
                unknown += endsHere ? 1 : 0;
                continue;
            }
            int process = events.process(i);
            int pid = events.pid(i);
            int sampling = samplingByType[type];
            if (endsHere && folds.length == 1 && folds[0].isLatency) { // nearly all events; takes half as long as below
                int metric = folds[0].metric;
                long nanos = unsigned(folds[0].source.field().read(events, i));
                open.rows().addToHistogram(open.row(metric, sampling, process, pid, 0, batchTags), nanos);
                open.answer(metric);
                answered++;
                continue;
            }
            int answering = NONE;
            for (Fold fold : folds) {
                Source source = fold.source;
                boolean inTime = endsHere || source.measure() == Measure.SPAN_IN_WINDOW;
                if (!inTime || !source.condition().holds(events, i)) {
                    continue;
                }
                long value = observe(source.measure(), source.field().read(events, i), time, from, to);
                if (value == NOTHING) {
                    continue;
                }
                long dimensions = key(fold.rule.dimensions(), events, i);
                int row = open.row(fold.metric, sampling, process, pid, dimensions, batchTags);
                add(open.rows(), row, fold.kind, value);
                answering = answering == NONE ? fold.metric : answering;
            }
            if (!endsHere) {
                continue;
            }
            if (answering >= 0) {
                open.answer(answering);
                answered++;
            } else {
                unselected++;
            }
        }
        held.addAndGet(answered);
        filtered.add(unselected);
        unknownEvent.add(unknown);
    }

    /** What a field says about the window from {@code from} to {@code to}; arithmetic alone, so that it is compiled into the loop. */
    private static long observe(Measure measure, long field, long time, long from, long to) {
        return switch (measure) {
            case EVENT -> 1;
            case FIELD -> unsigned(field);
            case POSITIVE_FIELD -> field == 0 ? NOTHING : unsigned(field);
            case SPAN_IN_WINDOW -> {
                long start = field < 0 || field > time ? 0 : time - field;
                yield Math.max(0, Math.min(time, to) - Math.max(start, from));
            }
        };
    }

    private static long key(List<Dimension.In> dimensions, EventBatch events, int index) {
        long key = 0;
        for (int i = 0; i < dimensions.size(); i++) {
            key |= dimensions.get(i).key(events, index);
        }
        return key;
    }

    /** A u64, as far as a long goes. */
    private static long unsigned(long u64) {
        return u64 < 0 ? Long.MAX_VALUE : u64;
    }

    private static void add(RowTable rows, int position, MetricKind kind, long value) {
        switch (kind) {
            case HISTOGRAM -> rows.addToHistogram(position, value);
            case GAUGE -> rows.addToGauge(position, value);
            default -> rows.addToSum(position, value);
        }
    }

    private void report(OpenWindow window) {
        open.remove(window);
        foldedEvents.add(window.folded());
        saturatedSums.add(window.rows().takeSaturated());
        report.handOn(window, tags);
        held.addAndGet(-window.answered());
        spare.push(window);
    }

    /** Reports the windows that are open still. A windowing processor in front has closed its own before. */
    @Override
    public void close() {
        while (!open.isEmpty()) {
            report(open.getFirst());
        }
    }
}
