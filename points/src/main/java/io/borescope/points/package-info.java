/**
 * Data points and the streams that they report on. A library: each component that does more than hand them on bundles it.
 *
 * <p>{@link io.borescope.points.PointSums} adds two points of one series; {@link io.borescope.points.ExponentialSums} brings the buckets of
 * exponential histograms to one scale for it. {@link io.borescope.points.StreamTable} remembers something of each stream, by {@link
 * io.borescope.points.StreamIdentity} and attributes; {@link io.borescope.points.Exemplars} takes away from points what is not remembered.
 */
@NullMarked
package io.borescope.points;

import org.jspecify.annotations.NullMarked;
