package io.borescope.exporter.clickhouse;

import io.borescope.api.metric.ColumnType;
import io.borescope.api.metric.LongListColumn;
import io.borescope.api.metric.MetricBatch;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A table and what its columns are filled with.
 *
 * @param name of Observoor's the same as the metric's
 * @param migration the version of the schema that brought it in its present form; 0 for those of OpenTelemetry, which have none
 * @param columns those that are sent, in order
 */
record Table(String name, Content content, int migration, List<Table.Column> columns) {
    /** Upper ends of the buckets of {@link NativeType#HISTOGRAM} but the last, in nanoseconds. */
    private static final List<Long> HISTOGRAM_BOUNDS = List.of(
            1_000L,
            10_000L,
            100_000L,
            1_000_000L,
            10_000_000L,
            100_000_000L,
            1_000_000_000L,
            10_000_000_000L,
            100_000_000_000L);

    /**
     * A column.
     *
     * @param type as sent
     * @param source where its values come from
     * @param migration the version of the schema that brought it in its present form
     * @param optional whether a table is as good without it, and it is left out then
     */
    record Column(String name, NativeType type, Source source, int migration, boolean optional) {
        Column(String name, NativeType type, Source source, int migration) {
            this(name, type, source, migration, false);
        }
    }

    Table {
        columns = List.copyOf(columns);
    }

    /** The table as a server has it, which may be without some optional columns. */
    Table of(Set<String> held) {
        List<Column> present = columns.stream()
                .filter(column -> !column.optional() || held.contains(column.name()))
                .toList();
        return present.size() == columns.size() ? this : new Table(name, content, migration, present);
    }

    /** Whether the table has a column for this one of a metric, so that its rows differ where the metric's do. */
    boolean tellsApart(String metricColumn) {
        return columns.stream().anyMatch(column -> column.source().column().equals(metricColumn));
    }

    /** Why a batch cannot be written into this table, if so. */
    Optional<String> misfit(MetricBatch batch) {
        return columns.stream()
                .map(column -> misfit(column, batch))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<String> misfit(Column column, MetricBatch batch) {
        String name = column.source().column();
        Optional<io.borescope.api.metric.Column> values =
                batch.descriptor().indexOf(name).map(batch.columns()::get);
        if (values.isEmpty()) {
            return column.source().required() ? Optional.of("has no column " + name) : Optional.empty();
        }
        ColumnType type = values.get().type();
        if (!accepted(column.type()).contains(type)) {
            return Optional.of("has %s in column %s, where %s is expected"
                    .formatted(type, name, column.type().sql()));
        }
        boolean otherBuckets = column.type() instanceof NativeType.Buckets
                && !(batch.descriptor().bounds().equals(HISTOGRAM_BOUNDS)
                        && ((LongListColumn) values.get()).width() == HISTOGRAM_BOUNDS.size() + 1);
        return otherBuckets ? Optional.of("has other buckets than those of the table") : Optional.empty();
    }

    private static Set<ColumnType> accepted(NativeType type) {
        return switch (type) {
            case NativeType.Whole _, NativeType.Real _ -> Set.of(ColumnType.LONG, ColumnType.DOUBLE);
            case NativeType.Text _ -> Set.of(ColumnType.TEXT);
            case NativeType.Buckets _ -> Set.of(ColumnType.LONG_LIST);
            case NativeType.Array(NativeType.Text _) -> Set.of(ColumnType.TEXT_LIST);
            case NativeType.Array _ -> Set.of(ColumnType.LONG_LIST);
            case NativeType.TextMap _ -> Set.of(ColumnType.MAP);
            case NativeType.Uuid _ -> Set.of();
        };
    }
}
