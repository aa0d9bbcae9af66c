package io.borescope.receiver.process;

/** The kernel's side as {@link ProcessFollower} sees it; see {@link io.borescope.bpf.ProcessTracker}. */
interface KernelTracker {
    /** Starts to track a process and returns its number (the present one if it is tracked); 0 if that is impossible. */
    int track(int pid, boolean children);

    /** Stops tracking a process. */
    void untrack(int pid);

    /** The number of a process; 0 if it is not tracked. */
    int processOf(int pid);
}
