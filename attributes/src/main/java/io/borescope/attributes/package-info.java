/**
 * Choosing records and changing their attributes, for the processors that do. A library: each of them bundles it.
 *
 * <p>{@link io.borescope.attributes.AttributeAction} is what users write, {@link io.borescope.attributes.AttributeActions} does it. {@link
 * io.borescope.attributes.MatchProperties} chooses records through a {@link io.borescope.attributes.RecordMatcher}. {@link
 * io.borescope.attributes.GroupChanger} is the processor that the changes of groups of records share, and {@link
 * io.borescope.attributes.RowAttributes} shows rows in columns as if they had attributes, too.
 */
@NullMarked
package io.borescope.attributes;

import org.jspecify.annotations.NullMarked;
