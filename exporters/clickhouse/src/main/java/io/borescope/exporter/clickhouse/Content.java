package io.borescope.exporter.clickhouse;

import io.borescope.api.Batch;
import io.borescope.api.otel.Group;
import io.borescope.api.otel.Metric;
import io.borescope.api.otel.OtelBatch;
import io.borescope.api.otel.Point;
import io.borescope.api.otel.PointBatch;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;

/** What the rows of a table are made of. */
sealed interface Content {
    /** How many rows a batch makes. */
    int rows(Batch batch);

    /** Rows of metrics, which come in columns. */
    enum Columns implements Content {
        /** Each row of a batch is one, but for those that the table cannot tell apart. */
        WINDOWS,
        /** Each row of {@link OtelTables#points} is one. */
        FIGURES;

        @Override
        public int rows(Batch batch) {
            return batch.size();
        }
    }

    /**
     * Records of OpenTelemetry, which come one by one.
     *
     * @param <R> the records
     */
    sealed interface Records<R> extends Content {
        /** Moves a row from record to record of a batch, and calls for each. */
        void forEach(Batch batch, RecordRow<R> row, Consumer<? super RecordRow<R>> action);

        /** Gives the records of a batch to whoever cuts it, in order. */
        void cut(Batch batch, BatchCutter cutter);
    }

    /**
     * Spans, or log records: each is a row.
     *
     * @param bytes about how many a record takes, without what it shares with the others of its group
     */
    record Flat<R>(Class<? extends OtelBatch<R>> type, ToLongFunction<R> bytes) implements Records<R> {
        @Override
        public int rows(Batch batch) {
            return batch.size();
        }

        @Override
        public void forEach(Batch batch, RecordRow<R> row, Consumer<? super RecordRow<R>> action) {
            List<Group<R>> groups = type.cast(batch).groups();
            for (int i = 0; i < groups.size(); i++) {
                Group<R> group = groups.get(i);
                row.moveTo(group);
                List<R> records = group.records();
                for (int j = 0; j < records.size(); j++) {
                    action.accept(row.moveTo(records.get(j)));
                }
            }
        }

        @Override
        public void cut(Batch batch, BatchCutter cutter) {
            cutter.cutRecords(type.cast(batch), bytes);
        }
    }

    /**
     * Data points of one kind.
     *
     * @param <P> the kind
     */
    record Points<P extends Point<P>>(Class<? extends Metric.Data<P>> type) implements Records<P> {
        @Override
        public int rows(Batch batch) {
            int rows = 0;
            for (Group<Metric> group : ((PointBatch) batch).groups()) {
                for (Metric metric : group.records()) {
                    rows += type.isInstance(metric.data()) ? metric.data().size() : 0;
                }
            }
            return rows;
        }

        @Override
        public void forEach(Batch batch, RecordRow<P> row, Consumer<? super RecordRow<P>> action) {
            List<Group<Metric>> groups = ((PointBatch) batch).groups();
            for (int i = 0; i < groups.size(); i++) {
                Group<Metric> group = groups.get(i);
                row.moveTo(group);
                List<Metric> metrics = group.records();
                for (int j = 0; j < metrics.size(); j++) {
                    forEach(metrics.get(j), row, action);
                }
            }
        }

        private void forEach(Metric metric, RecordRow<P> row, Consumer<? super RecordRow<P>> action) {
            if (type.isInstance(metric.data())) {
                row.moveTo(metric);
                List<P> points = type.cast(metric.data()).points();
                for (int i = 0; i < points.size(); i++) {
                    action.accept(row.moveTo(points.get(i)));
                }
            }
        }

        @Override
        public void cut(Batch batch, BatchCutter cutter) {
            cutter.cutPoints((PointBatch) batch, type);
        }
    }
}
