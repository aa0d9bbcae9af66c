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
 * One row of the table: which events feed a metric, and with what.
 *
 * @param event events of this type
 * @param descriptor the metric; a sum, a gauge or a histogram
 * @param measure what is observed of each event
 * @param field where the measured field lies, from the start of the record
 */
record MetricRule(EventType event, MetricDescriptor descriptor, Measure measure, long field) {
    /** What is observed of an event. */
    enum Measure {
        /** The event itself: 1. */
        EVENT,
        /** A u64 field. */
        FIELD,
        /** The part in the window of the time span whose length is a u64 field and whose end is the event's timestamp. */
        SPAN_IN_WINDOW,
        /** A u64 field of the CPU events that end a slice, in the window in which they do. */
        ENDED_SLICE
    }

    static final String PID = "pid";
    static final String PROCESS_START_TIME = "process_start_time";
    static final String CLIENT_TYPE = "client_type";

    private static final List<ColumnSpec> PROCESS = List.of(
            ColumnSpec.integer(PID, "1"), ColumnSpec.integer(PROCESS_START_TIME, "ns"), ColumnSpec.text(CLIENT_TYPE));

    /** Counts events. */
    static MetricRule counter(EventType event, String name, String description) {
        return new MetricRule(event, sum(name, description, "{event}", PROCESS), Measure.EVENT, 0);
    }

    /** Adds up the part of time spans that lies in the window. */
    static MetricRule timeInWindow(EventType event, long field, String name, String description) {
        return new MetricRule(event, sum(name, description, "ns", PROCESS), Measure.SPAN_IN_WINDOW, field);
    }

    /** A distribution of durations. */
    static MetricRule latency(EventType event, Measure measure, long field, String name, String description) {
        return new MetricRule(event, processMetric(name, description, MetricKind.HISTOGRAM, "ns"), measure, field);
    }

    /** Observations of a level. */
    static MetricRule gauge(EventType event, long field, String name, String description, String unit) {
        return new MetricRule(event, processMetric(name, description, MetricKind.GAUGE, unit), Measure.FIELD, field);
    }

    private static MetricDescriptor processMetric(String name, String description, MetricKind kind, String unit) {
        return descriptor(name, description, kind, unit, PROCESS);
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
