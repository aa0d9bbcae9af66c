package io.borescope.exporter.clickhouse.schema;

import java.util.List;

/**
 * One database on one server, as migrations see it. Tables are named without a database: the connection knows it. Thread-safe, because a
 * lease is renewed while a statement runs.
 */
public interface Database {
    /** The rows of a small answer, each a list of its fields as text. */
    List<List<String>> query(String sql) throws DatabaseException, InterruptedException;

    /** Runs a statement and returns when the server has done it, on all servers of the cluster if it is told to. */
    void execute(String sql) throws DatabaseException, InterruptedException;
}
