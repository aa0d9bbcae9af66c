package io.borescope.exporter.clickhouse;

import io.borescope.api.metric.MetricBatch;
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

    /** The number of the row in its batch. */
    record RowNumber() implements Source {}

    /** A column that the metric cannot do without. */
    record Figure(String column) implements Source {
        @Override
        public boolean required() {
            return true;
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
