package io.borescope.exporter.clickhouse;

import io.borescope.api.metric.MapColumn;
import io.borescope.api.metric.MetricBatch;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** Where the values of a table's column come from. */
sealed interface Source {
    /** The column of the metric that is asked for; empty if none is. */
    default String column() {
        return "";
    }

    /** Whether a metric without that column does not fit the table. */
    default boolean required() {
        return false;
    }

    /** The number that all rows share where there is no such column. */
    default long number(MetricBatch batch) {
        throw new IllegalStateException(this + " is no number");
    }

    /** The text that all rows share where there is no such column. */
    default String text(MetricBatch batch) {
        throw new IllegalStateException(this + " is no text");
    }

    /** The identity that all rows share. */
    default UUID uuid(MetricBatch batch) {
        throw new IllegalStateException(this + " is no identity");
    }

    /** Text by text for the rows. */
    default RowAttributes attributes(MetricBatch batch) {
        throw new IllegalStateException(this + " is no map");
    }

    /** A record. */
    record OfRecord(Cells<? extends RecordRow<?>> cells) implements Source {
        /**
         * What a column of a table of such records is made of.
         *
         * @param <R> the records of the table
         */
        @SuppressWarnings("unchecked") // a table is made with cells of its own records alone
        static <R> Cells<RecordRow<R>> cells(Source source) {
            return (Cells<RecordRow<R>>) ((OfRecord) source).cells;
        }
    }

    /** A number that all rows of a batch share. */
    record Shared(ToLongFunction<MetricBatch> value) implements Source {
        @Override
        public long number(MetricBatch batch) {
            return value.applyAsLong(batch);
        }
    }

    /** A text that all rows of a batch share. */
    record SharedText(Function<MetricBatch, String> value) implements Source {
        @Override
        public String text(MetricBatch batch) {
            return value.apply(batch);
        }
    }

    /** An identity that all rows of a batch share. */
    record SharedUuid(Function<MetricBatch, UUID> value) implements Source {
        @Override
        public UUID uuid(MetricBatch batch) {
            return value.apply(batch);
        }
    }

    /** A map that all rows of a batch share. */
    record SharedMap(Function<MetricBatch, Map<String, String>> value) implements Source {
        @Override
        public RowAttributes attributes(MetricBatch batch) {
            return RowAttributes.shared(value.apply(batch), batch.size());
        }
    }

    /** All that the rows of a metric are keyed by, as a map. */
    record Keys() implements Source {
        @Override
        public RowAttributes attributes(MetricBatch batch) {
            return RowAttributes.of(batch);
        }
    }

    /**
     * Upper ends of a histogram's buckets but the last, as OpenTelemetry counts them: it puts a value that equals a bound into the bucket below,
     * we put it into the one above. Values are integers, so ours below 1000 are its up to 999.
     */
    record Bounds() implements Source {}

    /** A figure, or the mean of a gauge's observations, 0 where there were none. */
    record Level(String column) implements Source {}

    /** The number of the row in its batch. */
    record RowNumber() implements Source {}

    /** A column that the metric cannot do without. */
    record Figure(String column) implements Source {
        @Override
        public boolean required() {
            return true;
        }

        @Override
        public RowAttributes attributes(MetricBatch batch) {
            return RowAttributes.of(batch.require(column, MapColumn.class));
        }
    }

    /** Nanoseconds since the epoch, written in milliseconds; 0 where the metric has none. */
    record Moment(String column) implements Source {
        @Override
        public long number(MetricBatch batch) {
            return 0;
        }
    }

    /**
     * A number of the metric that may be missing.
     *
     * @param missing stands in its place
     */
    record Numeric(String column, long missing) implements Source {
        @Override
        public long number(MetricBatch batch) {
            return missing;
        }
    }

    /**
     * A text of the metric that may be missing.
     *
     * @param missing stands in its place
     */
    record Label(String column, String missing) implements Source {
        @Override
        public String text(MetricBatch batch) {
            return missing;
        }
    }
}
