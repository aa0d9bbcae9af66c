package io.borescope.bpf;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Objects;

/** Reads {@code struct lost_events} (lost.h): per CPU, events by type that happened and are in no ring. One thread. */
final class LostEvents {
    static final int VALUE_SIZE = 2 * EventLayout.EVENT_TYPES * Long.BYTES;

    private final BpfMap map;
    private final int cpus = Libbpf.numPossibleCpus();
    private final Arena arena = Arena.ofAuto();
    private final MemorySegment key = arena.allocateFrom(JAVA_INT, 0);
    private final MemorySegment perCpu = arena.allocate((long) VALUE_SIZE * cpus, Long.BYTES);

    LostEvents(BpfMap map) {
        this.map = map;
    }

    /**
     * Fills in the sums over all CPUs since the map was made. One call to the kernel, nothing allocated.
     *
     * @return how many of them were left out because only one end of them was seen, and not for want of room in a ring
     */
    long sum(long[] byType) throws BpfException {
        Objects.checkFromIndexSize(0, EventLayout.EVENT_TYPES, byType.length);
        BpfException.check(Libbpf.mapLookupElem(map.fd(), key, perCpu), "cannot read the loss counters");
        long sumOfIncomplete = 0;
        Arrays.fill(byType, 0);
        for (int cpu = 0; cpu < cpus; cpu++) {
            long ringFull = (long) cpu * VALUE_SIZE;
            long incomplete = ringFull + VALUE_SIZE / 2;
            for (int type = 0; type < EventLayout.EVENT_TYPES; type++) {
                long offset = (long) type * Long.BYTES;
                long left = perCpu.get(JAVA_LONG, incomplete + offset);
                byType[type] += perCpu.get(JAVA_LONG, ringFull + offset) + left;
                sumOfIncomplete += left;
            }
        }
        return sumOfIncomplete;
    }
}
