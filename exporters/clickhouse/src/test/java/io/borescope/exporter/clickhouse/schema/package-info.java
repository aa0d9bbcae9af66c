/** Tests of migrations, against the real engine. */
@NullMarked
package io.borescope.exporter.clickhouse.schema;

import org.jspecify.annotations.NullMarked;
