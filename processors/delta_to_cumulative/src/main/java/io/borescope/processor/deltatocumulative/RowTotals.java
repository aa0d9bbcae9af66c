package io.borescope.processor.deltatocumulative;

import io.borescope.api.metric.Column;
import io.borescope.api.metric.ColumnSpec;
import io.borescope.api.metric.LongColumn;
import io.borescope.api.metric.LongListColumn;
import io.borescope.api.metric.MetricBatch;
import io.borescope.api.metric.MetricDescriptor;
import java.util.List;

/** The figures of a row side by side, as they are added up: sums, counts and buckets by addition, the least and the most as such. */
final class RowTotals implements Streams.Addition<long[]> {
    private enum How {
        ADD,
        LEAST,
        MOST
    }

    private final MetricBatch batch;
    private final int attributes;
    private final How[] hows;
    private int count = -1;

    RowTotals(MetricBatch batch) {
        this.batch = batch;
        this.attributes = batch.descriptor().attributes().size();
        List<ColumnSpec> specs = batch.descriptor().values();
        int width = 0;
        for (int i = 0; i < specs.size(); i++) {
            width += width(batch.columns().get(attributes + i));
        }
        this.hows = new How[width];
        int at = 0;
        for (int i = 0; i < specs.size(); i++) {
            if (specs.get(i).name().equals(MetricDescriptor.COUNT)) {
                count = at;
            }
            How how = how(specs.get(i).name());
            for (int j = width(batch.columns().get(attributes + i)); j > 0; j--) {
                hows[at++] = how;
            }
        }
    }

    private static How how(String column) {
        return switch (column) {
            case MetricDescriptor.MIN -> How.LEAST;
            case MetricDescriptor.MAX -> How.MOST;
            default -> How.ADD;
        };
    }

    /** Whether all figures are integers. */
    static boolean fits(MetricBatch batch) {
        int attributes = batch.descriptor().attributes().size();
        return batch.columns().subList(attributes, batch.columns().size()).stream()
                .allMatch(column -> column instanceof LongColumn || column instanceof LongListColumn);
    }

    /** Integers of a row of a column. */
    static int width(Column column) {
        return column instanceof LongListColumn list ? list.width() : 1;
    }

    /** The figures of a row. */
    long[] of(int row) {
        long[] figures = new long[hows.length];
        int at = 0;
        for (Column column : batch.columns().subList(attributes, batch.columns().size())) {
            if (column instanceof LongColumn integers) {
                figures[at++] = integers.get(row);
            } else {
                LongListColumn list = (LongListColumn) column;
                for (int i = 0; i < list.width(); i++) {
                    figures[at++] = list.get(row, i);
                }
            }
        }
        return figures;
    }

    @Override
    public boolean fits(long[] total, long[] delta) {
        return total.length == delta.length;
    }

    @Override
    public long[] apply(long[] total, long[] delta) {
        long[] sum = new long[total.length];
        for (int i = 0; i < sum.length; i++) {
            sum[i] = switch (hows[i]) {
                case ADD -> total[i] + delta[i];
                case LEAST -> extreme(total, delta, i, Math.min(total[i], delta[i]));
                case MOST -> extreme(total, delta, i, Math.max(total[i], delta[i]));
            };
        }
        return sum;
    }

    /** A side that observed nothing has 0 there, which says nothing. */
    private long extreme(long[] total, long[] delta, int index, long ofBoth) {
        if (count >= 0 && total[count] == 0) {
            return delta[index];
        }
        return count >= 0 && delta[count] == 0 ? total[index] : ofBoth;
    }
}
