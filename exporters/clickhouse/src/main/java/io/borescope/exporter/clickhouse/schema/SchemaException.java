package io.borescope.exporter.clickhouse.schema;

import org.jspecify.annotations.Nullable;

/** The schema cannot be read or changed. The message says why and what to do. */
public class SchemaException extends Exception {
    private static final long serialVersionUID = 1;

    private final boolean passing;

    /**
     * @param passing whether another try may succeed without anybody doing anything
     */
    SchemaException(String message, boolean passing, @Nullable Throwable cause) {
        super(message, cause);
        this.passing = passing;
    }

    /** Somebody has to decide or mend something first. */
    public static SchemaException undecided(String message) {
        return new SchemaException(message, false, null);
    }

    /** Whether another try may succeed without anybody doing anything. */
    public boolean isPassing() {
        return passing;
    }

    /** What happened, and what to do. */
    public String text() {
        return String.valueOf(getMessage());
    }
}
