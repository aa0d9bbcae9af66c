package io.borescope.exporter.clickhouse.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatementTest {
    @Test
    void aSemicolonInACommentEndsNothing() {
        assertThat(Statement.parse("""
                        -- First; second.
                        -- Only if t has a column a; is no condition.
                        -- Only if t has a column b.
                        DROP TABLE IF EXISTS t SYNC;

                        -- Third;
                        ALTER TABLE t
                            ADD COLUMN IF NOT EXISTS a Tuple(x UInt8, y UInt8) CODEC(DoubleDelta, ZSTD(1)),
                            MODIFY SETTING non_replicated_deduplication_window = 1;
                        """))
                .satisfiesExactly(
                        drop -> assertThat(drop).isEqualTo(new Statement.Drop("DROP TABLE IF EXISTS t SYNC", "t", "b")),
                        alter -> assertThat(((Statement.Alter) alter).commands())
                                .containsExactly(
                                        "ADD COLUMN IF NOT EXISTS a Tuple(x UInt8, y UInt8) CODEC(DoubleDelta, ZSTD(1))",
                                        "MODIFY SETTING non_replicated_deduplication_window = 1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE t (a UInt8) ENGINE = MergeTree()\nPARTITION BY toStartOfMonth(a)\nORDER BY a;",
                "DROP TABLE IF EXISTS t SYNC;",
                "-- Only if u has a column a.\nDROP TABLE IF EXISTS t SYNC;",
                "ALTER TABLE t ADD COLUMN a UInt8;",
                "ALTER TABLE t DROP COLUMN a;",
                "TRUNCATE TABLE t;",
                "ALTER TABLE t MODIFY COLUMN a UInt8"
            })
    void whatCannotBeRunAgainIsRefused(String sql) {
        assertThatIllegalArgumentException().isThrownBy(() -> Statement.parse(sql));
    }
}
