package io.borescope.exporter.clickhouse.schema;

/** Somebody else is changing the schema. */
public final class LeaseHeldException extends SchemaException {
    private static final long serialVersionUID = 1;

    LeaseHeldException(String message) {
        super(message, true, null);
    }
}
