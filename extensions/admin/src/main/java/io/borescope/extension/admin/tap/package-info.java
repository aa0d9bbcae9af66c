/**
 * Shows records that pass an edge of a pipeline.
 *
 * <p>The engine shows each batch to a {@link io.borescope.extension.admin.tap.RecordWatcher}, on the thread that carries it. There {@link
 * io.borescope.extension.admin.tap.RecordReader} takes records apart into {@link io.borescope.extension.admin.tap.Fields}, as many as the rate allows,
 * and those that pass the {@link io.borescope.extension.admin.tap.FieldFilter}s wait in a short queue for {@link
 * io.borescope.extension.admin.tap.TapStream}, which writes them down on the thread of whoever asked.
 */
@NullMarked
package io.borescope.extension.admin.tap;

import org.jspecify.annotations.NullMarked;
