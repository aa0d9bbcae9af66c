package io.borescope.receiver.process;

import io.borescope.bpf.BpfException;
import io.borescope.bpf.ProcessTracker;
import io.borescope.bpf.RingReader;

/** The kernel's process tracker in its two roles here: obeying, and telling. */
record TrackerAdapter(ProcessTracker tracker) implements KernelTracker, LifecycleSource {
    @Override
    public int track(int pid, boolean children) {
        return tracker.track(pid, children);
    }

    @Override
    public void untrack(int pid) {
        tracker.untrack(pid);
    }

    @Override
    public int processOf(int pid) {
        return tracker.processOf(pid);
    }

    @Override
    public RingReader ring() {
        return tracker.lifecycle();
    }

    @Override
    public void lost(long[] byType) throws BpfException {
        tracker.lost(byType);
    }

    @Override
    public boolean exitsWithheld() {
        return tracker.exitsWithheld();
    }

    @Override
    public void await(int timeoutMillis) {
        tracker.await(timeoutMillis);
    }

    @Override
    public void wakeUp() {
        tracker.wakeup();
    }
}
