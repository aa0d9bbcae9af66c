/**
 * Changes attributes of the resources that telemetry is about, with the library of attributes: {@link
 * io.borescope.processor.resource.RecordResources} of records of OpenTelemetry, {@link io.borescope.processor.resource.RowResources} of rows
 * in columns.
 */
@NullMarked
package io.borescope.processor.resource;

import org.jspecify.annotations.NullMarked;
