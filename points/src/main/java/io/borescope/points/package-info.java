/**
 * Adding data points up. A library: each component that does bundles it.
 *
 * <p>{@link io.borescope.points.PointSums} adds two points of one series; {@link io.borescope.points.ExponentialSums} brings the buckets of
 * exponential histograms to one scale for it.
 */
@NullMarked
package io.borescope.points;

import org.jspecify.annotations.NullMarked;
