/**
 * Choosing records, changing their attributes, and what the attributes of rows are called. A library: each component that needs it bundles it.
 *
 * <p>{@link io.borescope.attributes.AttributeAction} is what users write, {@link io.borescope.attributes.AttributeActions} does it. {@link
 * io.borescope.attributes.MatchProperties} chooses records through a {@link io.borescope.attributes.RecordMatcher}. {@link
 * io.borescope.attributes.GroupChanger} is the processor that the changes of groups of records share. {@link
 * io.borescope.attributes.RowAttributes} shows rows in columns as if they had attributes, too. {@link io.borescope.attributes.RowNames} is what
 * exporters call those.
 */
@NullMarked
package io.borescope.attributes;

import org.jspecify.annotations.NullMarked;
