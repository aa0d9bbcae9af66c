package io.borescope.receiver.process;

import org.jspecify.annotations.Nullable;

/**
 * What {@code /proc/<pid>/stat} says.
 *
 * @param name the kernel's comm
 * @param startNanos start on {@code CLOCK_BOOTTIME}, at the precision of a {@linkplain StartTimes#TICK_NANOS clock tick}
 * @param kernelThread whether it runs no program
 * @param dead whether it has ended and only waits to be reaped
 * @see <a href="https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html">proc_pid_stat(5)</a>
 */
record ProcStat(int pid, String name, int parentPid, long startNanos, boolean kernelThread, boolean dead) {
    private static final int STATE = 0;
    private static final int PARENT = 1;
    private static final int FLAGS = 6;
    private static final int START_TICKS = 19;

    private static final long PF_KTHREAD = 0x200000;

    /** Reads the line; null if it is not one. The name stands in parentheses and may hold parentheses and spaces itself. */
    static @Nullable ProcStat parse(String line) {
        int open = line.indexOf('(');
        int close = line.lastIndexOf(')');
        if (open < 1 || close < open || close + 2 > line.length()) {
            return null;
        }
        String[] fields = line.substring(close + 2).strip().split(" ", START_TICKS + 2);
        if (fields.length <= START_TICKS || fields[STATE].isEmpty()) {
            return null;
        }
        char state = fields[STATE].charAt(0);
        try {
            return new ProcStat(
                    Integer.parseInt(line.substring(0, open).strip()),
                    line.substring(open + 1, close),
                    Integer.parseInt(fields[PARENT]),
                    Long.parseLong(fields[START_TICKS]) * StartTimes.TICK_NANOS,
                    (Long.parseLong(fields[FLAGS]) & PF_KTHREAD) != 0,
                    state == 'Z' || state == 'X');
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
