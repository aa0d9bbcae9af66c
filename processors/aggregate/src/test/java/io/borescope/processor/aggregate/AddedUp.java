package io.borescope.processor.aggregate;

import io.borescope.api.event.CpuEvent;
import io.borescope.api.event.EventBatch;
import io.borescope.api.event.EventType;
import io.borescope.api.event.FaultEvent;
import io.borescope.api.event.NetEvent;
import io.borescope.api.event.PartialEvents;
import io.borescope.api.event.RunqueueEvent;
import io.borescope.api.event.SyscallEvent;
import io.borescope.api.time.WindowBorders;
import io.borescope.testing.EventRecords;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Adds events up as the programs do (partials.h): a model in words of Java, which keeps each field of each record. */
final class AddedUp {
    private final WindowBorders borders;
    private final Map<Key, Sums> byKey = new TreeMap<>();

    /** Whatever does not differ between the events of a partial. */
    private record Key(long cellStart, long place, int type, int process, int pid, int cpu, long fields)
            implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int order = Long.compare(cellStart, other.cellStart);
            return order == 0 ? toString().compareTo(other.toString()) : order;
        }
    }

    private static final class Sums {
        private long events;
        private final long[][] parts = new long[PartialEvents.MOST_PARTS][PartialEvents.PART_BYTES / Long.BYTES];

        void add(int part, long value) {
            long[] of = parts[part];
            of[2] = of[0] == 0 ? value : Math.min(of[2], value);
            of[3] = Math.max(of[3], value);
            of[0]++;
            of[1] += value;
            int bucket = 0;
            for (long bound = 1000; bucket < PartialEvents.BUCKET_COUNT - 1 && value >= bound; bound *= 10) {
                bucket++;
            }
            of[4 + bucket]++;
        }
    }

    AddedUp(WindowBorders borders) {
        this.borders = borders;
    }

    void add(EventBatch events) {
        for (int i = 0; i < events.size(); i++) {
            add(events, i);
        }
    }

    private void add(EventBatch events, int index) {
        EventType type = Objects.requireNonNull(EventType.of(events.type(index)));
        long time = events.timestampNanos(index);
        switch (type) {
            case SCHED_SWITCH -> addCharge(events, index, time);
            case SCHED_RUNQUEUE -> {
                Sums sums = count(events, index, time, 0);
                addPositive(sums, 0, events.u64(index, RunqueueEvent.RUNQUEUE_NANOS));
                addPositive(sums, 1, events.u64(index, RunqueueEvent.OFF_CPU_NANOS));
            }
            case NET_TX, NET_RX -> {
                Sums sums = count(events, index, time, events.u64(index, NetEvent.LOCAL_PORT));
                sums.add(0, events.u32(index, NetEvent.DATA_BYTES));
                if (events.u8(index, NetEvent.HAS_TCP_METRICS) == 1) {
                    sums.add(1, events.u32(index, NetEvent.SRTT_MICROS));
                    sums.add(2, events.u32(index, NetEvent.CWND));
                }
            }
            case PAGE_FAULT ->
                addPositive(
                        count(events, index, time, events.u64(index, FaultEvent.MAJOR)),
                        0,
                        events.u64(index, FaultEvent.LATENCY_NANOS));
            case FD_OPEN, FD_CLOSE -> count(events, index, time, events.u64(index, SyscallEvent.RESULT));
            default -> count(events, index, time, 0).add(0, events.u64(index, SyscallEvent.LATENCY_NANOS));
        }
    }

    private void addCharge(EventBatch events, int index, long time) {
        long flags = events.u64(index, CpuEvent.FLAGS);
        long span = events.u64(index, CpuEvent.SPAN_NANOS);
        long end = time;
        Sums sums = count(events, index, time, flags);
        while (true) {
            long within = Math.min(span, end - startOfCell(end == time ? time : end - 1));
            sums.add(0, within);
            span -= within;
            end -= within;
            if (span == 0) {
                break;
            }
            sums = sums(events, index, end - 1, 0);
        }
        if ((flags & CpuEvent.ENDED) != 0) {
            sums(events, index, time, flags).add(1, events.u64(index, CpuEvent.SLICE_NANOS));
        }
    }

    private static void addPositive(Sums sums, int part, long value) {
        if (value > 0) {
            sums.add(part, value);
        }
    }

    private Sums count(EventBatch events, int index, long time, long fields) {
        Sums sums = sums(events, index, time, fields);
        sums.events++;
        return sums;
    }

    private Sums sums(EventBatch events, int index, long time, long fields) {
        int type = events.type(index);
        int cpu = type == EventType.SCHED_SWITCH.id() ? events.cpu(index) : 0;
        long start = startOfCell(time);
        Key key = new Key(start, borders.after(time) - 1, type, events.process(index), events.pid(index), cpu, fields);
        return byKey.computeIfAbsent(key, _ -> new Sums());
    }

    /** The last border up to a time: found by halves between a time that is before it and this. */
    private long startOfCell(long time) {
        long end = borders.after(time);
        long before = time - 10_000_000_000L;
        long at = time;
        while (before + 1 < at) {
            long middle = before + (at - before) / 2;
            if (borders.after(middle) == end) {
                at = middle;
            } else {
                before = middle;
            }
        }
        return at;
    }

    /** The partials, cell by cell. */
    EventBatch batch(EventRecords records, long watermark) {
        byKey.forEach((key, sums) -> {
            EventType type = Objects.requireNonNull(EventType.of(key.type()));
            records.event(type, PartialEvents.BYTES, key.process(), key.pid(), key.place())
                    .u16(22, key.cpu())
                    .u64(fieldsOf(type), key.fields())
                    .u64(PartialEvents.EVENTS, sums.events);
            for (int part = 0; part < sums.parts.length; part++) {
                for (int i = 0; i < sums.parts[part].length; i++) {
                    records.u64(PartialEvents.part(part) + (long) i * Long.BYTES, sums.parts[part][i]);
                }
            }
        });
        return records.batch(watermark).withPartials(true);
    }

    private static long fieldsOf(EventType type) {
        return switch (type) {
            case SCHED_SWITCH -> CpuEvent.FLAGS;
            case NET_TX, NET_RX -> NetEvent.LOCAL_PORT;
            case PAGE_FAULT -> FaultEvent.MAJOR;
            case SCHED_RUNQUEUE -> RunqueueEvent.PREEMPTED;
            default -> SyscallEvent.RESULT;
        };
    }
}
