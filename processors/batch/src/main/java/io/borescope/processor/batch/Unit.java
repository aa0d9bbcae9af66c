package io.borescope.processor.batch;

import io.borescope.api.otel.Metric;
import io.borescope.api.otel.Point;

/**
 * How records are counted and cut.
 *
 * @param <R> the records of a group
 */
interface Unit<R> {
    /** How much a record counts for. */
    int size(R record);

    /** What a record holds from one place to another; only asked for where it counts for several. */
    R part(R record, int from, int to);

    /** Records that are one each. */
    static <R> Unit<R> whole() {
        return new Unit<>() {
            @Override
            public int size(R record) {
                return 1;
            }

            @Override
            public R part(R record, int from, int to) {
                return record;
            }
        };
    }

    /** Metrics count by their data points, and are cut between them. */
    static Unit<Metric> points() {
        return new Unit<>() {
            @Override
            public int size(Metric metric) {
                return metric.data().size();
            }

            @Override
            public Metric part(Metric metric, int from, int to) {
                return metric.with(cut(metric.data(), from, to));
            }
        };
    }

    private static <P extends Point<P>> Metric.Data<P> cut(Metric.Data<P> data, int from, int to) {
        return data.with(data.points().subList(from, to));
    }
}
