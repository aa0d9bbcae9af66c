package io.borescope.bpf;

import io.borescope.api.event.EventType;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Bytes of a ring as a kernel wrote them, kept for tests that run without one. A file is compressed; it begins with a line that says where
 * it was recorded and how many events of each type there are, and goes on with the records: header, payload, padding.
 *
 * @param kernel release and architecture
 * @param counts events by the label of their type
 * @param ring the records
 */
record Recording(String kernel, Map<String, Integer> counts, ByteBuffer ring) {
    private static final int CAPACITY = 1 << 20;

    /** Puts records together while they lie in a kernel's ring. */
    static final class Recorder {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final Map<String, Integer> counts = new TreeMap<>();

        /** Takes what a ring holds now of tracked processes, and empties it. What others do is nobody's business. */
        void record(RingReader reader) {
            long[] offsets = new long[512];
            do {
                int count = reader.read(offsets, offsets.length);
                for (int i = 0; i < count; i++) {
                    append(reader, offsets[i]);
                }
                reader.release();
            } while (!reader.drained());
        }

        private void append(RingReader reader, long payload) {
            if (Records.copy(reader, payload).process() == 0) {
                return;
            }
            long length = RingReader.sizeOf(reader.length(payload));
            bytes.writeBytes(reader.data()
                    .asSlice(payload - RingReader.HEADER_SIZE, length)
                    .toArray(ValueLayout.JAVA_BYTE));
            counts.merge(EventType.labelOf(Records.copy(reader, payload).type()), 1, Integer::sum);
        }

        byte[] toFile() throws IOException {
            ByteArrayOutputStream file = new ByteArrayOutputStream();
            try (GZIPOutputStream out = new GZIPOutputStream(file)) {
                StringBuilder line = new StringBuilder(
                        "%s %s".formatted(System.getProperty("os.version"), System.getProperty("os.arch")));
                counts.forEach((type, count) ->
                        line.append(' ').append(type).append('=').append(count));
                out.write(line.append('\n').toString().getBytes(StandardCharsets.US_ASCII));
                bytes.writeTo(out);
            }
            return file.toByteArray();
        }
    }

    static Recording read(InputStream file) {
        try (GZIPInputStream in = new GZIPInputStream(file)) {
            ByteBuffer all = ByteBuffer.wrap(in.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN);
            int end = 0;
            while (all.get(end) != '\n') {
                end++;
            }
            String[] words = new String(all.array(), 0, end, StandardCharsets.US_ASCII).split(" ");
            Map<String, Integer> counts = new TreeMap<>();
            for (int i = 2; i < words.length; i++) {
                String[] count = words[i].split("=");
                counts.put(count[0], Integer.valueOf(count[1]));
            }
            return new Recording(words[0] + " " + words[1], counts, all.slice(end + 1, all.limit() - end - 1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Recording read(byte[] file) {
        return read(new ByteArrayInputStream(file));
    }

    /** A ring in ordinary memory that holds the same records. */
    RingReader replay() {
        MemoryRing memory = new MemoryRing(CAPACITY);
        ByteBuffer bytes = ring.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            int header = bytes.getInt(bytes.position());
            byte[] record = new byte[Math.toIntExact(RingReader.sizeOf(header & RingReader.LENGTH))];
            bytes.get(record);
            long payload = memory.reserve(header & RingReader.LENGTH);
            MemorySegment.copy(
                    record,
                    RingReader.HEADER_SIZE,
                    memory.data(),
                    ValueLayout.JAVA_BYTE,
                    payload,
                    header & RingReader.LENGTH);
            memory.commit(payload);
        }
        return memory.reader();
    }

    @Override
    public String toString() {
        return kernel;
    }
}
