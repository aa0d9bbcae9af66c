package io.borescope.processor.aggregate;

/** The first key of a row: from the upper bits down the metric, how its events are sampled, and whom the row is about. Never 0. */
final class RowKey {
    private static final int METRIC_SHIFT = 48;
    private static final int SAMPLING_SHIFT = 34;
    private static final long SAMPLING_MASK = (1L << (METRIC_SHIFT - SAMPLING_SHIFT)) - 1;
    private static final long TRACKED = 1L << 32;
    private static final long UNTRACKED = 2L << 32;
    private static final long OTHERS = 3L << 32;
    private static final long SUBJECT_KIND = 3L << 32;

    private RowKey() {}

    /**
     * By the dense number of the process, or by pid where the kernel gave it none.
     *
     * @param sampling one of the {@link SamplingNumbers}
     */
    static long of(int metric, int sampling, int process, int pid) {
        return upper(metric, sampling) | subject(process, pid);
    }

    /** Whom a row is about. */
    static long subject(int process, int pid) {
        return process == 0 ? UNTRACKED | Integer.toUnsignedLong(pid) : tracked(process);
    }

    /** A process by its dense number. */
    static long tracked(int process) {
        return TRACKED | Integer.toUnsignedLong(process);
    }

    /** Everybody for whom there was no room. */
    static long ofOthers(int metric, int sampling) {
        return upper(metric, sampling) | OTHERS;
    }

    /** What the keys of all rows of a metric and a sampling have in common. */
    static long upper(int metric, int sampling) {
        return ((long) metric << METRIC_SHIFT) | ((long) sampling << SAMPLING_SHIFT);
    }

    static int metric(long key) {
        return (int) (key >>> METRIC_SHIFT);
    }

    static int sampling(long key) {
        return (int) ((key >>> SAMPLING_SHIFT) & SAMPLING_MASK);
    }

    static boolean isOthers(long key) {
        return (key & SUBJECT_KIND) == OTHERS;
    }

    /** The dense number of the process; 0 if the kernel gave it none. */
    static int process(long key) {
        return (key & SUBJECT_KIND) == TRACKED ? (int) key : 0;
    }
}
