package io.borescope.benchmarks.clickhouse;

import com.clickhouse.data.Tuple;
import com.clickhouse.jdbc.Driver;
import io.borescope.api.metric.MetricBatch;
import java.net.URI;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collections;
import java.util.Properties;

/** A batch of the official JDBC driver, by its defaults. It compresses with zstd. */
final class JdbcPath implements InsertPath {
    private static final String INSERT = "INSERT INTO %s (%s) VALUES (%s)"
            .formatted(
                    LatencyRows.METRIC,
                    String.join(", ", LatencyRow.COLUMNS),
                    String.join(", ", Collections.nCopies(LatencyRow.COLUMNS.size(), "?")));

    private final Connection connection;

    JdbcPath(URI server, String database, boolean compressed) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", "default");
        properties.setProperty("password", "");
        properties.setProperty("decompress", Boolean.toString(compressed)); // what the server does to requests
        properties.setProperty("clickhouse_setting_async_insert", "0");
        properties.setProperty("clickhouse_setting_max_query_size", "0");
        properties.setProperty("use_server_time_zone", "false");
        properties.setProperty("use_time_zone", "UTC");
        connection = new Driver().connect("jdbc:clickhouse://" + server.getRawAuthority() + "/" + database, properties);
    }

    @Override
    public void insert(MetricBatch batch) throws SQLException {
        LatencyRow.Reader reader = new LatencyRow.Reader(batch);
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            for (int i = 0; i < batch.size(); i++) {
                LatencyRow row = reader.row(i);
                row.put(new Tuple(row.histogram().toArray()), insert::setObject);
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
