package io.borescope.exporter.debug;

import io.borescope.api.command.SafeText;
import io.borescope.api.metric.Column;
import io.borescope.api.metric.ColumnSpec;
import io.borescope.api.metric.ColumnType;
import io.borescope.api.metric.DoubleColumn;
import io.borescope.api.metric.LongColumn;
import io.borescope.api.metric.LongListColumn;
import io.borescope.api.metric.MapColumn;
import io.borescope.api.metric.MetricBatch;
import io.borescope.api.metric.TextColumn;
import io.borescope.api.metric.TextListColumn;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One row of a batch, with what tables are sorted by. Columns that a metric does not have read as empty. */
record MetricRow(MetricBatch batch, int row, String client, long pid) {
    /** Tables are sorted so. */
    static final Comparator<MetricRow> BY_PROCESS = Comparator.comparing(MetricRow::client)
            .thenComparingLong(MetricRow::pid)
            .thenComparing(MetricRow::metric)
            .thenComparing(MetricRow::attributes);

    static final String CLIENT = "client_type";
    static final String PID = "pid";
    private static final int LONGEST_TEXT = 48;
    private static final String SAMPLING_RATE = "sampling_rate";
    private static final Set<String> SAMPLING = Set.of("sampling_mode", SAMPLING_RATE);
    private static final Set<String> IDENTITY = Set.of(CLIENT, PID, "process_start_time");

    static MetricRow of(MetricBatch batch, int row) {
        String client = batch.find(CLIENT, TextColumn.class)
                .map(column -> column.get(row))
                .orElse("");
        long pid =
                batch.find(PID, LongColumn.class).map(column -> column.get(row)).orElse(-1L);
        return new MetricRow(batch, row, client, pid);
    }

    /** Whether a column says who the row is about. */
    static boolean isIdentity(String column) {
        return IDENTITY.contains(column);
    }

    String metric() {
        return batch.descriptor().name();
    }

    String unit() {
        return batch.descriptor().unit();
    }

    List<String> identityCells() {
        return List.of(SafeText.of(client, LONGEST_TEXT), pid < 0 ? "" : Long.toString(pid));
    }

    /**
     * What tells this row from others of its process and metric: {@code port_label=el_p2p direction=tx}. Of sampling only the rate, and
     * only where something is left out.
     */
    String attributes() {
        List<String> pairs = new ArrayList<>();
        for (ColumnSpec spec : batch.descriptor().attributes()) {
            if (isIdentity(spec.name()) || isUsualSampling(spec.name())) {
                continue;
            }
            String value = text(spec.name());
            if (!value.isEmpty()) {
                pairs.add(spec.type() == ColumnType.MAP ? value : spec.name() + "=" + value);
            }
        }
        return String.join(" ", pairs);
    }

    /** Whether the column says something: not that nothing is left out, and not that there are no attributes. */
    boolean tells(ColumnSpec spec) {
        boolean withoutAttributes =
                spec.type() == ColumnType.MAP && text(spec.name()).isEmpty();
        return !isUsualSampling(spec.name()) && !withoutAttributes;
    }

    private boolean isUsualSampling(String column) {
        return SAMPLING.contains(column)
                && (!column.equals(SAMPLING_RATE) || number(SAMPLING_RATE).orElse(1) == 1);
    }

    /** A figure, if there is one of this name. */
    OptionalDouble number(String name) {
        return switch (column(name)) {
            case LongColumn values -> OptionalDouble.of((double) values.get(row));
            case DoubleColumn values -> OptionalDouble.of(values.get(row));
            case null, default -> OptionalDouble.empty();
        };
    }

    /** A value of any type as it is. */
    String text(String name) {
        return switch (column(name)) {
            case LongColumn values -> Long.toString(values.get(row));
            case DoubleColumn values -> Double.toString(values.get(row));
            case TextColumn values -> SafeText.of(values.get(row), LONGEST_TEXT);
            case LongListColumn values -> list(values);
            case TextListColumn values -> SafeText.of(String.join(" ", values.get(row)), LONGEST_TEXT);
            case MapColumn values -> map(values.get(row));
            case null -> "";
        };
    }

    private String list(LongListColumn values) {
        StringBuilder list = new StringBuilder();
        for (int i = 0; i < values.width(); i++) {
            list.append(i == 0 ? "" : " ").append(values.get(row, i));
        }
        return list.toString();
    }

    private static String map(Map<String, String> values) {
        List<String> pairs = new ArrayList<>();
        new TreeMap<>(values)
                .forEach((name, value) ->
                        pairs.add(SafeText.of(name, LONGEST_TEXT) + "=" + SafeText.of(value, LONGEST_TEXT)));
        return String.join(" ", pairs);
    }

    private @Nullable Column column(String name) {
        return batch.find(name, Column.class).orElse(null);
    }
}
