package io.borescope.exporter.debug;

import io.borescope.api.command.SafeText;
import io.borescope.api.otel.Group;
import io.borescope.api.otel.LogBatch;
import io.borescope.api.otel.OtelBatch;
import io.borescope.api.otel.OtelResource;
import io.borescope.api.otel.PointBatch;
import io.borescope.api.otel.Scope;
import io.borescope.api.otel.SpanBatch;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Lays out a batch of spans, log records or data points: how many there are, then the first ones. */
final class RecordReport {
    private static final int LONGEST_LINE = 400;

    private record Row<T>(Group<?> group, T record) {}

    private final Verbosity verbosity;
    private final int maxRows;
    private final SpanLayout spans;
    private final LogLayout logs = new LogLayout();
    private final PointLayout points;

    /**
     * @param maxRows most records of a batch
     */
    RecordReport(Values values, Verbosity verbosity, int maxRows) {
        this.verbosity = verbosity;
        this.maxRows = maxRows;
        this.spans = new SpanLayout(values);
        this.points = new PointLayout(values);
    }

    /** The report on a batch, each line ending in a line feed; empty if the batch is. */
    String of(OtelBatch<?> batch) {
        return switch (batch) {
            case SpanBatch these -> of(these, Stream::of, spans);
            case LogBatch these -> of(these, Stream::of, logs);
            case PointBatch these -> of(these, PointLayout.PointOf::all, points);
        };
    }

    private <R, T> String of(OtelBatch<R> batch, Function<R, Stream<T>> parts, RecordLayout<T> layout) {
        List<Row<T>> shown = batch.groups().stream()
                .flatMap(group -> group.records().stream().flatMap(parts).map(part -> new Row<T>(group, part)))
                .limit(maxRows)
                .toList();
        if (shown.isEmpty()) {
            return "";
        }
        StringBuilder out = new StringBuilder();
        long first = layout.epochNanos(shown.getFirst().record());
        out.append(Values.dateTime(first)).append(" UTC  ");
        out.append(Values.count(batch.size()))
                .append(' ')
                .append(batch.signal().unit())
                .append('\n');
        switch (verbosity) {
            case BASIC -> {
                return out.toString();
            }
            case NORMAL -> appendTable(shown, layout, out);
            case DETAILED -> appendEach(batch, shown, layout, out);
        }
        if (batch.size() > shown.size()) {
            out.append("  ... ").append(Values.count(batch.size() - (long) shown.size()));
            out.append(" more (max_rows: ").append(maxRows).append(")\n");
        }
        return out.append('\n').toString();
    }

    private static <T> void appendTable(List<Row<T>> rows, RecordLayout<T> layout, StringBuilder out) {
        TextTable table = layout.table();
        rows.forEach(row -> table.row(layout.cells(row.group().resource(), row.record())));
        table.appendTo(out);
    }

    /** A line per name and value: records have too many for one line. */
    @SuppressWarnings(
            "ReferenceEquality") // whether it is the group of the row before; equality looks into all of its records
    private static <T> void appendEach(
            OtelBatch<?> batch, List<Row<T>> rows, RecordLayout<T> layout, StringBuilder out) {
        appendLine("batch " + batch.id(), out);
        @Nullable Group<?> group = null;
        for (Row<T> row : rows) {
            if (row.group() != group) {
                group = row.group();
                appendOrigin(group.resource(), group.scope(), out);
            }
            TextTable lines = new TextTable().left("name").left("value");
            layout.describe(row.record(), lines);
            lines.appendTo(out);
        }
    }

    private static void appendOrigin(OtelResource resource, Scope scope, StringBuilder out) {
        appendLine("resource " + RecordLayout.text(resource.attributes()), out);
        if (!scope.equals(Scope.EMPTY)) {
            appendLine(
                    "scope %s %s %s".formatted(scope.name(), scope.version(), RecordLayout.text(scope.attributes())),
                    out);
        }
    }

    private static void appendLine(String line, StringBuilder out) {
        out.append("  ").append(SafeText.of(line.strip(), LONGEST_LINE)).append('\n');
    }
}
