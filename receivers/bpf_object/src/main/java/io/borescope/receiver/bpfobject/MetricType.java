package io.borescope.receiver.bpfobject;

import io.borescope.api.metric.ColumnSpec;
import io.borescope.api.metric.ColumnType;
import io.borescope.api.metric.MetricDescriptor;
import io.borescope.api.metric.MetricKind;
import java.util.ArrayList;
import java.util.List;

/** What is made of the values of one series. */
enum MetricType {
    /** How many there were. */
    COUNT(MetricKind.SUM),
    /** What they add up to. */
    SUM(MetricKind.SUM),
    /** How high they were: mean, smallest and largest. */
    GAUGE(MetricKind.GAUGE),
    /** How they are distributed. */
    HISTOGRAM(MetricKind.HISTOGRAM);

    private final MetricKind kind;

    MetricType(MetricKind kind) {
        this.kind = kind;
    }

    MetricKind kind() {
        return kind;
    }

    /** The columns that {@link MetricKind} promises. */
    List<ColumnSpec> columns(String unit) {
        List<ColumnSpec> columns = new ArrayList<>();
        columns.add(ColumnSpec.integer(MetricDescriptor.SUM, unit));
        columns.add(ColumnSpec.integer(MetricDescriptor.COUNT, "1"));
        if (kind != MetricKind.SUM) {
            columns.add(ColumnSpec.integer(MetricDescriptor.MIN, unit));
            columns.add(ColumnSpec.integer(MetricDescriptor.MAX, unit));
        }
        if (kind == MetricKind.HISTOGRAM) {
            columns.add(new ColumnSpec(MetricDescriptor.HISTOGRAM, ColumnType.LONG_LIST, "1"));
        }
        return columns;
    }
}
