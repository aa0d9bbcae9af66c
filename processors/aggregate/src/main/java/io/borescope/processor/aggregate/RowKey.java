package io.borescope.processor.aggregate;

/** The first key of a row: the metric in the upper bits, and whom the row is about. Never 0. */
final class RowKey {
    private static final int METRIC_SHIFT = 40;
    private static final long TRACKED = 1L << 32;
    private static final long UNTRACKED = 2L << 32;
    private static final long OTHERS = 3L << 32;
    private static final long SUBJECT_KIND = 3L << 32;

    private RowKey() {}

    /** By the dense number of the process, or by pid where the kernel gave it none. */
    static long of(int metric, int process, int pid) {
        long subject =
                process == 0 ? UNTRACKED | Integer.toUnsignedLong(pid) : TRACKED | Integer.toUnsignedLong(process);
        return ((long) metric << METRIC_SHIFT) | subject;
    }

    /** Everybody for whom there was no room. */
    static long ofOthers(int metric) {
        return ((long) metric << METRIC_SHIFT) | OTHERS;
    }

    static int metric(long key) {
        return (int) (key >>> METRIC_SHIFT);
    }

    static boolean isOthers(long key) {
        return (key & SUBJECT_KIND) == OTHERS;
    }

    /** The dense number of the process; 0 if the kernel gave it none. */
    static int process(long key) {
        return (key & SUBJECT_KIND) == TRACKED ? (int) key : 0;
    }
}
