package io.borescope.bpf;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The system call programs, attached: one event per finished call of the wanted types in a tracked process. A call that is
 * under way when the probe opens, closes, or its process is first tracked, is no event. 32-bit calls are left out.
 */
public final class SyscallProbe implements Probe {
    /** As in syscalls.h. */
    private static final int IN_FLIGHT = 65_536;

    private final BpfObject object;

    private SyscallProbe(BpfObject object) {
        this.object = object;
    }

    /**
     * Loads and attaches.
     *
     * @param types event types, from 1 to 5 and 13 to 15; others' calls cost every process of the host as little as possible
     * @throws IllegalArgumentException if there are no types, or one is not of system calls
     */
    public static SyscallProbe open(EventRings rings, ProcessTracker tracker, int... types) throws BpfException {
        return openWithPlaces(IN_FLIGHT, rings, tracker, types);
    }

    /** The same with fewer places for threads that are in a call, so that tests see them collide. */
    static SyscallProbe openWithPlaces(int inFlight, EventRings rings, ProcessTracker tracker, int... types)
            throws BpfException {
        if (types.length == 0) {
            throw new IllegalArgumentException("no event types: every call on the host would be slowed for nothing");
        }
        BpfObject object = BpfObject.open("syscalls");
        try {
            rings.addTo(object);
            object.reuse("slots", tracker.slots());
            object.constant("in_flight_mask", inFlight - 1);
            want(object.constant("class_of"), types);
            object.load();
            // What gives entries back first, what takes them last: see syscalls.bpf.c. Detached in the opposite order.
            object.program("thread_exit").attach();
            object.program("sys_exit").attach();
            object.program("sys_enter").attach();
            return new SyscallProbe(object);
        } catch (BpfException | RuntimeException e) {
            object.close();
            throw e;
        }
    }

    private static void want(MemorySegment classOf, int[] types) {
        for (int type : types) {
            for (int number : SyscallNumbers.of(type, Libc.ARM64)) {
                classOf.set(ValueLayout.JAVA_BYTE, number, (byte) type);
            }
        }
    }

    @Override
    public long skippedRuns() throws BpfException {
        return object.skippedRuns();
    }

    @Override
    public void close() {
        object.close();
    }
}
