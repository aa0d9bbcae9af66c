package io.borescope.benchmarks.clickhouse;

import com.clickhouse.client.api.Client;
import com.clickhouse.client.api.data_formats.RowBinaryFormatWriter;
import com.clickhouse.client.api.insert.InsertResponse;
import com.clickhouse.client.api.insert.InsertSettings;
import com.clickhouse.client.api.metadata.ColumnToMethodMatchingStrategy;
import com.clickhouse.client.api.metadata.TableSchema;
import com.clickhouse.data.ClickHouseFormat;
import io.borescope.api.metric.MetricBatch;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the official client offers besides bytes that are ready: a writer of rows, and lists of objects. It compresses with zstd. */
final class ClientPath implements InsertPath {
    private final Client client;
    private final TableSchema schema;
    private final boolean objects;

    /**
     * @param objects whether rows are given as a list of objects, and not to the writer
     */
    ClientPath(URI server, String database, boolean compressed, boolean objects) {
        this.objects = objects;
        this.client = new Client.Builder()
                .addEndpoint(server.toString())
                .setUsername("default")
                .setPassword("")
                .setDefaultDatabase(database)
                .useServerTimeZone(false)
                .useTimeZone("UTC")
                .compressClientRequest(compressed)
                .columnToMethodMatchingStrategy(new Accessors())
                .build();
        this.schema = client.getTableSchema(LatencyRows.METRIC, database);
        client.register(LatencyRow.class, schema);
    }

    @Override
    public void insert(MetricBatch batch) throws Exception {
        try (InsertResponse response = objects ? insertObjects(batch) : insertRows(batch)) {
            if (response.getQueryId() == null) {
                throw new IllegalStateException("no answer");
            }
        }
    }

    private InsertResponse insertRows(MetricBatch batch) throws Exception {
        return client.insert(
                        LatencyRows.METRIC,
                        LatencyRow.COLUMNS,
                        out -> {
                            RowBinaryFormatWriter writer =
                                    new RowBinaryFormatWriter(out, schema, ClickHouseFormat.RowBinary);
                            LatencyRow.Reader reader = new LatencyRow.Reader(batch);
                            for (int i = 0; i < batch.size(); i++) {
                                LatencyRow row = reader.row(i);
                                row.put(row.histogram(), writer::setValue);
                                writer.commitRow();
                            }
                            out.flush();
                        },
                        ClickHouseFormat.RowBinary,
                        settings())
                .get();
    }

    private InsertResponse insertObjects(MetricBatch batch) throws Exception {
        LatencyRow.Reader reader = new LatencyRow.Reader(batch);
        List<LatencyRow> rows = new ArrayList<>(batch.size());
        for (int row = 0; row < batch.size(); row++) {
            rows.add(reader.row(row));
        }
        return client.insert(LatencyRows.METRIC, rows, settings()).get();
    }

    /** As we send them. */
    private static InsertSettings settings() {
        InsertSettings settings = new InsertSettings();
        settings.serverSetting("async_insert", "0");
        return settings;
    }

    @Override
    public void close() {
        client.close();
    }

    /** Finds the accessors of a record, whose names have no {@code get}. */
    private static final class Accessors implements ColumnToMethodMatchingStrategy {
        @Override
        public boolean isSetter(String methodName) {
            return false;
        }

        @Override
        public boolean isGetter(String methodName) {
            return true;
        }

        @Override
        public String normalizeMethodName(String methodName) {
            return methodName.toLowerCase(Locale.ROOT);
        }

        @Override
        public String normalizeColumnName(String columnName) {
            return columnName.replace("_", "");
        }
    }
}
