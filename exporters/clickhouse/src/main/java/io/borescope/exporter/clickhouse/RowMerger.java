package io.borescope.exporter.clickhouse;

import io.borescope.api.metric.Column;
import io.borescope.api.metric.ColumnSpec;
import io.borescope.api.metric.DoubleColumn;
import io.borescope.api.metric.LongColumn;
import io.borescope.api.metric.LongListColumn;
import io.borescope.api.metric.MapColumn;
import io.borescope.api.metric.MetricBatch;
import io.borescope.api.metric.MetricDescriptor;
import io.borescope.api.metric.MetricKind;
import io.borescope.api.metric.TextColumn;
import io.borescope.api.metric.TextListColumn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.LongBinaryOperator;
import java.util.stream.IntStream;

/**
 * Adds up rows that a table could not tell apart because it has no column for one of the metric's attributes: {@code net_io} by transport
 * becomes {@code net_io}. Not thread-safe.
 */
final class RowMerger {
    private static final int EMPTY = -1;

    /** An open-addressing table of groups, by hash of their rows' attributes. */
    private int[] slots = new int[0];

    /** The first row of each group. */
    private int[] firstRows = new int[0];

    /** The group of each row. */
    private int[] groups = new int[0];

    /** The same batch if nothing has to be added up, else one with fewer rows and the same columns, each group in its first row's place. */
    MetricBatch merge(MetricBatch batch, Table table) {
        if (batch.descriptor().kind() == MetricKind.SNAPSHOT) {
            return batch;
        }
        List<ColumnSpec> attributes = batch.descriptor().attributes();
        List<Column> keys = new ArrayList<>();
        boolean allTold = true;
        for (int i = 0; i < attributes.size(); i++) {
            Column values = batch.columns().get(i);
            if (table.tellsApart(attributes.get(i).name())) {
                keys.add(values);
            } else {
                allTold &= saysNothing(values);
            }
        }
        if (allTold) {
            return batch;
        }
        int count = group(keys, batch.size());
        return count == batch.size() ? batch : merged(batch, count);
    }

    /** Most batches have no other attributes than the table, and an empty map for what processes may have besides. */
    private static boolean saysNothing(Column column) {
        return switch (column) {
            case TextColumn values -> values.dictionary().size() <= 1;
            case MapColumn values ->
                IntStream.range(0, values.size())
                        .allMatch(row -> values.get(row).isEmpty());
            default -> false;
        };
    }

    private int group(List<Column> keys, int rows) {
        prepare(rows);
        int count = 0;
        for (int row = 0; row < rows; row++) {
            int slot = slotOf(keys, row);
            if (slots[slot] == EMPTY) {
                slots[slot] = count;
                firstRows[count++] = row;
            }
            groups[row] = slots[slot];
        }
        return count;
    }

    private void prepare(int rows) {
        int capacity = Integer.highestOneBit(Math.max(1, rows)) << 2;
        if (slots.length < capacity) {
            slots = new int[capacity];
            firstRows = new int[capacity];
            groups = new int[capacity];
        }
        Arrays.fill(slots, EMPTY);
    }

    private int slotOf(List<Column> keys, int row) {
        int mask = slots.length - 1;
        int hash = 1;
        for (int i = 0; i < keys.size(); i++) {
            hash = 31 * hash + hash(keys.get(i), row);
        }
        int slot = ((hash * 0x9E3779B9) >>> 1) & mask;
        while (slots[slot] != EMPTY && !equal(keys, firstRows[slots[slot]], row)) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private static int hash(Column column, int row) {
        return switch (column) {
            case LongColumn values -> Long.hashCode(values.get(row));
            case DoubleColumn values -> Double.hashCode(values.get(row));
            case TextColumn values -> values.get(row).hashCode();
            case MapColumn values -> values.get(row).hashCode();
            case TextListColumn values -> values.get(row).hashCode();
            case LongListColumn values -> values.width() == 0 ? 0 : Long.hashCode(values.get(row, 0));
        };
    }

    private static boolean equal(List<Column> keys, int first, int second) {
        for (int i = 0; i < keys.size(); i++) {
            if (!equal(keys.get(i), first, second)) {
                return false;
            }
        }
        return true;
    }

    private static boolean equal(Column column, int first, int second) {
        return switch (column) {
            case LongColumn values -> values.get(first) == values.get(second);
            case DoubleColumn values -> Double.compare(values.get(first), values.get(second)) == 0;
            case TextColumn values -> values.get(first).equals(values.get(second));
            case MapColumn values -> values.get(first).equals(values.get(second));
            case TextListColumn values -> values.get(first).equals(values.get(second));
            case LongListColumn values ->
                IntStream.range(0, values.width()).allMatch(i -> values.get(first, i) == values.get(second, i));
        };
    }

    private MetricBatch merged(MetricBatch batch, int count) {
        List<Column> columns = new ArrayList<>();
        List<ColumnSpec> specs = batch.descriptor().columns();
        for (int i = 0; i < specs.size(); i++) {
            columns.add(merged(specs.get(i).name(), batch.columns().get(i), count));
        }
        return batch.with(batch.descriptor(), columns);
    }

    private Column merged(String name, Column column, int count) {
        return switch (name) {
            case MetricDescriptor.SUM, MetricDescriptor.COUNT ->
                combined(column, count, RowMerger::saturatingSum, Double::sum);
            case MetricDescriptor.MIN -> combined(column, count, Math::min, Math::min);
            case MetricDescriptor.MAX -> combined(column, count, Math::max, Math::max);
            case MetricDescriptor.HISTOGRAM -> summedLists(column, count);
            default -> ofFirstRows(column, count);
        };
    }

    private Column combined(Column column, int count, LongBinaryOperator longs, DoubleBinaryOperator doubles) {
        return switch (column) {
            case LongColumn values -> {
                long[] result = new long[count];
                for (int row = 0; row < values.size(); row++) {
                    int to = groups[row];
                    boolean first = firstRows[to] == row;
                    result[to] = first ? values.get(row) : longs.applyAsLong(result[to], values.get(row));
                }
                yield new LongColumn(result);
            }
            case DoubleColumn values -> {
                double[] result = new double[count];
                for (int row = 0; row < values.size(); row++) {
                    int to = groups[row];
                    boolean first = firstRows[to] == row;
                    result[to] = first ? values.get(row) : doubles.applyAsDouble(result[to], values.get(row));
                }
                yield new DoubleColumn(result);
            }
            default -> ofFirstRows(column, count);
        };
    }

    static long saturatingSum(long a, long b) {
        long sum = a + b;
        boolean overflow = ((a ^ sum) & (b ^ sum)) < 0;
        if (!overflow) {
            return sum;
        }
        return a < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
    }

    private Column summedLists(Column column, int count) {
        if (!(column instanceof LongListColumn values) || values.width() == 0) {
            return ofFirstRows(column, count);
        }
        int width = values.width();
        long[] result = new long[count * width];
        for (int row = 0; row < values.size(); row++) {
            for (int i = 0; i < width; i++) {
                int to = groups[row] * width + i;
                result[to] = saturatingSum(result[to], values.get(row, i));
            }
        }
        return new LongListColumn(width, result);
    }

    /** What the rows of a group have in common, or what the table does not show. */
    private Column ofFirstRows(Column column, int count) {
        return switch (column) {
            case LongColumn values -> {
                long[] result = new long[count];
                Arrays.setAll(result, group -> values.get(firstRows[group]));
                yield new LongColumn(result);
            }
            case DoubleColumn values -> {
                double[] result = new double[count];
                Arrays.setAll(result, group -> values.get(firstRows[group]));
                yield new DoubleColumn(result);
            }
            case TextColumn values -> {
                int[] codes = new int[count];
                Arrays.setAll(codes, group -> values.code(firstRows[group]));
                yield new TextColumn(values.dictionary(), codes);
            }
            case MapColumn values ->
                new MapColumn(IntStream.range(0, count)
                        .mapToObj(group -> values.get(firstRows[group]))
                        .toList());
            case TextListColumn values ->
                new TextListColumn(IntStream.range(0, count)
                        .mapToObj(group -> values.get(firstRows[group]))
                        .toList());
            case LongListColumn values when values.width() == 0 -> LongListColumn.empty(count);
            case LongListColumn values -> {
                int width = values.width();
                long[] result = new long[count * width];
                Arrays.setAll(result, at -> values.get(firstRows[at / width], at % width));
                yield new LongListColumn(width, result);
            }
        };
    }
}
