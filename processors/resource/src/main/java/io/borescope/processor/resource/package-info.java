/**
 * Changes attributes of the resources that telemetry is about, with the library of attributes: its {@link
 * io.borescope.attributes.GroupChanger} those of records of OpenTelemetry, {@link io.borescope.processor.resource.RowResources} those of rows
 * in columns.
 */
@NullMarked
package io.borescope.processor.resource;

import org.jspecify.annotations.NullMarked;
