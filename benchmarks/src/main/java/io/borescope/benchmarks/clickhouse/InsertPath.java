package io.borescope.benchmarks.clickhouse;

import io.borescope.api.metric.MetricBatch;

/** A way of rows into ClickHouse. One insert per batch. */
interface InsertPath extends AutoCloseable {
    /** Inserts a batch and waits until the server has it. */
    void insert(MetricBatch batch) throws Exception;

    @Override
    void close();
}
