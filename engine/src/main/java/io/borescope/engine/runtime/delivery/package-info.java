/**
 * What stands in front of an exporter: the Collector's {@code sending_queue}, {@code retry_on_failure} and their accounting.
 *
 * <p>A {@link io.borescope.engine.runtime.delivery.Delivery} has one {@link io.borescope.engine.runtime.delivery.Edge} per pipeline, which
 * offers owned batches to its bounded queue and never waits unless asked to. Consumer threads take what waits, hand it to the {@link
 * io.borescope.engine.runtime.delivery.Destination} and retry with a {@link io.borescope.engine.runtime.delivery.Backoff}. Every batch that was
 * offered ends in its edge's account exactly once: sent, or lost for a reason.
 */
@NullMarked
package io.borescope.engine.runtime.delivery;

import org.jspecify.annotations.NullMarked;
