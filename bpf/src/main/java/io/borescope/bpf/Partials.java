package io.borescope.bpf;

import io.borescope.api.event.EventType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;

/**
 * What programs add up in the kernel instead of telling it event by event, by piece of time: a cell. Whoever opens this says where cells
 * end, well ahead of time, and takes a cell some time after it has ended. Belongs to {@link EventRings}. One thread.
 *
 * <p>Cell c ends at {@link #end}; the program that adds an event finds its cell by comparing the time with the end of the oldest cell
 * that is still open, and those after it.
 */
public final class Partials implements AutoCloseable {
    /** Cells that are known at a time, as in partials.h. */
    public static final int CELLS = 128;

    /** Cells before the one in which CPU time is charged, into which it may reach back. */
    public static final int EARLIER_CELLS = 12;

    /** The end of a cell that goes on until another end is given. */
    public static final long NEVER = -1;

    private static final VarHandle LONG = ValueLayout.JAVA_LONG.varHandle();
    private static final int CELLS_SIZE = (1 + CELLS) * Long.BYTES;
    private static final long FIRST_END = Long.BYTES;

    /** Cells that may wait to be taken, so that there is room for those who found none: a minute, or with windows of 10 ms two looks of a receiver. */
    private static final int REST_CELLS = 64;

    /** As in partials.h. */
    private static final int USUAL = 0;

    private static final int REST = 1;
    private static final int TABLES = 2;

    private static final byte ALWAYS = 1;
    private static final byte CHANGING = 2;

    private record Maps(PartialMap usual, PartialMap rest) {}

    private final PartialOptions options;
    private final Arena arena = Arena.ofShared();
    private final List<BpfMap> opened = new ArrayList<>();
    private final Map<ProbeObject, BpfMap> tables = new EnumMap<>(ProbeObject.class);
    private final Map<ProbeObject, Maps> maps = new EnumMap<>(ProbeObject.class);
    private final BpfMap cellsMap;
    private final MemorySegment cells;
    private boolean closed;

    private Partials(PartialOptions options) throws BpfException {
        this.options = options;
        try {
            cellsMap = kept(BpfMap.createMappableArray("cells", CELLS_SIZE, 1));
            cells = cellsMap.mmap(arena);
            for (int i = 0; i < CELLS; i++) {
                end(i, NEVER);
            }
            for (ProbeObject object : ProbeObject.values()) {
                if (!typesOf(object, options.types()).isEmpty()
                        || !typesOf(object, options.switchable()).isEmpty()) {
                    tables.put(object, createTables(object));
                }
            }
            makeRoom(options.types());
        } catch (BpfException | RuntimeException e) {
            close();
            throw e;
        }
    }

    static Partials open(PartialOptions options) throws BpfException {
        return new Partials(options);
    }

    private BpfMap kept(BpfMap map) {
        opened.add(map);
        return map;
    }

    private BpfMap createTables(ProbeObject object) throws BpfException {
        try (BpfMap pattern = PartialMap.createPattern(object.parts())) {
            return kept(BpfMap.createArrayOf(pattern, "partials", TABLES));
        }
    }

    /** Makes sure that the kernel has room for partials of some types: before programs are told to add them up. Does nothing the second time. */
    public void makeRoom(Set<EventType> types) throws BpfException {
        for (Map.Entry<ProbeObject, BpfMap> table : tables.entrySet()) {
            ProbeObject object = table.getKey();
            if (!maps.containsKey(object) && !typesOf(object, types).isEmpty()) {
                PartialMap usual = create("partials", object, options.keys());
                PartialMap rest = create("partials_rest", object, restKeys(object));
                table.getValue().update(USUAL, usual.map());
                table.getValue().update(REST, rest.map());
                maps.put(object, new Maps(usual, rest));
            }
        }
    }

    /** For those who found no room. */
    static int restKeys(ProbeObject object) {
        return REST_CELLS * object.partialKinds();
    }

    private PartialMap create(String name, ProbeObject object, int entries) throws BpfException {
        PartialMap map = PartialMap.create(name, object.parts(), entries);
        kept(map.map());
        return map;
    }

    private static Set<EventType> typesOf(ProbeObject object, Set<EventType> types) {
        return Arrays.stream(ProbeGroup.values())
                .filter(group -> group.object() == object)
                .flatMap(group -> group.produces().stream())
                .filter(types::contains)
                .collect(Collectors.toSet());
    }

    /** Makes the programs of an object add up here what they are to add up: before it is loaded. */
    void addTo(ProbeObject kind, BpfObject object) throws BpfException {
        BpfMap own = tables.get(kind);
        if (own == null) {
            return;
        }
        object.reuse("cells", cellsMap);
        object.reuse("partials", own);
        object.constant("any_partials").set(ValueLayout.JAVA_BYTE, 0, (byte) 1);
        MemorySegment when = object.constant("partial_when");
        typesOf(kind, options.types()).forEach(type -> when.set(ValueLayout.JAVA_BYTE, type.id(), ALWAYS));
        typesOf(kind, options.switchable()).forEach(type -> when.set(ValueLayout.JAVA_BYTE, type.id(), CHANGING));
    }

    /** What may be added up. */
    public PartialOptions options() {
        return options;
    }

    /** Says when a cell ends, {@code CLOCK_MONOTONIC}; the programs know at once. */
    public void end(long cell, long nanos) {
        LONG.setRelease(cells, FIRST_END + (cell & (CELLS - 1)) * Long.BYTES, nanos);
    }

    /** Says which is the first cell that events may still be added to. */
    public void oldest(long cell) {
        LONG.setRelease(cells, 0L, cell);
    }

    /** Takes out what was added up in some cells; nobody may add to them any more. What is handed over is valid during the call. */
    public void take(IntPredicate ofCell, Consumer<Partial> taker) throws BpfException {
        for (Maps each : maps.values()) {
            each.usual().take(ofCell, taker);
            each.rest().take(ofCell, taker);
        }
    }

    /** Only after the probes are closed. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        arena.close();
        opened.forEach(BpfMap::close);
    }
}
