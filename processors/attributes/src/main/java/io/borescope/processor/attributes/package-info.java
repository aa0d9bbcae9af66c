/**
 * Changes attributes of spans, log records, data points and rows.
 *
 * <p>{@link io.borescope.processor.attributes.Changes} knows which records to change and how, with the library of attributes. {@link
 * io.borescope.attributes.GroupChanger} goes through the groups of a batch, {@link io.borescope.processor.attributes.RowChanger} through the
 * rows of one in columns.
 */
@NullMarked
package io.borescope.processor.attributes;

import org.jspecify.annotations.NullMarked;
