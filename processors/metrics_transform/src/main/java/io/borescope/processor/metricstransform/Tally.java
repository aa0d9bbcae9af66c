package io.borescope.processor.metricstransform;

/** What a change of a batch did to how much there is. */
final class Tally {
    private long inserted;
    private long merged;
    private long deleted;
    private long unconverted;

    void inserted(long points) {
        inserted += points;
    }

    /** Of so many points so many are left, which stand for all of them. */
    void merged(long before, long after) {
        merged += before - after;
    }

    void deleted(long points) {
        deleted += points;
    }

    /** A metric whose figures could not be converted stays as it is. */
    void unconverted() {
        unconverted++;
    }

    long inserted() {
        return inserted;
    }

    long mergedPoints() {
        return merged;
    }

    long deletedPoints() {
        return deleted;
    }

    long unconvertedMetrics() {
        return unconverted;
    }
}
