package io.borescope.exporter.clickhouse;

import io.borescope.api.metric.Column;
import io.borescope.api.metric.DoubleColumn;
import io.borescope.api.metric.LongColumn;
import io.borescope.api.metric.LongListColumn;
import io.borescope.api.metric.MapColumn;
import io.borescope.api.metric.MetricBatch;
import io.borescope.api.metric.TextColumn;
import io.borescope.api.metric.TextListColumn;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What a table should hold after batches were inserted, and what it does hold, as text that hides nothing: bits of numbers, bytes of text. */
final class ReadBack {
    private ReadBack() {}

    /** A query for all rows and columns of a table, rows sorted as text. */
    static String sql(Table table) {
        String columns = table.columns().stream()
                .map(column -> shown(column.type(), "`" + column.name() + "`"))
                .collect(Collectors.joining(", "));
        return "SELECT arrayStringConcat([" + columns + "], '|') AS line FROM `" + table.name() + "` ORDER BY line";
    }

    private static String shown(NativeType type, String column) {
        return switch (type) {
            case NativeType.Whole whole
            when whole.sql().equals("DateTime64(9)") -> "toString(toUnixTimestamp64Nano(" + column + "))";
            case NativeType.Whole whole
            when whole.sql().startsWith("DateTime") -> "toString(toUnixTimestamp64Milli(" + column + "))";
            case NativeType.Whole whole when whole.sql().equals("Bool") -> "toString(toUInt8(" + column + "))";
            case NativeType.Whole _, NativeType.Uuid _, NativeType.Buckets _ -> "toString(" + column + ")";
            case NativeType.Real real -> "toString(reinterpretAsUInt" + 8 * real.width() + "(" + column + "))";
            case NativeType.Text _ -> "hex(" + column + ")";
            case NativeType.Array(NativeType.Text _) -> "toString(arrayMap(x -> hex(x), " + column + "))";
            case NativeType.Array(NativeType.Real _) ->
                "toString(arrayMap(x -> reinterpretAsUInt64(x), " + column + "))";
            case NativeType.Array(NativeType.TextMap _) ->
                "toString(arrayMap(map -> mapApply((name, value) -> (hex(name), hex(value)), map), " + column + "))";
            case NativeType.Array(NativeType element)
            when element.sql().equals("DateTime64(9)") ->
                "toString(arrayMap(x -> toUnixTimestamp64Nano(x), " + column + "))";
            case NativeType.Array _ -> "toString(" + column + ")";
            case NativeType.TextMap _ ->
                "toString(mapSort(mapApply((name, value) -> (hex(name), hex(value)), " + column + ")))";
        };
    }

    /** The lines that the query should give. */
    static List<String> expected(Table table, List<MetricBatch> batches) {
        List<String> lines = new ArrayList<>();
        for (MetricBatch batch : batches) {
            for (int row = 0; row < batch.size(); row++) {
                int at = row;
                lines.add(table.columns().stream()
                        .map(column -> expected(column, batch, at))
                        .collect(Collectors.joining("|")));
            }
        }
        return lines.stream().sorted().toList();
    }

    private static String expected(Table.Column column, MetricBatch batch, int row) {
        Source source = column.source();
        Column values = batch.descriptor()
                .indexOf(source.column())
                .map(batch.columns()::get)
                .orElse(null);
        return switch (values) {
            case LongColumn longs
            when source instanceof Source.Moment -> Long.toString(Math.floorDiv(longs.get(row), 1_000_000L));
            case LongColumn longs -> number(column.type(), longs.get(row));
            case DoubleColumn doubles -> number(column.type(), doubles.get(row));
            case TextColumn texts -> hex(texts.get(row));
            case LongListColumn lists
            when column.type() instanceof NativeType.Array(NativeType element) -> list(lists, row, element, "[", "]");
            case LongListColumn lists -> list(lists, row, NativeType.UINT32, "(", ")");
            case TextListColumn lists ->
                lists.get(row).stream().map(text -> "'" + hex(text) + "'").collect(Collectors.joining(",", "[", "]"));
            case MapColumn maps -> map(maps.get(row));
            case null, default -> shared(column, batch, row);
        };
    }

    private static String shared(Table.Column column, MetricBatch batch, int row) {
        return switch (column.type()) {
            case NativeType.Text _ -> hex(column.source().text(batch));
            case NativeType.Uuid _ -> column.source().uuid(batch).toString();
            case NativeType.Whole _ when column.source() instanceof Source.RowNumber -> Integer.toString(row);
            default -> number(column.type(), column.source().number(batch));
        };
    }

    private static String map(Map<String, String> map) {
        return map.entrySet().stream()
                .map(entry -> "'" + hex(entry.getKey()) + "':'" + hex(entry.getValue()) + "'")
                .sorted()
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static String list(LongListColumn lists, int row, NativeType element, String open, String close) {
        return IntStream.range(0, lists.width())
                .mapToObj(i -> number(element, lists.get(row, i)))
                .collect(Collectors.joining(",", open, close));
    }

    private static String number(NativeType type, double value) {
        return switch (type.sql()) {
            case "Float32" -> Integer.toUnsignedString(Float.floatToIntBits((float) value));
            case "Float64" -> Long.toUnsignedString(Double.doubleToLongBits(value));
            default -> number(type, Math.round(value));
        };
    }

    /** By the name of the type and arithmetic without limits. */
    private static String number(NativeType type, long value) {
        String name = type.sql();
        if (name.equals("Float32")) {
            return Integer.toUnsignedString(Float.floatToIntBits((float) value));
        }
        if (name.equals("Float64")) {
            return Long.toUnsignedString(Double.doubleToLongBits((double) value));
        }
        if (name.equals("UInt64")) {
            return Long.toUnsignedString(value);
        }
        if (name.startsWith("UInt") || name.equals("Bool")) {
            int bits = name.equals("Bool") ? 1 : Integer.parseInt(name.substring(4));
            BigInteger max = BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE);
            return BigInteger.valueOf(value).max(BigInteger.ZERO).min(max).toString();
        }
        if (name.equals("Int32")) {
            return Long.toString(Math.clamp(value, Integer.MIN_VALUE, Integer.MAX_VALUE));
        }
        return Long.toString(value);
    }

    static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8)).toUpperCase(Locale.ROOT);
    }
}
