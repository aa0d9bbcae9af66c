package io.borescope.processor.aggregate;

import io.borescope.api.BatchConsumer;
import io.borescope.api.component.ProcessorSettings;
import io.borescope.api.config.MetricSelection;
import io.borescope.api.event.EventBatch;
import io.borescope.api.event.EventType;
import io.borescope.api.metric.Column;
import io.borescope.api.metric.LongColumn;
import io.borescope.api.metric.MetricBatch;
import io.borescope.api.metric.MetricDescriptor;
import io.borescope.api.metric.TextColumn;
import io.borescope.api.process.PortTable;
import io.borescope.api.process.ProcessIdentity;
import io.borescope.api.process.ProcessTags;
import io.borescope.api.telemetry.Counter;
import io.borescope.api.time.Window;
import io.borescope.processor.aggregate.OpenWindow.Loss;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the metric batches of a window that has closed: one per metric that has rows, and one for what was lost. */
final class WindowReport {
    private static final Logger LOG = LoggerFactory.getLogger(WindowReport.class);
    private static final ValueLimits NO_LIMITS = new ValueLimits(Integer.MAX_VALUE, Integer.MAX_VALUE);
    private static final int NO_METRIC = -1;

    private final ProcessorSettings settings;
    private final MetricSelection selection;
    private final List<MetricRule> rules;
    private final List<List<Dimension>> dimensions;
    private final boolean[] isLatency;
    private final int cpuTime;
    private final int cpuUtilization;
    private final SamplingNumbers samplings;
    private final IntSupplier onlineCores;
    private final BatchConsumer<MetricBatch> next;
    private final Counter saturatedSums;
    private final Counter foldedEvents;
    private final Counter foldedValues;
    private final Counter crossedTiers;
    private boolean saidCrossed;

    private final IdentifiedRows own = new IdentifiedRows(RowTable.ofAllFigures(), Integer.MAX_VALUE, NO_LIMITS);
    private final IdentifiedRows cores = new IdentifiedRows(RowTable.ofSums(), Integer.MAX_VALUE, NO_LIMITS);
    private final List<Tier> tiers = new ArrayList<>();
    private final @Nullable Tier[] tierByMetric;

    /**
     * @param foldsByType how the rows are made
     * @param onlineCores asked for each window that has CPU time
     */
    WindowReport(
            ProcessorSettings settings,
            AggregateConfig config,
            List<MetricRule> rules,
            @Nullable Folds[] foldsByType,
            SamplingNumbers samplings,
            IntSupplier onlineCores,
            BatchConsumer<MetricBatch> next) {
        this.settings = settings;
        this.selection = config.metrics();
        this.rules = rules;
        this.dimensions = rules.stream()
                .map(rule ->
                        rule.dimensions().stream().map(Dimension.In::dimension).toList())
                .toList();
        this.isLatency = isLatency(rules, foldsByType);
        this.cpuTime = selected("cpu_time");
        this.cpuUtilization = selected(MetricRules.CPU_UTILIZATION);
        this.samplings = samplings;
        this.onlineCores = onlineCores;
        this.next = next;
        this.saturatedSums = settings.meter()
                .counter("saturated_sums", "1", "Additions that did not fit into a sum, which stays at the largest.");
        this.foldedEvents = settings.meter()
                .counter(
                        "folded_events", "{event}", "Events counted for __other__ because a window had max_keys rows.");
        this.foldedValues = settings.meter()
                .counter(
                        "folded_values",
                        "{event}",
                        "Events counted for all other values of a dimension because a window had max_values of them.");
        this.crossedTiers = settings.meter()
                .counter(
                        "crossed_overrides",
                        "{window}",
                        "Windows that reach over a border of an override's windows and count for the earlier one. Make its"
                                + " interval a multiple of slot_window's.");
        this.tierByMetric = new Tier[rules.size()];
        config.overrides().forEach(override -> addTier(override, config));
    }

    private static boolean[] isLatency(List<MetricRule> rules, @Nullable Folds[] foldsByType) {
        boolean[] isLatency = new boolean[rules.size()];
        for (Folds folds : foldsByType) {
            if (folds != null && folds.latency() != Folds.NONE) {
                isLatency[folds.latency()] = true;
            }
        }
        return isLatency;
    }

    private int selected(String metric) {
        for (int i = 0; i < rules.size(); i++) {
            if (rules.get(i).descriptor().name().equals(metric) && selection.selects(metric)) {
                return i;
            }
        }
        return NO_METRIC;
    }

    private void addTier(IntervalOverride override, AggregateConfig config) {
        IdentifiedRows rows = new IdentifiedRows(RowTable.ofAllFigures(), config.maxKeys(), config.maxValues());
        Tier tier = new Tier(override.interval().toNanos(), rules.size(), rows);
        tiers.add(tier);
        for (int metric = 0; metric < rules.size(); metric++) {
            if (override.metrics().contains(rules.get(metric).descriptor().name())) {
                tierByMetric[metric] = tier;
            }
        }
    }

    private void countCrossed(Tier tier, Window window) {
        if (!saidCrossed) {
            saidCrossed = true;
            LOG.atWarn()
                    .log(
                            "{}: windows of {} cross the borders of an override's {}, and count for the earlier one. Make its interval a"
                                    + " multiple of slot_window's; crossed_overrides counts them.",
                            settings.id(),
                            Duration.ofNanos(window.durationNanos()),
                            tier.interval());
        }
        crossedTiers.add(1);
    }

    /**
     * Hands on the window's metrics, and those of longer windows that end with it or have ended before it.
     *
     * @param tags asked once more for processes that were not known when their row was made
     */
    void handOn(OpenWindow folded, ProcessTags tags) {
        Window window = folded.window();
        PortTable ports = tags.ports();
        for (Tier tier : tiers) {
            if (!tier.accepts(window)) {
                handOn(tier, ports);
            }
            tier.extendBy(window);
            if (tier.isCrossedBy(window)) {
                countCrossed(tier, window);
            }
        }
        identify(folded, tags);
        handOnOwn(folded, ports);
        handOnLoss(folded);
        for (Tier tier : tiers) {
            if (tier.isComplete()) {
                handOn(tier, ports);
            }
        }
    }

    /** Hands on what longer windows have so far. */
    void handOnTiers(ProcessTags tags) {
        tiers.forEach(tier -> handOn(tier, tags.ports()));
    }

    /** Adds the rows of a window to those of whom they are about. */
    private void identify(OpenWindow folded, ProcessTags tags) {
        KeyedRows rows = folded.rows();
        RowTable table = rows.table();
        for (int i = 0; i < table.size(); i++) {
            int row = table.position(i);
            int metric = RowKey.metric(table.key(row));
            ProcessIdentity who = identity(rows, i, table.key(row), tags);
            target(metric).add(table.key(row), who, table.key2(row), dimensions.get(metric), table, row);
            if (isLatency[metric]) {
                folded.answer(metric, table.count(row));
            }
        }
        identifyCharges(folded.charges(), tags);
        addUpCounters(folded);
    }

    private void identifyCharges(KeyedRows charges, ProcessTags tags) {
        RowTable table = charges.table();
        for (int i = 0; i < table.size(); i++) {
            int row = table.position(i);
            long key = table.key(row);
            long cpu = table.key2(row);
            ProcessIdentity who = identity(charges, i, key, tags);
            if (cpuUtilization != NO_METRIC) {
                long sameSampling = RowKey.upper(cpuUtilization, RowKey.sampling(key));
                cores.add(sameSampling, who, cpu, List.of(), table, row);
            }
            if (cpuTime != NO_METRIC) {
                List<Dimension> byCpu = dimensions.get(cpuTime);
                target(cpuTime).add(key, who, byCpu.isEmpty() ? 0 : cpu, byCpu, table, row);
            }
        }
    }

    private IdentifiedRows target(int metric) {
        Tier tier = tierByMetric[metric];
        return tier == null ? own : tier.rows();
    }

    private void addUpCounters(OpenWindow folded) {
        foldedEvents.add(folded.folded());
        foldedValues.add(folded.foldedValues());
        saturatedSums.add(folded.rows().table().takeSaturated()
                + folded.charges().table().takeSaturated()
                + own.table().takeSaturated()
                + cores.table().takeSaturated());
        for (Tier tier : tiers) {
            saturatedSums.add(tier.rows().table().takeSaturated());
            foldedEvents.add(tier.rows().takeFolded());
            foldedValues.add(tier.rows().takeFoldedValues());
        }
    }

    private static ProcessIdentity identity(KeyedRows rows, int number, long key, ProcessTags tags) {
        if (RowKey.isOthers(key)) {
            return IdentifiedRows.OTHER_PROCESSES;
        }
        ProcessIdentity known = rows.identity(number);
        if (known != null) {
            return known;
        }
        int process = RowKey.process(key);
        if (process == EventBatch.KERNEL_PROCESS) {
            return tags.find(process).orElse(ProcessIdentity.KERNEL);
        }
        ProcessIdentity stranger = new ProcessIdentity(rows.pid(number), 0, ProcessIdentity.UNKNOWN_CLIENT);
        return process == 0 ? stranger : tags.find(process).orElse(stranger);
    }

    private void handOnOwn(OpenWindow folded, PortTable ports) {
        int[][] rowsByMetric = own.byMetric(rules.size());
        for (int metric = 0; metric < rules.size(); metric++) {
            long lost = lost(folded, rules.get(metric));
            Tier tier = tierByMetric[metric];
            if (tier != null) {
                tier.count(metric, folded.answered(metric), lost);
            } else if (metric == cpuUtilization) {
                handOnUtilization(folded, lost);
            } else if (rowsByMetric[metric].length > 0) {
                List<Column> columns = MetricColumns.of(rules.get(metric), own, rowsByMetric[metric], samplings, ports);
                handOn(folded.window(), descriptor(metric), columns, folded.answered(metric), lost);
            }
        }
        own.clear();
    }

    private static long lost(OpenWindow folded, MetricRule rule) {
        return rule.sources().stream()
                .mapToLong(source -> folded.lost(source.event()))
                .sum();
    }

    private void handOnUtilization(OpenWindow folded, long lost) {
        long nanos = folded.window().durationNanos();
        RowTable table = cores.table();
        Map<Long, CpuUtilization> byProcess = new LinkedHashMap<>();
        List<ProcessIdentity> who = new ArrayList<>();
        for (int i = 0; i < table.size(); i++) {
            int row = table.position(i);
            CpuUtilization process = byProcess.computeIfAbsent(table.key(row), key -> {
                who.add(cores.identity(row));
                return new CpuUtilization(key, nanos);
            });
            process.add(table.key2(row), table.sum(row), table.count(row));
        }
        cores.clear();
        if (!byProcess.isEmpty()) {
            List<Column> columns =
                    MetricColumns.of(List.copyOf(byProcess.values()), who, onlineCores.getAsInt(), samplings);
            handOn(folded.window(), descriptor(cpuUtilization), columns, folded.answered(cpuUtilization), lost);
        }
    }

    private void handOn(Tier tier, PortTable ports) {
        Window window = tier.window();
        if (window == null) {
            return;
        }
        int[][] rowsByMetric = tier.rows().byMetric(rules.size());
        for (int metric = 0; metric < rules.size(); metric++) {
            if (rowsByMetric[metric].length > 0) {
                List<Column> columns =
                        MetricColumns.of(rules.get(metric), tier.rows(), rowsByMetric[metric], samplings, ports);
                handOn(window, descriptor(metric), columns, tier.answered(metric), tier.lost(metric));
            }
        }
        tier.clear();
    }

    private MetricDescriptor descriptor(int metric) {
        return rules.get(metric).descriptor();
    }

    private void handOnLoss(OpenWindow folded) {
        SortedMap<Loss, Long> lost = folded.lost();
        if (lost.isEmpty() || !selection.selects(MetricRules.LOST_EVENTS.name())) {
            return;
        }
        MetricColumns columns = new MetricColumns(samplings);
        columns.columns()
                .add(TextColumn.of(lost.keySet().stream()
                        .map(loss -> EventType.labelOf(loss.type()))
                        .toList()));
        columns.addSamplings(lost.keySet().stream().mapToInt(Loss::sampling));
        LongColumn events =
                new LongColumn(lost.values().stream().mapToLong(Long::longValue).toArray());
        columns.columns().addAll(List.of(events, events));
        handOn(folded.window(), MetricRules.LOST_EVENTS, columns.columns(), 0, 0);
    }

    private void handOn(
            Window window, MetricDescriptor descriptor, List<Column> columns, long eventCount, long lostEvents) {
        next.consume(new MetricBatch(
                settings.batchIds().next(),
                settings.resource(),
                descriptor,
                window,
                settings.clock().epochNanos(),
                columns,
                eventCount,
                lostEvents));
    }
}
