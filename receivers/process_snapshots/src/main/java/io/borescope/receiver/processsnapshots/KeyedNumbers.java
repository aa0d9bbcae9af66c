package io.borescope.receiver.processsnapshots;

import java.util.List;

/** Reads files of lines such as {@code VmRSS:  1752 kB}: the numbers of some keys. Not thread-safe. */
final class KeyedNumbers {
    private static final String KIBIBYTES = " kB";

    private final List<String> keys;

    /**
     * @param keys with their colon, at most 31
     */
    KeyedNumbers(String... keys) {
        this.keys = List.of(keys);
    }

    /**
     * Reads numbers; those in kB become bytes, missing ones 0.
     *
     * @param values gets them, in the order of the keys
     * @return how many keys were there
     */
    int read(byte[] text, int length, long[] values) {
        int found = 0;
        for (int start = 0; start < length; ) {
            int end = ProcText.indexOf((byte) '\n', text, start, length);
            if (end < 0) {
                break;
            }
            int key = keyAt(text, start, end);
            int bit = key < 0 ? 0 : 1 << key;
            if (bit != 0 && (found & bit) == 0) {
                values[key] = valueAt(text, start + keys.get(key).length(), end);
                found |= bit;
            }
            start = end + 1;
        }
        for (int key = 0; key < keys.size(); key++) {
            if ((found & 1 << key) == 0) {
                values[key] = 0;
            }
        }
        return Integer.bitCount(found);
    }

    private int keyAt(byte[] text, int start, int end) {
        for (int i = 0; i < keys.size(); i++) {
            if (ProcText.startsWith(keys.get(i), text, start, end)) {
                return i;
            }
        }
        return -1;
    }

    private static long valueAt(byte[] text, int from, int end) {
        int at = ProcText.skipBlanks(text, from, end);
        long value = ProcText.number(text, at, end);
        if (value == Long.MIN_VALUE) {
            return 0;
        }
        boolean inKibibytes = ProcText.startsWith(KIBIBYTES, text, Math.max(from, end - KIBIBYTES.length()), end);
        return inKibibytes ? value << 10 : value;
    }
}
