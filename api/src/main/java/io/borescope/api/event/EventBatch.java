package io.borescope.api.event;

import io.borescope.api.Batch;
import io.borescope.api.Signal;
import io.borescope.api.process.ProcessTags;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Objects;

/**
 * Kernel events, read where they lie. Borrowed: valid only during {@link io.borescope.api.BatchConsumer#consume}; one receiver fills the
 * same object again and again. Not thread-safe.
 *
 * <p>Every record begins with this header, in native byte order and aligned to 8:
 *
 * <pre>
 *  0  u64 timestamp_ns  CLOCK_MONOTONIC at the end of what the event describes
 *  8  u32 process       dense number of the process (one program image of it), unique within a run; 0 if not tracked,
 *                       {@link #KERNEL_PROCESS} if the kernel does not say for whom it was
 * 12  u32 pid           the kernel's tgid
 * 16  u32 tid           the kernel's pid
 * 20  u8  type          {@link EventType}
 * 21  u8  level         of {@linkplain EventSampling#of(EventType, int) sampling}; 0 where that does not change
 * 22  u16 cpu           where it happened
 * </pre>
 *
 * <p>Besides records a batch carries progress and loss. The {@linkplain #watermarkNanos() watermark} promises that no event before it is
 * still to come from this source; a quiet source sends empty batches so that it advances. Loss is what the source could not deliver since
 * its previous batch.
 *
 * <p>A batch may hold {@linkplain PartialEvents partials} in place of events. Who asks for a record's header, or only hands batches on, need
 * not know; who looks at what was measured must.
 */
public final class EventBatch implements Batch {
    /** Bytes of the header that every record begins with. */
    public static final int HEADER_BYTES = 24;

    /**
     * The number, in place of a process's, of what the kernel did for somebody it does not name, such as write-back. No process has it.
     */
    public static final int KERNEL_PROCESS = 1;

    /**
     * The number, in place of a process's, of all for whom the kernel had no room when it added up, see {@link PartialEvents}. No process
     * has it.
     */
    public static final int OTHER_PROCESSES = -1;

    /** A watermark that promises nothing yet. */
    public static final long NO_WATERMARK = Long.MIN_VALUE;

    private static final int TYPE_BITS = 8;
    private static final int TYPE_MASK = (1 << TYPE_BITS) - 1;

    /** Above all {@linkplain #kind(int) kinds} of events that this version knows. */
    public static final int KIND_LIMIT = EventSampling.LEVELS << TYPE_BITS;

    private static final ValueLayout.OfLong U64 = ValueLayout.JAVA_LONG_UNALIGNED;
    private static final ValueLayout.OfInt U32 = ValueLayout.JAVA_INT_UNALIGNED;
    private static final ValueLayout.OfShort U16 = ValueLayout.JAVA_SHORT_UNALIGNED;

    private static final long[] NOTHING_LOST = new long[0];

    private final long[] offsets;
    private MemorySegment segment = MemorySegment.NULL;
    private int size;
    private long watermarkNanos = NO_WATERMARK;
    private long[] lostByType = NOTHING_LOST;
    private ProcessTags tags = ProcessTags.NONE;
    private EventSampling sampling = EventSampling.NONE;
    private boolean partials;

    /** An empty batch that can point at up to {@code capacity} records. */
    public EventBatch(int capacity) {
        offsets = new long[capacity];
    }

    /** Most records this batch can point at. */
    public int capacity() {
        return offsets.length;
    }

    /** The offsets themselves, for whoever fills the batch: write them, then call {@link #fill}. */
    public long[] offsets() {
        return offsets;
    }

    /**
     * Points the batch at records and forgets the loss and the tags of the previous ones. Sampling, and whether they are partials, is the
     * source's and stays.
     *
     * @param segment holds the records; must stay as it is until {@code consume} has returned
     * @param size how many of {@link #offsets()} count
     * @param watermarkNanos see {@link #watermarkNanos()}
     */
    public EventBatch fill(MemorySegment segment, int size, long watermarkNanos) {
        this.segment = segment;
        this.size = Objects.checkIndex(size, offsets.length + 1);
        this.watermarkNanos = watermarkNanos;
        this.lostByType = NOTHING_LOST;
        this.tags = ProcessTags.NONE;
        return this;
    }

    /**
     * Adds what the source lost since its previous batch, by {@link EventType#id()}.
     *
     * @param lostByType read until the batch is filled again; not copied
     */
    public EventBatch withLost(long[] lostByType) {
        this.lostByType = lostByType;
        return this;
    }

    /** Sets who the processes are; done by the processor that knows. */
    public EventBatch withTags(ProcessTags tags) {
        this.tags = tags;
        return this;
    }

    /** Says which part of the events the source tells; stays until it is said anew. */
    public EventBatch withSampling(EventSampling sampling) {
        this.sampling = sampling;
        return this;
    }

    /** Says whether the records are {@linkplain PartialEvents partials}; once, as a source fills a batch with one kind. */
    public EventBatch withPartials(boolean arePartials) {
        this.partials = arePartials;
        return this;
    }

    /** Replaces the watermark; done by the engine where several sources meet. */
    public EventBatch withWatermark(long watermarkNanos) {
        this.watermarkNanos = watermarkNanos;
        return this;
    }

    @Override
    public Signal<EventBatch> signal() {
        return Signal.EVENTS;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public long eventCount() {
        if (!partials) {
            return size;
        }
        long sum = 0;
        for (int i = 0; i < size; i++) {
            sum += events(i);
        }
        return sum;
    }

    /** Whether each record stands for many events that the kernel has added up, see {@link PartialEvents}; else each is an event. */
    public boolean partials() {
        return partials;
    }

    /** How many events a record stands for: 1, or what a partial says. */
    public long events(int index) {
        return partials ? u64(index, PartialEvents.EVENTS) : 1;
    }

    /** Monotonic time up to which, exclusive, this source has delivered everything; {@link #NO_WATERMARK} if it cannot say yet. */
    public long watermarkNanos() {
        return watermarkNanos;
    }

    /** Events the source lost since its previous batch, of one type. */
    public long lost(int type) {
        return type < lostByType.length ? lostByType[type] : 0;
    }

    /** Events the source lost since its previous batch, of all types. */
    public long lost() {
        long sum = 0;
        for (long lost : lostByType) {
            sum += lost;
        }
        return sum;
    }

    /** Who the processes are. */
    public ProcessTags tags() {
        return tags;
    }

    /** Which part of the events the source tells. */
    public EventSampling sampling() {
        return sampling;
    }

    /** What the records lie in; read it at {@link #offset} with native byte order. */
    public MemorySegment segment() {
        return segment;
    }

    /** Where a record begins in {@link #segment()}. */
    public long offset(int index) {
        return offsets[index];
    }

    /** When the event ended, {@code CLOCK_MONOTONIC}. */
    public long timestampNanos(int index) {
        return segment.get(U64, offsets[index]);
    }

    /** Dense number of the process; 0 if not tracked, {@link #KERNEL_PROCESS} if the kernel does not name one. */
    public int process(int index) {
        return segment.get(U32, offsets[index] + 8);
    }

    /** Process id: the kernel's tgid. */
    public int pid(int index) {
        return segment.get(U32, offsets[index] + 12);
    }

    /** Thread id: the kernel's pid. */
    public int tid(int index) {
        return segment.get(U32, offsets[index] + 16);
    }

    /** The {@link EventType#id()}; may be one that this version does not know. */
    public int type(int index) {
        return kind(index) & TYPE_MASK;
    }

    /**
     * The type and the level at which it was sampled, for tables by both: see {@link #kind(int, int)}. May be above {@link #KIND_LIMIT}, if
     * this version knows no such level.
     */
    public int kind(int index) {
        return Short.toUnsignedInt(segment.get(U16, offsets[index] + 20));
    }

    /** What {@link #kind(int)} says of events of a type that were told at a level. */
    public static int kind(int type, int level) {
        return (level << TYPE_BITS) | type;
    }

    /** The CPU it happened on. */
    public int cpu(int index) {
        return Short.toUnsignedInt(segment.get(U16, offsets[index] + 22));
    }

    /** A 64-bit field of a record's payload, {@code field} bytes from the start of the record. */
    public long u64(int index, long field) {
        return segment.get(U64, offsets[index] + field);
    }

    /** A 32-bit field of a record's payload, {@code field} bytes from the start of the record. */
    public int u32(int index, long field) {
        return segment.get(U32, offsets[index] + field);
    }

    /** An unsigned 16-bit field of a record's payload, {@code field} bytes from the start of the record. */
    public int u16(int index, long field) {
        return Short.toUnsignedInt(segment.get(U16, offsets[index] + field));
    }

    /** An unsigned 8-bit field of a record's payload, {@code field} bytes from the start of the record. */
    public int u8(int index, long field) {
        return Byte.toUnsignedInt(segment.get(ValueLayout.JAVA_BYTE, offsets[index] + field));
    }

    /** A copy of the records, watermark, loss, tags and sampling in memory of its own, which nobody changes. */
    @Override
    public EventBatch owned() {
        EventBatch copy = new EventBatch(size);
        long bytes = 0;
        for (int i = 0; i < size; i++) {
            bytes += recordBytes(i);
        }
        MemorySegment memory = Arena.ofAuto().allocate(Math.max(8, bytes), 8);
        long at = 0;
        for (int i = 0; i < size; i++) {
            long length = recordBytes(i);
            MemorySegment.copy(segment, offsets[i], memory, at, length);
            copy.offsets[i] = at;
            at += length;
        }
        return copy.fill(memory, size, watermarkNanos)
                .withLost(Arrays.copyOf(lostByType, lostByType.length))
                .withTags(tags)
                .withSampling(sampling)
                .withPartials(partials);
    }

    /** A record of a type that this version does not know is copied as if it were of the longest kind, or up to the segment's end. */
    private long recordBytes(int index) {
        if (partials) {
            return PartialEvents.BYTES;
        }
        EventType type = EventType.of(type(index));
        long longest = type == null ? ProcessEvent.BYTES : type.recordBytes();
        return Math.min(longest, segment.byteSize() - offsets[index]);
    }
}
