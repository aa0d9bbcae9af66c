package io.borescope.exporter.prometheus;

import io.borescope.api.metric.Column;
import io.borescope.api.metric.ColumnSpec;
import io.borescope.api.metric.DoubleColumn;
import io.borescope.api.metric.LongColumn;
import io.borescope.api.metric.LongListColumn;
import io.borescope.api.metric.MapColumn;
import io.borescope.api.metric.MetricBatch;
import io.borescope.api.metric.MetricDescriptor;
import io.borescope.api.metric.Temporality;
import io.borescope.api.metric.TextColumn;
import io.borescope.exporter.prometheus.SeriesStore.Family;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Turns rows of windows into series. Thread-safe. */
final class RowReader {
    private static final String SAMPLING_MODE = "sampling_mode";
    private static final String UNSAMPLED = "none";

    private final Names names;
    private final Labels constant;
    private final boolean resourceAsLabels;

    RowReader(Names names, Labels constant, boolean resourceAsLabels) {
        this.names = names;
        this.constant = constant;
        this.resourceAsLabels = resourceAsLabels;
    }

    void read(MetricBatch batch, Sink sink) {
        Labels target = constant.copy();
        if (resourceAsLabels) {
            batch.resource().attributes().forEach(target::addIfAbsent);
        }
        for (int row = 0; row < batch.size(); row++) {
            Labels labels = target.copy();
            addAttributes(batch, row, labels);
            if (!read(batch, row, labels, sink)) {
                sink.reject("");
            }
        }
    }

    private static void addAttributes(MetricBatch batch, int row, Labels labels) {
        List<ColumnSpec> specs = batch.descriptor().attributes();
        for (int i = 0; i < specs.size(); i++) {
            String name = specs.get(i).name();
            switch (batch.columns().get(i)) {
                case TextColumn texts
                when name.equals(SAMPLING_MODE) && texts.get(row).equals(UNSAMPLED) -> {}
                case TextColumn texts -> labels.add(name, texts.get(row));
                case LongColumn integers -> labels.add(name, Long.toString(integers.get(row)));
                case DoubleColumn decimals
                when decimals.get(row) != 1 -> labels.add(name, Amount.text(decimals.get(row)));
                case MapColumn maps -> maps.get(row).forEach(labels::add);
                default -> {}
            }
        }
    }

    /** Whether all figures of the row were taken. */
    private boolean read(MetricBatch batch, int row, Labels labels, Sink sink) {
        return switch (batch.descriptor().kind()) {
            case SUM -> readSum(batch, row, labels, sink);
            case GAUGE -> readLevel(batch, row, labels, sink);
            case HISTOGRAM -> readDistribution(batch, row, labels, sink);
            case SNAPSHOT -> readColumns(batch, row, labels, sink);
        };
    }

    private boolean readSum(MetricBatch batch, int row, Labels labels, Sink sink) {
        MetricDescriptor metric = batch.descriptor();
        Family sum = family(names.counter(metric.name(), metric.unit()), Kind.COUNTER, metric);
        boolean taken = put(sum, labels, integer(batch, MetricDescriptor.SUM, row), batch, sink);
        if (metric.unit().startsWith("{")) {
            return taken; // what is counted is the sum already
        }
        Family count = family(names.counter(metric.name() + "_count", ""), Kind.COUNTER, metric);
        return put(count, labels, integer(batch, MetricDescriptor.COUNT, row), batch, sink) && taken;
    }

    private static boolean put(Family family, Labels labels, long value, MetricBatch batch, Sink sink) {
        return sink.put(family, labels, new Series.Figure(Amount.of(value)), adds(batch), end(batch));
    }

    /** The mean of the window, its least and its greatest. */
    private boolean readLevel(MetricBatch batch, int row, Labels labels, Sink sink) {
        long count = integer(batch, MetricDescriptor.COUNT, row);
        if (count == 0) {
            return true;
        }
        double mean = (double) integer(batch, MetricDescriptor.SUM, row) / count;
        boolean taken = level("", Amount.of(mean), batch, labels, sink);
        taken &= level("_min", Amount.of(integer(batch, MetricDescriptor.MIN, row)), batch, labels, sink);
        taken &= level("_max", Amount.of(integer(batch, MetricDescriptor.MAX, row)), batch, labels, sink);
        return taken;
    }

    private boolean level(String suffix, Amount value, MetricBatch batch, Labels labels, Sink sink) {
        MetricDescriptor metric = batch.descriptor();
        Family family = family(names.gauge(metric.name() + suffix, metric.unit()), Kind.GAUGE, metric);
        return sink.put(family, labels, new Series.Figure(value), false, end(batch));
    }

    /** A bucket holds integers below its bound; so the greatest that it holds is one less, and that is how Prometheus counts. */
    private boolean readDistribution(MetricBatch batch, int row, Labels labels, Sink sink) {
        MetricDescriptor metric = batch.descriptor();
        List<Double> bounds =
                metric.bounds().stream().map(bound -> (double) (bound - 1)).toList();
        LongListColumn buckets = batch.require(MetricDescriptor.HISTOGRAM, LongListColumn.class);
        long[] counts = new long[buckets.width()];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = buckets.get(row, i);
        }
        Amount sum = Amount.of(integer(batch, MetricDescriptor.SUM, row));
        Family family = family(names.distribution(metric.name(), metric.unit()), Kind.HISTOGRAM, metric);
        return sink.put(family, labels, new Series.Distribution(bounds, counts, sum), adds(batch), end(batch));
    }

    /** Each figure of a snapshot is a level of its own. */
    private boolean readColumns(MetricBatch batch, int row, Labels labels, Sink sink) {
        MetricDescriptor metric = batch.descriptor();
        boolean taken = true;
        for (ColumnSpec spec : metric.values()) {
            Amount value = amount(batch.find(spec.name(), Column.class), row);
            if (value != null) {
                String unit = spec.unit().equals("1") ? "" : spec.unit();
                Family family = family(names.gauge(metric.name() + "_" + spec.name(), unit), Kind.GAUGE, metric);
                taken &= sink.put(family, labels, new Series.Figure(value), false, end(batch));
            }
        }
        return taken;
    }

    private static @Nullable Amount amount(Optional<Column> column, int row) {
        return switch (column.orElse(null)) {
            case LongColumn integers -> Amount.of(integers.get(row));
            case DoubleColumn decimals -> Amount.of(decimals.get(row));
            case null, default -> null;
        };
    }

    private static Family family(String name, Kind kind, MetricDescriptor metric) {
        return new Family(name, kind, metric.description());
    }

    private static long integer(MetricBatch batch, String column, int row) {
        return batch.require(column, LongColumn.class).get(row);
    }

    /** Whether figures add to those of windows before, which they do unless somebody has added them up already. */
    private static boolean adds(MetricBatch batch) {
        return batch.descriptor().temporality() == Temporality.DELTA;
    }

    private static long end(MetricBatch batch) {
        return batch.window().endEpochNanos();
    }
}
