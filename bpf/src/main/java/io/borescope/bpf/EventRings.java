package io.borescope.bpf;

import io.borescope.api.event.EventSampling;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;

/**
 * The rings, the loss counters and the sampling that all event programs share. Opened before the probes and closed after them; what is in
 * the rings when the last probe has closed can still be read.
 *
 * <p>Within a ring records are in the order in which they were reserved, which is nearly that of their time stamps; between
 * rings there is no order. Every event that happened is either read here or counted in {@link #lost}.
 */
public final class EventRings implements AutoCloseable {
    /** Length of the array that {@link #lost(long[])} fills: one counter per event type. */
    public static final int EVENT_TYPES = EventLayout.EVENT_TYPES;

    /** Records per CPU that may be reserved while one is being submitted: so wide is the crossing that wakes the reader. */
    private static final int RECORDS_AT_CROSSING = 8;

    private final RingOptions options;
    private final List<BpfMap> maps = new ArrayList<>();
    private final List<RingReader> readers = new ArrayList<>();
    private final BpfMap rings;
    private final BpfMap lostMap;
    private final LostEvents lost;
    private final BpfMap samplingMap;
    private final Arena mapped = Arena.ofShared(); // closed by whichever thread closes the rings
    private final SamplingLevels sampling;
    private final RingWaiter waiter;
    private final Partials partials;
    private boolean closed;

    private EventRings(RingOptions options, PartialOptions added) throws BpfException {
        this.options = options;
        this.waiter = RingWaiter.open();
        try {
            partials = Partials.open(added);
            for (int i = 0; i < options.rings(); i++) {
                openRing("ring_" + i, options.bytesPerRing());
            }
            openRing("rare_ring", options.rareBytes());
            lostMap = kept(BpfMap.createPerCpuArray("lost", LostEvents.VALUE_SIZE, 1));
            lost = new LostEvents(lostMap);
            samplingMap = kept(BpfMap.createMappableArray("sampling_now", SamplingTable.ENTRY_SIZE, EVENT_TYPES));
            sampling = SamplingLevels.of(samplingMap, mapped);
            sampling.set(EventSampling.NONE);
            rings = kept(BpfMap.createArrayOf(maps.getFirst(), "rings", readers.size()));
            for (int i = 0; i < readers.size(); i++) {
                rings.update(i, maps.get(i));
            }
        } catch (BpfException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Creates and maps the rings. */
    public static EventRings open(RingOptions options) throws BpfException {
        return open(options, PartialOptions.NONE);
    }

    /** The same, with room for what programs add up in place of telling it. */
    public static EventRings open(RingOptions options, PartialOptions added) throws BpfException {
        return new EventRings(options, added);
    }

    private void openRing(String name, int bytes) throws BpfException {
        BpfMap map = kept(BpfMap.createRing(name, bytes));
        RingReader reader = RingReader.of(map, RingReader.sizeOf(EventLayout.LONGEST_SIZE));
        readers.add(reader);
        waiter.add(reader);
    }

    private BpfMap kept(BpfMap map) {
        maps.add(map);
        return map;
    }

    /** Makes the programs of an object write here: before it is loaded. */
    void addTo(ProbeObject kind, BpfObject object) throws BpfException {
        partials.addTo(kind, object);
        object.reuse("rings", rings);
        object.reuse("lost", lostMap);
        object.reuse("sampling_now", samplingMap);
        object.constant("ring_mask", options.rings() - 1);
        long wakeAt = options.bytesPerRing() / 4;
        int cpusPerRing = Math.ceilDiv(Libbpf.numPossibleCpus(), options.rings());
        long record = RingReader.sizeOf(EventLayout.FREQUENT_SIZE);
        object.constant("wake_at", wakeAt);
        object.constant("wake_until", wakeAt + RECORDS_AT_CROSSING * record * cpusPerRing);
    }

    /** How many rings there are: those that CPUs share for frequent events and, last, the one for rare events. */
    public int count() {
        return readers.size();
    }

    /** The reader of one ring, 0 to {@link #count()} - 1. All on one thread, or each on its own. */
    public RingReader reader(int index) {
        return readers.get(index);
    }

    /**
     * Fills in the events lost so far by event type, summed over the CPUs. Allocates nothing. One thread at a time.
     *
     * @param byType at least {@link #EVENT_TYPES} long
     * @return how many of them had room, but only one of their ends was seen: the programs could not remember the beginning, or the kernel
     *     did not tell the end
     */
    public long lost(long[] byType) throws BpfException {
        return lost.sum(byType);
    }

    /** How much is told of each type, where programs were attached so that this can change. */
    public SamplingLevels sampling() {
        return sampling;
    }

    /** What programs add up in place of telling it. */
    public Partials partials() {
        return partials;
    }

    /** Waits for any of these rings; others, such as the tracker's, can be added. Closed with the rings. */
    public RingWaiter waiter() {
        return waiter;
    }

    /** Unmaps and frees the rings. Only after the probes are closed and the reading thread is done. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        waiter.close();
        readers.forEach(RingReader::close);
        mapped.close();
        maps.forEach(BpfMap::close);
        if (partials != null) { // else they could not be opened
            partials.close();
        }
    }
}
