package io.borescope.receiver.ebpf;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.borescope.api.BatchConsumer;
import io.borescope.api.event.CpuEvent;
import io.borescope.api.event.EventBatch;
import io.borescope.api.event.EventType;
import io.borescope.api.event.FaultEvent;
import io.borescope.api.event.NetEvent;
import io.borescope.api.event.PartialEvents;
import io.borescope.api.event.RunqueueEvent;
import io.borescope.api.event.SyscallEvent;
import io.borescope.api.telemetry.Counter;
import io.borescope.bpf.BpfException;
import io.borescope.bpf.Partial;
import io.borescope.bpf.Partials;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * Moves what the kernel has added up to the pipeline, cell by cell. CPU time is handed on for each CPU, all else for all CPUs together.
 * Belongs to one thread.
 */
final class PartialDrain {
    private static final int SCHED_SWITCH = EventType.SCHED_SWITCH.id();

    private final Partials partials;
    private final Cells cells;
    private final EventBatch batch;
    private final Counter folded;
    private final Set<EventType> foldedTypes = EnumSet.noneOf(EventType.class);
    private final MemorySegment records;
    private int size;
    private int work;
    private long watermarkNanos;

    /**
     * @param batch filled again and again
     * @param folded counts events for which there was no room under the name of their process
     */
    PartialDrain(Partials partials, Cells cells, EventBatch batch, Counter folded) {
        this.partials = partials;
        this.cells = cells;
        this.batch = batch.withPartials(true);
        this.folded = folded;
        this.records = Arena.ofAuto().allocate((long) batch.capacity() * PartialEvents.BYTES, Long.BYTES);
    }

    /** Makes cells ready; before any program is attached. */
    void begin(long now) {
        cells.begin(now);
    }

    /** Follows the windows; before rings are read of which events up to this time are promised. */
    void follow(long now) {
        cells.follow(now);
    }

    /** Nothing earlier is still to be handed on. */
    long promise() {
        return cells.promise();
    }

    /**
     * Hands on the cells that are complete.
     *
     * @param now monotonic time, taken before
     * @param watermark up to which events and partials before these are complete
     * @param next takes them
     * @return partials handed on
     */
    int drain(long now, long watermark, BatchConsumer<EventBatch> next) throws BpfException {
        long complete = cells.complete(now);
        return complete < cells.oldest() ? 0 : take(complete, watermark, next);
    }

    /** The types for which there was no room for all processes, ever; grows. */
    Set<EventType> foldedTypes() {
        return Collections.unmodifiableSet(foldedTypes);
    }

    /** Hands on everything, once no program writes any more. */
    void drainToEnd(long now, long watermark, BatchConsumer<EventBatch> next) throws BpfException {
        take(cells.finish(now), watermark, next);
    }

    private int take(long lastCell, long watermark, BatchConsumer<EventBatch> next) throws BpfException {
        watermarkNanos = watermark;
        work = 0;
        partials.take(cell -> cells.cellOf(cell) <= lastCell, partial -> add(partial, next));
        handOn(next);
        cells.taken(lastCell);
        return work;
    }

    private void add(Partial partial, BatchConsumer<EventBatch> next) {
        if (!Cells.isOfRun(cells.cellOf(partial.cell()))) {
            return;
        }
        if (partial.type() == SCHED_SWITCH) {
            for (int cpu = 0; cpu < partial.cpus(); cpu++) {
                addCpus(partial, cpu, cpu + 1, next);
            }
        } else {
            addCpus(partial, 0, partial.cpus(), next);
        }
    }

    private void addCpus(Partial partial, int from, int to, BatchConsumer<EventBatch> next) {
        if (isEmpty(partial, from, to)) {
            return;
        }
        long at = (long) size * PartialEvents.BYTES;
        records.asSlice(at, PartialEvents.BYTES).fill((byte) 0);
        writeHead(partial, at, from);
        long events = 0;
        for (int cpu = from; cpu < to; cpu++) {
            events += partial.events(cpu);
            for (int part = 0; part < partial.parts(); part++) {
                addPart(partial, cpu, part, at + PartialEvents.part(part));
            }
        }
        set(at + PartialEvents.EVENTS, events);
        if (partial.process() == EventBatch.OTHER_PROCESSES) {
            folded.add(events);
            foldedTypes.add(EventType.of(partial.type()));
        }
        batch.offsets()[size++] = at;
        if (size == batch.capacity()) {
            handOn(next);
        }
    }

    private static boolean isEmpty(Partial partial, int from, int to) {
        long something = 0;
        for (int cpu = from; cpu < to; cpu++) {
            something |= partial.events(cpu);
            for (int part = 0; part < partial.parts(); part++) {
                something |= partial.statistic(cpu, part, PartialEvents.COUNT);
            }
        }
        return something == 0;
    }

    private void writeHead(Partial partial, long at, int cpu) {
        records.set(JAVA_LONG_UNALIGNED, at, cells.placeOf(cells.cellOf(partial.cell())));
        records.set(JAVA_INT, at + 8, partial.process());
        records.set(JAVA_INT, at + 12, partial.pid());
        records.set(JAVA_SHORT, at + 20, (short) partial.kind());
        records.set(JAVA_SHORT, at + 22, (short) cpu);
        records.set(JAVA_LONG_UNALIGNED, at + fieldsOf(partial.type()), partial.fields());
    }

    /** Where records of a type have the eight bytes that are part of the key. */
    private static long fieldsOf(int type) {
        return switch (EventType.of(type)) {
            case SCHED_SWITCH -> CpuEvent.FLAGS;
            case SCHED_RUNQUEUE -> RunqueueEvent.PREEMPTED;
            case NET_TX, NET_RX -> NetEvent.LOCAL_PORT;
            case PAGE_FAULT -> FaultEvent.MAJOR;
            case null, default -> SyscallEvent.RESULT;
        };
    }

    /** Adds what one CPU has of a part to the record's. */
    private void addPart(Partial partial, int cpu, int part, long to) {
        long count = partial.statistic(cpu, part, PartialEvents.COUNT);
        if (count == 0) {
            return;
        }
        long min = partial.statistic(cpu, part, PartialEvents.MIN);
        if (get(to + PartialEvents.COUNT) == 0 || min < get(to + PartialEvents.MIN)) {
            set(to + PartialEvents.MIN, min);
        }
        set(
                to + PartialEvents.MAX,
                Math.max(get(to + PartialEvents.MAX), partial.statistic(cpu, part, PartialEvents.MAX)));
        set(to + PartialEvents.COUNT, get(to + PartialEvents.COUNT) + count);
        addTo(to, partial, cpu, part, PartialEvents.SUM);
        for (int bucket = 0; bucket < PartialEvents.BUCKET_COUNT; bucket++) {
            addTo(to, partial, cpu, part, PartialEvents.BUCKETS + (long) bucket * Long.BYTES);
        }
    }

    private void addTo(long to, Partial partial, int cpu, int part, long offset) {
        set(to + offset, get(to + offset) + partial.statistic(cpu, part, offset));
    }

    private long get(long at) {
        return records.get(JAVA_LONG_UNALIGNED, at);
    }

    private void set(long at, long value) {
        records.set(JAVA_LONG_UNALIGNED, at, value);
    }

    private void handOn(BatchConsumer<EventBatch> next) {
        if (size > 0) {
            work += size;
            next.consume(batch.fill(records, size, watermarkNanos));
            size = 0;
        }
    }
}
