package io.borescope.engine.runtime;

import static io.borescope.api.event.EventBatch.NO_WATERMARK;

import java.util.Arrays;

/**
 * The watermark of a pipeline that several receivers flow into: the smallest of what they have promised. It never goes back. Thread-safe.
 */
final class WatermarkMerge {
    private final long[] latest;
    private final boolean[] holding;
    private long handedOn = NO_WATERMARK;

    /**
     * @param sources how many receivers there are; each holds the watermark back until it has promised something
     */
    WatermarkMerge(int sources) {
        latest = new long[sources];
        holding = new boolean[sources];
        Arrays.fill(latest, NO_WATERMARK);
        Arrays.fill(holding, true);
    }

    /** A source has (again) to speak before the watermark goes on. */
    synchronized void hold(int source) {
        latest[source] = NO_WATERMARK;
        holding[source] = true;
    }

    /** A source has ended and holds the watermark back no longer. */
    synchronized void release(int source) {
        holding[source] = false;
    }

    /** What a batch may promise that its source gave this watermark. The promise counts for other sources only once {@link #delivered}. */
    synchronized long merge(int source, long watermarkNanos) {
        long merged = watermarkNanos;
        for (int i = 0; i < latest.length; i++) {
            if (i != source && holding[i]) {
                merged = Math.min(merged, latest[i]);
            }
        }
        handedOn = Math.max(handedOn, merged);
        return handedOn;
    }

    /** All that a source had before this watermark has gone through the pipeline. */
    synchronized void delivered(int source, long watermarkNanos) {
        latest[source] = watermarkNanos;
        holding[source] = true;
    }
}
