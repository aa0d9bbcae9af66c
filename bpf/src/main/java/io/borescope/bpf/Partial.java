package io.borescope.bpf;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.borescope.api.event.PartialEvents;
import java.lang.foreign.MemorySegment;

/**
 * Reads what programs have added up for one key where it lies ({@code struct partial_key}, {@code struct partial} in partials.h): a
 * value per CPU. Valid while it is handed over.
 */
public final class Partial {
    static final int KEY_SIZE = 24;
    static final long CELL = 0;
    static final long PROCESS = 4;
    static final long PID = 8;
    static final long TYPE = 12;
    static final long FIELDS = 16;

    private static final long EVENTS = 0;
    private static final long FIRST_PART = 8;

    private final MemorySegment keys;
    private final MemorySegment values;
    private final int parts;
    private final int cpus;
    private long keyAt;
    private long valueAt;

    Partial(MemorySegment keys, MemorySegment values, int parts, int cpus) {
        this.keys = keys;
        this.values = values;
        this.parts = parts;
        this.cpus = cpus;
    }

    /** Bytes of a value of one CPU. */
    static int valueSize(int parts) {
        return (int) FIRST_PART + parts * PartialEvents.PART_BYTES;
    }

    Partial at(int index) {
        keyAt = (long) index * KEY_SIZE;
        valueAt = (long) index * valueSize(parts) * cpus;
        return this;
    }

    long keyAt() {
        return keyAt;
    }

    /** The number of the cell, of which the lower half is known. */
    public int cell() {
        return keys.get(JAVA_INT, keyAt + CELL);
    }

    /** The serial of the process, or {@link io.borescope.api.event.EventBatch#OTHER_PROCESSES}. */
    public int process() {
        return keys.get(JAVA_INT, keyAt + PROCESS);
    }

    /** The kernel's tgid. */
    public int pid() {
        return keys.get(JAVA_INT, keyAt + PID);
    }

    /** The {@link io.borescope.api.event.EventType#id()}. */
    public int type() {
        return Byte.toUnsignedInt(keys.get(JAVA_BYTE, keyAt + TYPE));
    }

    /** The type and the level at which it was sampled, see {@link io.borescope.api.event.EventBatch#kind(int)}. */
    public int kind() {
        return Short.toUnsignedInt(keys.get(JAVA_SHORT, keyAt + TYPE));
    }

    /** Eight bytes of the record of an event: what is not measured and matters. */
    public long fields() {
        return keys.get(JAVA_LONG, keyAt + FIELDS);
    }

    /** CPUs that may ever be there, each with a value. */
    public int cpus() {
        return cpus;
    }

    /** Fields that are measured. */
    public int parts() {
        return parts;
    }

    /** Events that a CPU has answered for. */
    public long events(int cpu) {
        return values.get(JAVA_LONG, valueOf(cpu) + EVENTS);
    }

    /** A number of the statistics that a CPU has of a field, {@code offset} bytes from their start. */
    public long statistic(int cpu, int part, long offset) {
        return values.get(JAVA_LONG, valueOf(cpu) + FIRST_PART + (long) part * PartialEvents.PART_BYTES + offset);
    }

    private long valueOf(int cpu) {
        return valueAt + (long) cpu * valueSize(parts);
    }
}
