package io.borescope.processor.aggregate;

import io.borescope.api.config.MetricSelection;
import io.borescope.api.event.EventBatch;
import io.borescope.api.event.EventType;
import io.borescope.api.event.PartialEvents;
import io.borescope.api.metric.MetricKind;
import io.borescope.processor.aggregate.MetricRule.Measure;
import io.borescope.processor.aggregate.MetricRule.Source;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is made of events of one type, as the loop over events needs it.
 *
 * @param folds what each of them is added to, in the order of the rules
 * @param ports where they have what a port label is looked up by, if rows want one
 * @param latency the metric, if nothing is to be made of these events but the distribution of their first field, by process alone; else
 *     {@link #NONE}. So it is with all system calls and therefore with most events. Each of them is one observation of a row
 */
record Folds(List<Fold> folds, @Nullable PortFields ports, int latency) {
    /** In place of a metric: none. */
    static final int NONE = -1;

    /**
     * One source of a metric.
     *
     * @param metric its place among the rules
     * @param part which part of a partial has the field that is measured; {@link #NONE} if none has
     */
    record Fold(
            int metric, MetricKind kind, Source source, List<Dimension.In> in, List<Dimension> dimensions, int part) {
        long key2(EventBatch events, int index, int portLabel) {
            long key2 = 0;
            for (int i = 0; i < in.size(); i++) { // an iterator might be allocated
                key2 |= in.get(i).key(events, index, portLabel);
            }
            return key2;
        }
    }

    /** By type. Null where no rule knows the type, without folds where no rule of it is selected. */
    static @Nullable Folds[] byType(List<MetricRule> rules, MetricSelection selection) {
        @Nullable Folds[] byType = new Folds[EventType.ID_LIMIT];
        for (MetricRule rule : rules) {
            for (Source source : rule.sources()) {
                byType[source.event().id()] = of(source.event(), rules, selection);
            }
        }
        return byType;
    }

    private static Folds of(EventType event, List<MetricRule> rules, MetricSelection selection) {
        List<Fold> folds = new ArrayList<>();
        boolean ofCores = false;
        boolean byPort = false;
        for (int metric = 0; metric < rules.size(); metric++) {
            MetricRule rule = rules.get(metric);
            if (!selection.selects(rule.descriptor().name()) || (rule.isOfCores() && ofCores)) {
                continue; // the metrics of CPU time are made of the same rows
            }
            for (Source source : rule.sources()) {
                if (source.event() == event) {
                    folds.add(fold(metric, rule, source));
                    ofCores |= rule.isOfCores();
                    byPort |= rule.wantsPortLabel();
                }
            }
        }
        return new Folds(List.copyOf(folds), byPort ? PortFields.of(event) : null, latency(folds));
    }

    private static Fold fold(int metric, MetricRule rule, Source source) {
        return new Fold(
                metric,
                rule.descriptor().kind(),
                source,
                rule.dimensions(),
                rule.dimensions().stream().map(Dimension.In::dimension).toList(),
                part(source));
    }

    private static int part(Source source) {
        long[] parts = PartialEvents.parts(source.event());
        for (int part = 0; part < parts.length; part++) {
            if (source.field().isAt(parts[part])) {
                return part;
            }
        }
        return NONE;
    }

    private static int latency(List<Fold> folds) {
        if (folds.size() != 1) {
            return NONE;
        }
        Fold fold = folds.getFirst();
        boolean isLatency = fold.kind == MetricKind.HISTOGRAM
                && fold.in.isEmpty()
                && fold.source.measure() == Measure.FIELD
                && fold.source.condition().equals(Condition.ALWAYS)
                && fold.source.field().equals(Field.u64(EventBatch.HEADER_BYTES));
        return isLatency ? fold.metric : NONE;
    }
}
