package io.borescope.bpf;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Copies records out of rings, for assertions. */
final class Records {
    /** A copy of one record's payload. */
    record Event(MemorySegment bytes) {
        long timestamp() {
            return bytes.get(JAVA_LONG_UNALIGNED, 0);
        }

        int process() {
            return integer(8);
        }

        int pid() {
            return integer(12);
        }

        int tid() {
            return integer(16);
        }

        int type() {
            return Byte.toUnsignedInt(bytes.get(JAVA_BYTE, 20));
        }

        int level() {
            return Byte.toUnsignedInt(bytes.get(JAVA_BYTE, 21));
        }

        int integer(long offset) {
            return bytes.get(JAVA_INT_UNALIGNED, offset);
        }

        long longAt(long offset) {
            return bytes.get(JAVA_LONG_UNALIGNED, offset);
        }

        String text(long offset) {
            return bytes.getString(offset);
        }
    }

    private Records() {}

    /** Reads until the ring is empty, releases, and returns how many there were. */
    static int drain(RingReader reader, Consumer<Event> consumer) {
        long[] offsets = new long[512];
        int all = 0;
        do {
            int count = reader.read(offsets, offsets.length);
            for (int i = 0; i < count; i++) {
                consumer.accept(copy(reader, offsets[i]));
            }
            reader.release();
            all += count;
        } while (!reader.drained());
        return all;
    }

    static int drain(EventRings rings, Consumer<Event> consumer) {
        int all = 0;
        for (int i = 0; i < rings.count(); i++) {
            all += drain(rings.reader(i), consumer);
        }
        return all;
    }

    static List<Event> drain(RingReader reader) {
        List<Event> events = new ArrayList<>();
        drain(reader, events::add);
        return events;
    }

    static Event copy(RingReader reader, long offset) {
        byte[] copy = new byte[reader.length(offset)];
        MemorySegment bytes = MemorySegment.ofArray(copy);
        MemorySegment.copy(reader.data(), offset, bytes, 0, copy.length);
        return new Event(bytes);
    }
}
