package io.borescope.bpf;

/** Attached programs of one family. Opened and closed by their owner; figures may be read by the owning thread while they run. */
public interface Probe extends AutoCloseable {
    /**
     * Runs that the kernel has left out so far because the same program was at work on that CPU. Each may have been an event, of any
     * process and any kind, so this bounds from above what is missing without being counted elsewhere. It stays 0 where programs run with preemption
     * off; system call programs of Linux 7.2 may be preempted. Always 0 before Linux 5.12, which does not tell.
     */
    long skippedRuns() throws BpfException;

    /** Detaches and unloads; what is in the rings stays readable. */
    @Override
    void close();
}
