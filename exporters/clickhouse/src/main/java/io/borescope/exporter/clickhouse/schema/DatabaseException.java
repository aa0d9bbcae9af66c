package io.borescope.exporter.clickhouse.schema;

/** A server refused a statement, or did not answer. */
public final class DatabaseException extends SchemaException {
    private static final long serialVersionUID = 1;

    private static final int TABLE_ALREADY_EXISTS = 57;
    private static final int UNKNOWN_TABLE = 60;

    /** ClickHouse's, 0 if there was no answer. */
    private final int code;

    /**
     * @param code of ClickHouse; 0 if the server did not answer
     * @param passing whether another try may succeed
     */
    public DatabaseException(String message, int code, boolean passing, Throwable cause) {
        super(message, passing, cause);
        this.code = code;
    }

    boolean isTableThere() {
        return code == TABLE_ALREADY_EXISTS;
    }

    boolean isTableMissing() {
        return code == UNKNOWN_TABLE;
    }

    /** Whether the server said no, so that nothing of the statement goes on there. */
    public boolean isAnswered() {
        return code != 0;
    }
}
