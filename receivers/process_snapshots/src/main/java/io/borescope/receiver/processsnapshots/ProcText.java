package io.borescope.receiver.processsnapshots;

/** Numbers in what the kernel writes for people. A line without its end was cut and says nothing. No state. */
final class ProcText {
    /** What stands for no limit, and for what is larger than any number: 2^64 - 1. */
    static final long UNLIMITED = -1;

    /** Start of a process in clock ticks, as a field of stat counted from the first one behind the name. */
    private static final int START_FIELD = 19;

    private static final String OPEN_FILES = "Max open files";
    private static final String UNLIMITED_TEXT = "unlimited";

    private ProcText() {}

    /**
     * The start in {@code /proc/<pid>/stat}.
     *
     * @return clock ticks since boot, or -1
     */
    static long startTicks(byte[] text, int length) {
        int at = length - 1;
        while (at >= 0 && text[at] != ')') { // the name may hold parentheses and spaces itself
            at--;
        }
        if (at < 0) {
            return -1;
        }
        for (int field = -1; field < START_FIELD; field++) {
            at = indexOf((byte) ' ', text, at, length) + 1;
            if (at == 0) {
                return -1;
            }
        }
        int end = indexOf((byte) ' ', text, at, length);
        return end <= at ? -1 : number(text, at, end);
    }

    /**
     * The limits on open files in {@code /proc/<pid>/limits}.
     *
     * @param softAndHard gets both
     * @return false if they are not there
     */
    static boolean readOpenFileLimits(byte[] text, int length, long[] softAndHard) {
        int start = 0;
        int end = indexOf((byte) '\n', text, start, length);
        while (end >= 0 && !startsWith(OPEN_FILES, text, start, end)) {
            start = end + 1;
            end = indexOf((byte) '\n', text, start, length);
        }
        if (end < 0) {
            return false;
        }
        int at = start + OPEN_FILES.length();
        for (int i = 0; i < 2; i++) {
            at = skipBlanks(text, at, end);
            long limit = startsWith(UNLIMITED_TEXT, text, at, end) ? UNLIMITED : number(text, at, end);
            if (limit < 0 && limit != UNLIMITED) {
                return false;
            }
            softAndHard[i] = limit;
            at = skipWord(text, at, end);
        }
        return true;
    }

    /**
     * The seconds in {@code /proc/uptime}, which has two decimals.
     *
     * @return nanoseconds, or -1
     */
    static long uptimeNanos(byte[] text, int length) {
        int point = indexOf((byte) '.', text, 0, length);
        if (point <= 0 || point + 3 > length) {
            return -1;
        }
        long seconds = number(text, 0, point);
        long hundredths = number(text, point + 1, point + 3);
        return seconds < 0 || hundredths < 0 ? -1 : seconds * 1_000_000_000 + hundredths * 10_000_000;
    }

    /**
     * The digits at a place; what is larger than a u64 is {@link #UNLIMITED}.
     *
     * @return the number, as unsigned; {@link Long#MIN_VALUE} if there is none
     */
    static long number(byte[] text, int from, int end) {
        int at = from;
        long value = 0;
        boolean tooLarge = false;
        for (; at < end && text[at] >= '0' && text[at] <= '9'; at++) {
            int digit = text[at] - '0';
            long limit = Long.divideUnsigned(-1L - digit, 10);
            tooLarge |= Long.compareUnsigned(value, limit) > 0;
            value = value * 10 + digit;
        }
        if (at == from) {
            return Long.MIN_VALUE;
        }
        return tooLarge ? UNLIMITED : value;
    }

    static int indexOf(byte wanted, byte[] text, int from, int end) {
        for (int i = from; i < end; i++) {
            if (text[i] == wanted) {
                return i;
            }
        }
        return -1;
    }

    static boolean startsWith(String prefix, byte[] text, int from, int end) {
        if (end - from < prefix.length()) {
            return false;
        }
        for (int i = 0; i < prefix.length(); i++) {
            if (text[from + i] != prefix.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    static int skipBlanks(byte[] text, int from, int end) {
        int at = from;
        while (at < end && (text[at] == ' ' || text[at] == '\t')) {
            at++;
        }
        return at;
    }

    private static int skipWord(byte[] text, int from, int end) {
        int at = from;
        while (at < end && text[at] != ' ' && text[at] != '\t') {
            at++;
        }
        return at;
    }
}
