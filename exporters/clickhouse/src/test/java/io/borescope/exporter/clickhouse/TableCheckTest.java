package io.borescope.exporter.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TableCheckTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "UInt16 | UInt16 | true",
                "UInt64 | UInt16 | true",
                "Int32 | UInt16 | true",
                "Nullable(UInt32) | UInt32 | true",
                "Float64 | Float32 | true",
                "LowCardinality(String) | LowCardinality(String) | true",
                "String | LowCardinality(String) | true",
                "LowCardinality(Nullable(String)) | String | true",
                "DateTime64(3, 'UTC') | DateTime64(3) | true",
                "DateTime64(9) | DateTime64(3) | true",
                "DateTime64(9, 'UTC') | DateTime64(9) | true",
                "DateTime | DateTime64(9) | true",
                "DateTime64(6) | DateTime64(9) | false",
                "Map(LowCardinality(String), String) | Map(LowCardinality(String), String) | true",
                "JSON | Map(LowCardinality(String), String) | false",
                "Array(Float32) | Array(Float64) | false",
                "Array(UInt64) | Array(UInt16) | true",
                "Bool | Bool | true",
                "UInt8 | UInt16 | false",
                "Int16 | UInt16 | false",
                "UInt64 | Int64 | false",
                "Int64 | UInt64 | false",
                "Float32 | Int64 | false",
                "Int64 | Float32 | false",
                "DateTime | DateTime64(3) | false",
                "DateTime64(0) | DateTime64(3) | false",
                "FixedString(8) | LowCardinality(String) | false",
                "Array(Int16) | Array(Int32) | false",
                "Array(UInt16) | UInt16 | false",
                "String | UUID | false",
                "'' | UInt16 | false",
            })
    void aColumnMustHoldEveryValueThatIsSent(String held, String sent, boolean holds) {
        assertThat(TableCheck.holds(held, sent)).isEqualTo(holds);
    }
}
