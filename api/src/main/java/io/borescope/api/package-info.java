/**
 * What flows through a pipeline: a {@link io.borescope.api.Batch} of a {@link io.borescope.api.Signal}, handed from one {@link
 * io.borescope.api.BatchConsumer} to the next.
 *
 * <p>Signals are typed tokens, not an enum, so that a new signal joins without breaking a switch in anybody's plugin. Component
 * authors start at {@code io.borescope.api.component}; the two batches there are today are in {@code io.borescope.api.event} and
 * {@code io.borescope.api.metric}. Nothing here depends on the engine, and no third-party type is exposed.
 */
@NullMarked
package io.borescope.api;

import org.jspecify.annotations.NullMarked;
