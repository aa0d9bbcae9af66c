package io.borescope.receiver.process;

import java.util.HashMap;
import java.util.Map;

/** The kernel's tracker, turned by hand: what it does at fork, exec and exit is said by the test. */
final class HandKernel implements KernelTracker {
    private final Map<Integer, Integer> slots = new HashMap<>();
    private final Map<Integer, Boolean> children = new HashMap<>();
    private int lastProcess = 100;
    private Runnable beforeTracking = () -> {};

    /** Runs this just before the next process is tracked: the moment in which pids change hands. */
    void beforeTracking(Runnable action) {
        beforeTracking = action;
    }

    @Override
    public int track(int pid, boolean withChildren) {
        beforeTracking.run();
        beforeTracking = () -> {};
        children.merge(pid, withChildren, Boolean::logicalOr);
        return slots.computeIfAbsent(pid, key -> ++lastProcess);
    }

    @Override
    public void untrack(int pid) {
        slots.remove(pid);
        children.remove(pid);
    }

    @Override
    public int processOf(int pid) {
        return slots.getOrDefault(pid, 0);
    }

    /** What the programs do: gives a pid a new number. */
    int renumber(int pid) {
        slots.put(pid, ++lastProcess);
        return lastProcess;
    }

    boolean tracksChildrenOf(int pid) {
        return children.getOrDefault(pid, false);
    }
}
