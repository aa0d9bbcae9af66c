/** Tests of the ClickHouse exporter, most of them against the real engine: see {@link TestEngine}. */
@NullMarked
package io.borescope.exporter.clickhouse;

import org.jspecify.annotations.NullMarked;
