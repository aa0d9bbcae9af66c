package io.borescope.otlp;

import io.borescope.api.metric.MetricBatch;
import io.borescope.api.otel.PointBatch;
import io.borescope.api.otel.Scope;

/**
 * Metrics in columns as data points. A row becomes a data point of its metric, with what identifies the row as attributes:
 *
 * <ul>
 *   <li>sums become monotonic sums; where something else than events was added up, the number of events is a second metric, {@code
 *       NAME.count};
 *   <li>gauges, whose rows sum up what was observed in a window, become histograms without buckets, which keep sum, count, least and most;
 *   <li>histograms become histograms with the same buckets: {@code v < 1000} is {@code v <= 999} for integers, so 999 is the bound;
 *   <li>snapshots become a metric per column with figures, {@code NAME.COLUMN}: sums if they count from the start of the process on, else
 *       gauges. Columns with text and lists are attributes of one more gauge, {@code NAME}, that is always 1.
 * </ul>
 *
 * <p>Sums and histograms are deltas from the first to the last nanosecond of their window; or, where each row says since when it counts,
 * cumulative from then on. Attributes of services, containers, pods and hosts are
 * those of the resource, see {@link RowResources}.
 */
public final class DataPoints {
    private static final Scope SCOPE = Scope.of("borescope", version());

    private DataPoints() {}

    /** A batch as data points, with the same identity. */
    public static PointBatch of(MetricBatch batch) {
        return new PointBatch(
                batch.id(), RowResources.groups(batch.resource(), SCOPE, new PointWriter(batch).metrics()));
    }

    /** From the jar's manifest; classes that run from a build directory have none. */
    private static String version() {
        String version = DataPoints.class.getPackage().getImplementationVersion();
        return version == null ? "" : version;
    }
}
