package io.borescope.bpf;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.function.Consumer;
import java.util.function.IntPredicate;

/** A map of {@code struct partial} by {@code struct partial_key} (partials.h): what one object has added up. One thread reads it. */
final class PartialMap {
    private static final int ENOENT = 2;

    /** Entries are read together up to so many bytes, or as many as a bucket of the kernel's table may have by bad luck. */
    private static final int BATCH_BYTES = 1 << 19;

    private static final int LEAST_BATCH = 64;
    private static final int MOST_BATCH = 512;

    private final BpfMap map;
    private final int batch;
    private final Arena arena = Arena.ofAuto();
    private final MapBatch call = new MapBatch(arena);
    private final MemorySegment keys;
    private final MemorySegment values;
    private final MemorySegment done;
    private final Partial entry;

    private PartialMap(BpfMap map, int parts, int cpus) {
        this.map = map;
        long bytes = (long) Partial.valueSize(parts) * cpus;
        this.batch = Math.clamp(BATCH_BYTES / bytes, LEAST_BATCH, MOST_BATCH);
        this.keys = arena.allocate((long) batch * Partial.KEY_SIZE, Long.BYTES);
        this.values = arena.allocate(batch * bytes, Long.BYTES);
        this.done = arena.allocate((long) batch * Partial.KEY_SIZE, Long.BYTES);
        this.entry = new Partial(keys, values, parts, cpus);
    }

    static PartialMap create(String name, int parts, int entries) throws BpfException {
        return new PartialMap(createMap(name, parts, entries), parts, Libbpf.numPossibleCpus());
    }

    /** What an array of such maps takes: the kernel compares all but the number of entries. */
    static BpfMap createPattern(int parts) throws BpfException {
        return createMap("pattern", parts, 1);
    }

    private static BpfMap createMap(String name, int parts, int entries) throws BpfException {
        return BpfMap.createPerCpuHash(name, Partial.KEY_SIZE, Partial.valueSize(parts), entries);
    }

    BpfMap map() {
        return map;
    }

    /**
     * Takes out the entries of some cells. Two calls to the kernel for some hundred entries. Nobody may add to these cells any more; to
     * others programs go on.
     */
    void take(IntPredicate ofCell, Consumer<Partial> taker) throws BpfException {
        call.rewind();
        boolean more = true;
        while (more) {
            int result = call.lookUp(map.fd(), keys, values, batch);
            if (result < 0 && result != -ENOENT) {
                throw BpfException.of("cannot read the map " + map.name(), -result);
            }
            more = result == 0;
            delete(take(call.count(), ofCell, taker));
        }
    }

    private int take(int found, IntPredicate ofCell, Consumer<Partial> taker) {
        int taken = 0;
        for (int i = 0; i < found; i++) {
            Partial partial = entry.at(i);
            if (ofCell.test(partial.cell())) {
                taker.accept(partial);
                MemorySegment.copy(keys, partial.keyAt(), done, (long) taken++ * Partial.KEY_SIZE, Partial.KEY_SIZE);
            }
        }
        return taken;
    }

    private void delete(int count) throws BpfException {
        if (count > 0) {
            BpfException.check(call.delete(map.fd(), done, count), "cannot empty the map " + map.name());
        }
    }
}
