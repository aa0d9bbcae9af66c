package io.borescope.processor.aggregate;

import io.borescope.api.event.EventType;
import io.borescope.api.metric.ColumnSpec;
import io.borescope.api.metric.ColumnType;
import io.borescope.api.metric.MetricDescriptor;
import io.borescope.api.metric.MetricKind;
import io.borescope.api.metric.Temporality;
import java.util.ArrayList;
import java.util.List;

/**
 * One row of the table: a metric, and which events feed it with what.
 *
 * @param descriptor the metric
 * @param dimensions what rows of one process are told apart by
 * @param sources where its values come from; no two of one event type
 */
record MetricRule(MetricDescriptor descriptor, List<Dimension.In> dimensions, List<Source> sources) {
    /** What is observed of an event. */
    enum Measure {
        /** The event itself: 1. */
        EVENT,
        /** A field. */
        FIELD,
        /** A field, if it is above 0. */
        POSITIVE_FIELD,
        /** The part in the window of the time span whose length is a field and whose end is the event's timestamp. */
        SPAN_IN_WINDOW
    }

    /**
     * What events of one type say.
     *
     * @param event the type
     * @param measure what is observed of each
     * @param field what is measured
     * @param condition which of them the metric is made of
     */
    record Source(EventType event, Measure measure, Field field, Condition condition) {
        /** What all events of a type say. */
        static Source of(EventType event, Measure measure, Field field) {
            return new Source(event, measure, field, Condition.ALWAYS);
        }

        /** The events themselves. */
        static Source of(EventType event) {
            return of(event, Measure.EVENT, Field.NONE);
        }

        /** Only of the events that are so. */
        Source where(Condition restriction) {
            return new Source(event, measure, field, restriction);
        }
    }

    static final String PID = "pid";
    static final String PROCESS_START_TIME = "process_start_time";
    static final String CLIENT_TYPE = "client_type";
    static final String SAMPLING_MODE = "sampling_mode";
    static final String SAMPLING_RATE = "sampling_rate";
    static final String ATTRIBUTES = "attributes";

    /** What every row says about sampling. */
    static final List<ColumnSpec> SAMPLING =
            List.of(ColumnSpec.text(SAMPLING_MODE), new ColumnSpec(SAMPLING_RATE, ColumnType.DOUBLE, "1"));

    /** Something that adds up. */
    static MetricRule sum(String name, String description, String unit, Source... sources) {
        return rule(name, description, MetricKind.SUM, unit, List.of(), sources);
    }

    /** Counts events. */
    static MetricRule counter(String name, String description, Source... sources) {
        return sum(name, description, "{event}", sources);
    }

    /** A distribution of durations. */
    static MetricRule latency(String name, String description, Source... sources) {
        return rule(name, description, MetricKind.HISTOGRAM, "ns", List.of(), sources);
    }

    /** Observations of a level. */
    static MetricRule gauge(String name, String description, String unit, Source... sources) {
        return rule(name, description, MetricKind.GAUGE, unit, List.of(), sources);
    }

    /** Figures side by side that are made of CPU time at a window's end. */
    static MetricRule ofCores(String name, String description, List<ColumnSpec> values, Source... sources) {
        MetricDescriptor descriptor = new MetricDescriptor(
                name,
                description,
                MetricKind.SNAPSHOT,
                "1",
                Temporality.DELTA,
                attributes(List.of()),
                values,
                List.of());
        return new MetricRule(descriptor, List.of(), List.of(sources));
    }

    /** The same with rows told apart by more than the process. */
    MetricRule by(List<Dimension.In> more) {
        if (more.equals(dimensions)) {
            return this;
        }
        MetricDescriptor same = descriptor;
        return new MetricRule(
                descriptor(same.name(), same.description(), same.kind(), same.unit(), attributes(more)), more, sources);
    }

    private static MetricRule rule(
            String name,
            String description,
            MetricKind kind,
            String unit,
            List<Dimension.In> dimensions,
            Source... sources) {
        return new MetricRule(
                descriptor(name, description, kind, unit, attributes(dimensions)), dimensions, List.of(sources));
    }

    private static List<ColumnSpec> attributes(List<Dimension.In> dimensions) {
        List<ColumnSpec> attributes = new ArrayList<>();
        attributes.add(ColumnSpec.integer(PID, "1"));
        attributes.add(ColumnSpec.integer(PROCESS_START_TIME, "ns"));
        attributes.add(ColumnSpec.text(CLIENT_TYPE));
        attributes.addAll(SAMPLING);
        dimensions.forEach(in -> attributes.add(in.dimension().column()));
        attributes.add(new ColumnSpec(ATTRIBUTES, ColumnType.MAP, ""));
        return attributes;
    }

    boolean wantsPortLabel() {
        return dimensions.stream().anyMatch(Dimension.In::isPortLabel);
    }

    /** Whether it is made of CPU time, which is kept by CPU. */
    boolean isOfCores() {
        return sources.getFirst().measure() == Measure.SPAN_IN_WINDOW;
    }

    /** A sum with attributes of its own. */
    static MetricDescriptor sum(String name, String description, String unit, List<ColumnSpec> attributes) {
        return descriptor(name, description, MetricKind.SUM, unit, attributes);
    }

    private static MetricDescriptor descriptor(
            String name, String description, MetricKind kind, String unit, List<ColumnSpec> attributes) {
        List<ColumnSpec> values = new ArrayList<>();
        values.add(ColumnSpec.integer(MetricDescriptor.SUM, unit));
        values.add(ColumnSpec.integer(MetricDescriptor.COUNT, "1"));
        if (kind != MetricKind.SUM) {
            values.add(ColumnSpec.integer(MetricDescriptor.MIN, unit));
            values.add(ColumnSpec.integer(MetricDescriptor.MAX, unit));
        }
        List<Long> bounds = List.of();
        if (kind == MetricKind.HISTOGRAM) {
            values.add(new ColumnSpec(MetricDescriptor.HISTOGRAM, ColumnType.LONG_LIST, "1"));
            bounds = Histogram.BOUNDS;
        }
        return new MetricDescriptor(name, description, kind, unit, Temporality.DELTA, attributes, values, bounds);
    }
}
