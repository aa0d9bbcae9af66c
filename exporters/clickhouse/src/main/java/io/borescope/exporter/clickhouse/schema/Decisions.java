package io.borescope.exporter.clickhouse.schema;

import java.util.OptionalLong;

/**
 * What somebody decided about a database whose state is not clear.
 *
 * @param baseline the version that tables are at which nothing is recorded of
 * @param resume whether to finish a migration that another program began
 */
public record Decisions(OptionalLong baseline, boolean resume) {
    /** Nothing: leave alone what is not clear. */
    public static final Decisions NONE = new Decisions(OptionalLong.empty(), false);
}
