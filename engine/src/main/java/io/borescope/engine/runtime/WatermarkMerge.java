package io.borescope.engine.runtime;

import static io.borescope.api.event.EventBatch.NO_WATERMARK;

import java.util.Arrays;

/**
 * The watermark of a pipeline that several receivers flow into: the smallest of what they have promised. It never goes back. Thread-safe.
 */
final class WatermarkMerge {
    private long[] latest = {};
    private boolean[] holding = {};
    private long handedOn = NO_WATERMARK;

    /** Adds a source, which holds the watermark back until it has promised something; returns its number. */
    synchronized int add() {
        int source = latest.length;
        latest = Arrays.copyOf(latest, source + 1);
        holding = Arrays.copyOf(holding, source + 1);
        hold(source);
        return source;
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
