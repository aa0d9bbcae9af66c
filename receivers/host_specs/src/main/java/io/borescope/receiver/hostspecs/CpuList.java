package io.borescope.receiver.hostspecs;

import java.util.BitSet;

/** Sets of CPUs as the kernel writes them: {@code 0-3,8}. */
final class CpuList {
    /** CPUs are numbered below this on every kernel. */
    static final int LIMIT = 1 << 16;

    private CpuList() {}

    /** The CPUs of a list; what does not make sense names none. */
    static BitSet parse(String list) {
        BitSet cpus = new BitSet();
        for (String range : list.split(",", LIMIT)) {
            String[] ends = range.strip().split("-", 2);
            int first = number(ends[0]);
            int last = ends.length == 2 ? number(ends[1]) : first;
            if (first >= 0 && last >= first) {
                cpus.set(first, last + 1);
            }
        }
        return cpus;
    }

    /** The number in a text, or -1. */
    static int number(String text) {
        boolean digits = !text.isEmpty() && text.length() <= 5 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        int number = digits ? Integer.parseInt(text) : -1;
        return number < LIMIT ? number : -1;
    }
}
