package io.borescope.testing;

import io.borescope.api.event.CpuEvent;
import io.borescope.api.event.EventBatch;
import io.borescope.api.event.EventType;
import io.borescope.api.event.ProcessEvent;
import io.borescope.api.event.SyscallEvent;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Writes kernel events into ordinary memory, as the BPF programs would. Not thread-safe. */
public final class EventRecords {
    private static final ValueLayout.OfLong U64 = ValueLayout.JAVA_LONG_UNALIGNED;
    private static final ValueLayout.OfInt U32 = ValueLayout.JAVA_INT_UNALIGNED;
    private static final ValueLayout.OfShort U16 = ValueLayout.JAVA_SHORT_UNALIGNED;

    private final MemorySegment memory;
    private final List<Long> offsets = new ArrayList<>();
    private long end;

    /**
     * @param bytes room for records; the longest takes {@link ProcessEvent#BYTES}
     */
    public EventRecords(long bytes) {
        memory = Arena.ofAuto().allocate(bytes, 8);
    }

    /** A syscall that returned at {@code timestampNanos}. */
    public EventRecords syscall(
            EventType type, int process, int pid, long timestampNanos, long latencyNanos, long result) {
        long at = begin(SyscallEvent.BYTES, type, process, pid, timestampNanos);
        memory.set(U64, at + SyscallEvent.LATENCY_NANOS, latencyNanos);
        memory.set(U64, at + SyscallEvent.RESULT, result);
        return this;
    }

    /**
     * CPU time up to {@code timestampNanos}.
     *
     * @param sliceNanos the whole slice if it ended, 0 if it goes on
     */
    public EventRecords cpu(int process, int pid, long timestampNanos, long spanNanos, long sliceNanos) {
        long at = begin(CpuEvent.BYTES, EventType.SCHED_SWITCH, process, pid, timestampNanos);
        memory.set(U64, at + CpuEvent.SPAN_NANOS, spanNanos);
        memory.set(U64, at + CpuEvent.SLICE_NANOS, sliceNanos);
        memory.set(U32, at + CpuEvent.FLAGS, sliceNanos > 0 ? CpuEvent.ENDED : 0);
        return this;
    }

    /** A fork, exec or exit. */
    public EventRecords process(
            EventType type, int process, int pid, long timestampNanos, int previous, String comm, String filename) {
        long at = begin(ProcessEvent.BYTES, type, process, pid, timestampNanos);
        memory.set(U64, at + ProcessEvent.START_BOOTTIME_NANOS, timestampNanos);
        memory.set(U32, at + ProcessEvent.PREVIOUS_PROCESS, previous);
        write(comm, at + ProcessEvent.COMM, 16);
        write(filename, at + ProcessEvent.FILENAME, 128);
        return this;
    }

    /**
     * An event of any type whose payload is zero so far; {@link #u64} and the like fill it in.
     *
     * @param bytes length of the record, such as {@link io.borescope.api.event.DiskEvent#BYTES}
     */
    public EventRecords event(EventType type, int bytes, int process, int pid, long timestampNanos) {
        begin(bytes, type, process, pid, timestampNanos);
        return this;
    }

    /** Sets a field of the last event. */
    public EventRecords u64(long field, long value) {
        memory.set(U64, offsets.getLast() + field, value);
        return this;
    }

    /** Sets a field of the last event. */
    public EventRecords u32(long field, int value) {
        memory.set(U32, offsets.getLast() + field, value);
        return this;
    }

    /** Sets a field of the last event. */
    public EventRecords u16(long field, int value) {
        memory.set(U16, offsets.getLast() + field, (short) value);
        return this;
    }

    /** Sets a field of the last event. */
    public EventRecords u8(long field, int value) {
        memory.set(ValueLayout.JAVA_BYTE, offsets.getLast() + field, (byte) value);
        return this;
    }

    private long begin(int bytes, EventType type, int process, int pid, long timestampNanos) {
        long at = end;
        end += bytes;
        memory.asSlice(at, bytes).fill((byte) 0);
        memory.set(U64, at, timestampNanos);
        memory.set(U32, at + 8, process);
        memory.set(U32, at + 12, pid);
        memory.set(U32, at + 16, pid);
        memory.set(U16, at + 20, (short) type.id());
        offsets.add(at);
        return at;
    }

    private void write(String text, long at, int room) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        MemorySegment.copy(MemorySegment.ofArray(bytes), 0, memory, at, Math.min(bytes.length, room - 1));
    }

    /** A batch of everything written since the last call, valid until the next call. */
    public EventBatch batch(long watermarkNanos) {
        EventBatch batch = new EventBatch(offsets.size());
        for (int i = 0; i < offsets.size(); i++) {
            batch.offsets()[i] = offsets.get(i);
        }
        batch.fill(memory, offsets.size(), watermarkNanos);
        offsets.clear();
        end = 0;
        return batch;
    }
}
