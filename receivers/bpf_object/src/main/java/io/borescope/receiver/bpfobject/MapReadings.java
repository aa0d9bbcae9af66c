package io.borescope.receiver.bpfobject;

import io.borescope.api.component.ReceiverSettings;
import io.borescope.api.telemetry.Counter;
import io.borescope.api.time.ClockMapping;
import io.borescope.api.time.Window;
import io.borescope.bpf.BpfException;
import io.borescope.bpf.MapReader;
import io.borescope.bpf.btf.Field;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads one map at its interval, some entries in each slice of work. Gauges are what values are; sums are what they grew by since the
 * last reading, the first since the programs were loaded. One thread.
 */
final class MapReadings {
    private static final int SLICE = 1_024;
    private static final int MOST_ENTRIES = 65_536;

    /** What an entry was when it was last read, to tell what it grew by. */
    private static final class Known {
        private MemorySegment value = MemorySegment.NULL;
        private long reading;
    }

    private final ReceiverSettings settings;
    private final MapPlan plan;
    private final MapReader reader;
    private final MetricRows rows;
    private final List<SeriesTable> tables;
    private final Counter unread;
    private final long intervalNanos;
    private final MemorySegment record;
    private final Map<ByteBuffer, Known> known = new HashMap<>();
    private ClockMapping mapping;
    private long sinceNanos;
    private long dueNanos;
    private long reading;
    private int entries;
    private boolean isReading;

    MapReadings(ReceiverSettings settings, MapPlan plan, MapReader reader, MetricRows rows, long now) {
        this.settings = settings;
        this.plan = plan;
        this.reader = reader;
        this.rows = rows;
        this.tables = rows.tables(plan.metrics());
        this.unread = settings.meter()
                .counter(
                        "entries_unread",
                        "{entry}",
                        "Entries of maps beyond the first 65,536 of a reading, which were not read; use a smaller map.");
        this.intervalNanos = plan.config().interval().toNanos();
        this.record = Arena.ofAuto().allocate(plan.recordSize(), Long.BYTES);
        this.mapping = settings.clock().mapping();
        this.sinceNanos = now;
        this.dueNanos = border(now);
    }

    private long border(long nanos) {
        long epoch = mapping.toEpochNanos(nanos);
        return mapping.toMonotonicNanos((Math.floorDiv(epoch, intervalNanos) + 1) * intervalNanos);
    }

    /**
     * Reads a slice if it is time.
     *
     * @return entries read
     */
    int poll() throws BpfException {
        long now = settings.clock().monotonicNanos();
        if (!isReading && now - dueNanos < 0) {
            return 0;
        }
        if (!isReading) {
            begin();
        }
        return readSlice() ? 1 : end();
    }

    private void begin() {
        isReading = true;
        reading++;
        entries = 0;
        reader.rewind();
    }

    /** Whether there may be more. */
    private boolean readSlice() throws BpfException {
        for (int i = 0; i < SLICE; i++) {
            if (!reader.next()) {
                return false;
            }
            if (++entries > MOST_ENTRIES) {
                unread.add(1);
                return false;
            }
            accept();
        }
        return true;
    }

    private void accept() {
        Known before =
                known.computeIfAbsent(ByteBuffer.wrap(reader.key().toArray(ValueLayout.JAVA_BYTE)), key -> new Known());
        if (before.reading == reading) {
            return; // it came twice, because the map changes meanwhile
        }
        MemorySegment.copy(reader.key(), 0, record, 0, plan.keySize());
        for (int cpu = 0; cpu < reader.values(); cpu++) {
            long at = MapPlan.valueOffset(plan.keySize());
            MemorySegment.copy(reader.value(), (long) cpu * reader.stride(), record, at, plan.valueSize());
            record.set(ValueLayout.JAVA_INT, MapPlan.cpuOffset(plan.keySize(), plan.valueSize()), cpu);
            for (SeriesTable table : tables) {
                add(table, before, cpu);
            }
        }
        before.reading = reading;
        if (before.value.equals(MemorySegment.NULL)) {
            before.value = MemorySegment.ofArray(new byte[(int) reader.value().byteSize()]);
        }
        before.value.copyFrom(reader.value());
    }

    private void addBuckets(SeriesTable table, Known before, int cpu) {
        Field which = table.plan().bucket();
        List<Field> counters = table.plan().buckets();
        for (int i = 0; i < counters.size(); i++) {
            long count = counters.get(i).number(record, 0);
            long grown = count - valueBefore(counters.get(i), before, cpu, count);
            if (grown > 0) {
                long bucket = which == null ? i : which.number(record, 0);
                int within = Math.clamp(bucket, 0, table.buckets() - 1);
                rows.countOverflow(table.addToBucket(record, 0, within, grown));
            }
        }
    }

    private void add(SeriesTable table, Known before, int cpu) {
        if (table.plan().type() == MetricType.HISTOGRAM) {
            addBuckets(table, before, cpu);
            return;
        }
        Field field = table.plan().value();
        if (field == null) {
            return; // a map's metric has a value, as its configuration says
        }
        long value = field.number(record, 0);
        if (table.plan().type() == MetricType.GAUGE) {
            rows.countOverflow(table.add(record, 0, value));
            return;
        }
        long grown = value - valueBefore(field, before, cpu, value);
        if (grown != 0) {
            rows.countOverflow(table.add(record, 0, grown));
        }
    }

    /** 0 for what is new: an entry, or one that fell because it was removed and made again. */
    private long valueBefore(Field field, Known before, int cpu, long value) {
        long inValue = field.offset() - MapPlan.valueOffset(plan.keySize());
        if (before.value.equals(MemorySegment.NULL) || inValue < 0 || inValue >= plan.valueSize()) {
            return 0;
        }
        long old = field.number(before.value, (long) cpu * reader.stride() - MapPlan.valueOffset(plan.keySize()));
        return old > value ? 0 : old;
    }

    private int end() {
        isReading = false;
        long now = settings.clock().monotonicNanos();
        known.values().removeIf(entry -> entry.reading != reading);
        Window window = Window.ofReading(
                rows.nextSequence(), mapping, mapping.toEpochNanos(sinceNanos), mapping.toEpochNanos(now), null);
        rows.handOn(tables, window, 0, 0);
        mapping = settings.clock().mapping();
        sinceNanos = now;
        dueNanos = border(now);
        return 1;
    }

    /** Reads once more, so that sums are whole. */
    void finish() throws BpfException {
        if (!isReading) {
            begin();
        }
        while (readSlice()) {
            // until all are read
        }
        end();
    }
}
