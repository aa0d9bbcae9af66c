package io.borescope.processor.aggregate;

import io.borescope.api.metric.LongColumn;
import io.borescope.api.metric.LongListColumn;
import io.borescope.api.metric.MetricBatch;
import io.borescope.api.metric.MetricDescriptor;
import io.borescope.api.metric.MetricKind;
import io.borescope.api.metric.TextColumn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What aggregation should give, by the simplest means: every value is kept in a list under a key. */
final class Reference {
    /** One row of one window. */
    record RowName(String metric, long windowStart, long pid, long start, String client) {}

    /** Figures of a row; {@code min}, {@code max} and buckets as far as the metric's kind has them. */
    record Figures(long sum, long count, long min, long max, List<Long> buckets) {}

    private final Map<RowName, List<Long>> values = new HashMap<>();
    private final Map<String, MetricKind> kinds = new HashMap<>();

    void observe(MetricKind kind, RowName key, long value) {
        kinds.put(key.metric, kind);
        values.computeIfAbsent(key, _ -> new ArrayList<>()).add(value);
    }

    Map<RowName, Figures> rows() {
        Map<RowName, Figures> rows = new HashMap<>();
        values.forEach((key, list) -> rows.put(key, figures(kinds.getOrDefault(key.metric, MetricKind.SUM), list)));
        return rows;
    }

    private static Figures figures(MetricKind kind, List<Long> list) {
        long sum = list.stream().mapToLong(Long::longValue).sum();
        if (kind == MetricKind.SUM) {
            return new Figures(sum, list.size(), 0, 0, List.of());
        }
        long min = list.stream().mapToLong(Long::longValue).min().orElse(0);
        long max = list.stream().mapToLong(Long::longValue).max().orElse(0);
        if (kind == MetricKind.GAUGE) {
            return new Figures(sum, list.size(), min, max, List.of());
        }
        Long[] buckets = new Long[10];
        for (int bucket = 0; bucket < 10; bucket++) {
            double from = bucket == 0 ? 0 : Math.pow(10, bucket + 2);
            double to = bucket == 9 ? Double.MAX_VALUE : Math.pow(10, bucket + 3);
            buckets[bucket] =
                    list.stream().filter(value -> value >= from && value < to).count();
        }
        return new Figures(sum, list.size(), min, max, List.of(buckets));
    }

    private static boolean isByProcess(MetricBatch batch) {
        return batch.descriptor().kind() != MetricKind.SNAPSHOT
                && !batch.descriptor().equals(MetricRules.LOST_EVENTS);
    }

    /** The rows of batches by process, in the same form. */
    static Map<RowName, Figures> rowsOf(List<MetricBatch> batches) {
        Map<RowName, Figures> rows = new HashMap<>();
        for (MetricBatch batch : batches) {
            for (int row = 0; row < batch.size() && isByProcess(batch); row++) {
                RowName key = new RowName(
                        batch.descriptor().name(),
                        batch.window().startMonotonicNanos(),
                        batch.require(MetricRule.PID, LongColumn.class).get(row),
                        batch.require(MetricRule.PROCESS_START_TIME, LongColumn.class)
                                .get(row),
                        batch.require(MetricRule.CLIENT_TYPE, TextColumn.class).get(row));
                if (rows.put(key, figures(batch, row)) != null) {
                    throw new AssertionError("two rows of " + key);
                }
            }
        }
        return rows;
    }

    static Figures figures(MetricBatch batch, int row) {
        List<Long> buckets = new ArrayList<>();
        batch.find(MetricDescriptor.HISTOGRAM, LongListColumn.class).ifPresent(column -> {
            for (int i = 0; i < column.width(); i++) {
                buckets.add(column.get(row, i));
            }
        });
        return new Figures(
                figure(batch, MetricDescriptor.SUM, row),
                figure(batch, MetricDescriptor.COUNT, row),
                figure(batch, MetricDescriptor.MIN, row),
                figure(batch, MetricDescriptor.MAX, row),
                buckets);
    }

    private static long figure(MetricBatch batch, String column, int row) {
        return batch.find(column, LongColumn.class).map(found -> found.get(row)).orElse(0L);
    }
}
