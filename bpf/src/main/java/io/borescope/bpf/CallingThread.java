package io.borescope.bpf;

/** What a thread may ask of the kernel for itself. */
public final class CallingThread {
    private CallingThread() {}

    /**
     * Sets how much the calling thread yields to others. To lower it, a process needs CAP_SYS_NICE, or RLIMIT_NICE.
     *
     * @param nice from -20, which yields least, to 19
     * @throws BpfException if the kernel refuses
     * @see <a href="https://man7.org/linux/man-pages/man2/setpriority.2.html">setpriority(2)</a>
     */
    public static void nice(int nice) throws BpfException {
        BpfException.check(Libc.nice(nice), "cannot set the niceness of a thread to " + nice);
    }
}
