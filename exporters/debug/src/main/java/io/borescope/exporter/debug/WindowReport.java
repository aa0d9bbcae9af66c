package io.borescope.exporter.debug;

import io.borescope.api.command.SafeText;
import io.borescope.api.metric.ColumnSpec;
import io.borescope.api.metric.ColumnType;
import io.borescope.api.metric.LongListColumn;
import io.borescope.api.metric.MetricBatch;
import io.borescope.api.metric.MetricDescriptor;
import io.borescope.api.metric.MetricKind;
import io.borescope.api.time.Window;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Lays out the batches of one window: a line that says which it is, then tables as the verbosity asks. */
final class WindowReport {
    private static final int LONGEST_LINE = 400;

    private final Values values;
    private final Verbosity verbosity;
    private final int maxRows;

    /**
     * @param maxRows most rows of all tables of a window together
     */
    WindowReport(Values values, Verbosity verbosity, int maxRows) {
        this.values = values;
        this.verbosity = verbosity;
        this.maxRows = maxRows;
    }

    /** The report on a window, each line ending in a line feed. */
    String of(List<MetricBatch> batches) {
        StringBuilder out = new StringBuilder();
        appendHeader(batches, out);
        List<MetricBatch> byName = batches.stream()
                .sorted(Comparator.comparing(batch -> batch.descriptor().name()))
                .toList();
        int left = maxRows;
        switch (verbosity) {
            case BASIC -> left = Integer.MAX_VALUE;
            case NORMAL -> left = appendNormal(byName, left, out);
            case DETAILED -> {
                for (MetricBatch batch : byName) {
                    left = appendDetailed(batch, left, out);
                }
            }
        }
        if (left < 0) {
            out.append("  ... ").append(Values.count(-(long) left)).append(" more rows (max_rows: ");
            out.append(maxRows).append(")\n");
        }
        return out.append(verbosity == Verbosity.BASIC ? "" : "\n").toString();
    }

    private void appendHeader(List<MetricBatch> batches, StringBuilder out) {
        Window window = batches.getFirst().window();
        long rows = batches.stream().mapToLong(MetricBatch::size).sum();
        long events = batches.stream().mapToLong(MetricBatch::eventCount).sum();
        long lost = batches.stream().mapToLong(MetricBatch::lostEvents).sum();
        out.append(Values.dateTime(window.startEpochNanos())).append(" UTC  ");
        out.append(values.quantity((double) window.durationNanos(), "ns"));
        if (window.slot() != Window.NO_SLOT) {
            out.append("  slot ").append(window.slot());
        }
        out.append("  ").append(Values.count(rows)).append(" rows");
        out.append("  ").append(Values.count(events)).append(" events");
        out.append("  ").append(Values.count(lost)).append(" lost\n");
    }

    /** One table for everything that was counted or measured, then one per kind of snapshot, whose columns are its own. */
    private int appendNormal(List<MetricBatch> batches, int limit, StringBuilder out) {
        List<MetricRow> measured = batches.stream()
                .filter(batch -> batch.descriptor().kind() != MetricKind.SNAPSHOT)
                .flatMap(WindowReport::rows)
                .sorted(MetricRow.BY_PROCESS)
                .toList();
        int left = appendMeasured(measured, limit, out);
        for (MetricBatch batch : batches) {
            if (batch.descriptor().kind() == MetricKind.SNAPSHOT) {
                left = appendSnapshot(batch, left, out);
            }
        }
        return left;
    }

    private static Stream<MetricRow> rows(MetricBatch batch) {
        return IntStream.range(0, batch.size()).mapToObj(row -> MetricRow.of(batch, row));
    }

    /** Appends what fits. Returns how many rows are left to print; below 0, how many did not fit. */
    private int appendMeasured(List<MetricRow> rows, int limit, StringBuilder out) {
        List<MetricRow> shown = rows.subList(0, Math.clamp(limit, 0, rows.size()));
        boolean attributes = shown.stream().anyMatch(row -> !row.attributes().isEmpty());
        boolean histograms = shown.stream().anyMatch(row -> !histogram(row).isEmpty());
        TextTable table = new TextTable().left("client").right("pid").left("metric");
        if (attributes) {
            table.left("attributes");
        }
        table.right("count").right("sum").right("avg").right("min").right("max");
        if (histograms) {
            table.left(histogramTitle(shown));
        }
        for (MetricRow row : shown) {
            List<String> cells = new ArrayList<>(row.identityCells());
            cells.add(row.metric());
            if (attributes) {
                cells.add(row.attributes());
            }
            addFigures(row, cells);
            if (histograms) {
                cells.add(histogram(row));
            }
            table.row(cells);
        }
        if (!shown.isEmpty()) {
            table.appendTo(out);
        }
        return limit - rows.size();
    }

    private void addFigures(MetricRow row, List<String> cells) {
        OptionalDouble count = row.number(MetricDescriptor.COUNT);
        OptionalDouble sum = row.number(MetricDescriptor.SUM);
        cells.add(quantity(count, "1"));
        cells.add(quantity(sum, row.unit()));
        boolean averaged = count.isPresent() && sum.isPresent() && count.getAsDouble() > 0;
        cells.add(averaged ? values.quantity(sum.getAsDouble() / count.getAsDouble(), row.unit()) : "");
        cells.add(quantity(row.number(MetricDescriptor.MIN), row.unit()));
        cells.add(quantity(row.number(MetricDescriptor.MAX), row.unit()));
    }

    private String quantity(OptionalDouble value, String unit) {
        return value.isPresent() ? values.quantity(value.getAsDouble(), unit) : "";
    }

    private String histogram(MetricRow row) {
        return row.batch()
                .find(MetricDescriptor.HISTOGRAM, LongListColumn.class)
                .map(buckets -> values.histogram(buckets.width(), i -> buckets.get(row.row(), i)))
                .orElse("");
    }

    /** Says where the first bucket ends and the last one begins, if that is the same for all rows. */
    private String histogramTitle(List<MetricRow> rows) {
        Set<String> titles = new HashSet<>();
        for (MetricRow row : rows) {
            List<Long> bounds = row.batch().descriptor().bounds();
            if (!bounds.isEmpty()) {
                titles.add("<" + values.quantity((double) bounds.getFirst(), row.unit()) + " to "
                        + values.quantity((double) bounds.getLast(), row.unit()));
            }
        }
        return titles.size() == 1 ? titles.iterator().next() : "histogram";
    }

    private int appendSnapshot(MetricBatch batch, int limit, StringBuilder out) {
        return batch.descriptor().indexOf(MetricRow.PID).isPresent()
                ? appendProcesses(batch, limit, out)
                : appendThings(batch, limit, out);
    }

    /** What is about no process, such as a host, has few rows and many columns: a line per column. */
    private int appendThings(MetricBatch batch, int limit, StringBuilder out) {
        for (MetricRow row : shown(batch, limit)) {
            out.append("  ")
                    .append(SafeText.of(batch.descriptor().name(), LONGEST_LINE))
                    .append('\n');
            TextTable table = new TextTable().left("column").left("value");
            for (ColumnSpec spec : batch.descriptor().columns()) {
                table.row(List.of(SafeText.of(spec.name(), LONGEST_LINE), cell(row, spec)));
            }
            table.appendTo(out);
        }
        return limit - batch.size();
    }

    private String cell(MetricRow row, ColumnSpec spec) {
        OptionalDouble number = row.number(spec.name());
        return number.isPresent() ? quantity(number, spec.unit()) : row.text(spec.name());
    }

    private int appendProcesses(MetricBatch batch, int limit, StringBuilder out) {
        List<MetricRow> shown = shown(batch, limit);
        List<ColumnSpec> columns = batch.descriptor().columns().stream()
                .filter(spec -> !MetricRow.isIdentity(spec.name()))
                .filter(spec -> shown.stream().anyMatch(row -> row.tells(spec)))
                .toList();
        TextTable table = new TextTable().left("client").right("pid");
        columns.forEach(spec -> addColumn(spec, table));
        for (MetricRow row : shown) {
            List<String> cells = new ArrayList<>(row.identityCells());
            for (ColumnSpec spec : columns) {
                cells.add(cell(row, spec));
            }
            table.row(cells);
        }
        if (!shown.isEmpty()) {
            out.append("  ")
                    .append(SafeText.of(batch.descriptor().name(), LONGEST_LINE))
                    .append('\n');
            table.appendTo(out);
        }
        return limit - batch.size();
    }

    private int appendDetailed(MetricBatch batch, int limit, StringBuilder out) {
        if (limit <= 0) {
            return limit - batch.size();
        }
        appendAbout(batch, out);
        TextTable table = new TextTable();
        List<ColumnSpec> columns = batch.descriptor().columns();
        columns.forEach(spec -> addColumn(spec, table));
        for (MetricRow row : shown(batch, limit)) {
            table.row(columns.stream().map(spec -> row.text(spec.name())).toList());
        }
        table.appendTo(out);
        return limit - batch.size();
    }

    private static void appendAbout(MetricBatch batch, StringBuilder out) {
        MetricDescriptor descriptor = batch.descriptor();
        String about = "%s: %s %s, unit %s, %s"
                .formatted(
                        descriptor.name(),
                        descriptor.temporality().name().toLowerCase(Locale.ROOT),
                        descriptor.kind().name().toLowerCase(Locale.ROOT),
                        descriptor.unit(),
                        descriptor.description());
        String origin = "batch %s, made %s UTC, %s events, %s lost, resource %s"
                .formatted(
                        batch.id(),
                        Values.dateTime(batch.madeEpochNanos()),
                        Values.count(batch.eventCount()),
                        Values.count(batch.lostEvents()),
                        batch.resource().attributes());
        out.append("  ").append(SafeText.of(about, LONGEST_LINE)).append('\n');
        out.append("  ").append(SafeText.of(origin, LONGEST_LINE)).append('\n');
        if (!descriptor.bounds().isEmpty()) {
            String bounds = "buckets end before " + descriptor.bounds() + " " + descriptor.unit();
            out.append("  ").append(SafeText.of(bounds, LONGEST_LINE)).append('\n');
        }
    }

    private static List<MetricRow> shown(MetricBatch batch, int limit) {
        return rows(batch)
                .sorted(MetricRow.BY_PROCESS)
                .limit(Math.max(0, limit))
                .toList();
    }

    private static void addColumn(ColumnSpec spec, TextTable table) {
        if (spec.type() == ColumnType.LONG || spec.type() == ColumnType.DOUBLE) {
            table.right(spec.name());
        } else {
            table.left(spec.name());
        }
    }
}
