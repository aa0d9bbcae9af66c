/**
 * Time as the pipeline sees it: never read from a static clock, always passed in.
 *
 * <p>Kernel events carry {@code CLOCK_MONOTONIC}; rows carry wall time. {@link io.borescope.api.time.EngineClock} owns the one mapping
 * between them, {@link io.borescope.api.time.SlotClock} divides wall time into slots ({@link io.borescope.api.time.SlotNetwork} knows some
 * by name, {@link io.borescope.api.time.SlotConfig} is how users write them), and a {@link io.borescope.api.time.Window} is a
 * piece of one mapping that events fall into.
 */
@NullMarked
package io.borescope.api.time;

import org.jspecify.annotations.NullMarked;
