package io.borescope.engine.runtime.delivery;

import io.borescope.api.Batch;
import io.borescope.api.BatchFormat;
import io.borescope.api.Signal;
import io.borescope.engine.runtime.telemetry.Count;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/**
 * How a batch is written down. The body is its signal's {@link BatchFormat}; the head, of version 1, says which, and what it answers for, so
 * that a queue can be read again without its bodies.
 */
final class BatchRecord {
    private static final int HEAD_VERSION = 1;

    private final byte[] head;
    private final byte[] body;

    private BatchRecord(byte[] head, byte[] body) {
        this.head = head;
        this.body = body;
    }

    /**
     * Writes a batch.
     *
     * @throws IOException if it is beyond the limits of the format
     */
    static <B extends Batch> BatchRecord of(Batch batch, Signal<B> signal, String pipeline) throws IOException {
        BatchFormat<B> format = format(signal);
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(head);
        out.writeByte(HEAD_VERSION);
        out.writeUTF(signal.name());
        out.writeInt(format.version());
        out.writeUTF(pipeline);
        out.writeLong(batch.eventCount());
        out.writeLong(batch.size());
        ByteArrayOutputStream body = new ByteArrayOutputStream(1 << 12);
        format.write(signal.batchType().cast(batch), new DataOutputStream(body));
        return new BatchRecord(head.toByteArray(), body.toByteArray());
    }

    /** The length of a batch's body, without making it. */
    static <B extends Batch> long bodyBytes(Batch batch, Signal<B> signal) throws IOException {
        DataOutputStream out = new DataOutputStream(OutputStream.nullOutputStream());
        format(signal).write(signal.batchType().cast(batch), out);
        return out.size();
    }

    /**
     * Reads a body.
     *
     * @throws IOException if it is damaged
     */
    static Batch read(Signal<?> signal, byte[] body) throws IOException {
        return format(signal).read(new DataInputStream(new ByteArrayInputStream(body)));
    }

    byte[] head() {
        return head;
    }

    byte[] body() {
        return body;
    }

    private static <B extends Batch> BatchFormat<B> format(Signal<B> signal) throws IOException {
        return signal.format().orElseThrow(() -> new IOException(signal + " have no binary form"));
    }

    /**
     * What a head says.
     *
     * @param signal of the body
     * @param pipeline whence it came
     * @param count what it answers for
     */
    record Head(Signal<?> signal, String pipeline, Count count) {
        /**
         * Reads a head.
         *
         * @throws IOException if this version does not know what it, or its body, is
         */
        static Head read(ByteBuffer bytes) throws IOException {
            byte[] head = new byte[bytes.remaining()];
            bytes.duplicate().get(head);
            DataInputStream in = new DataInputStream(new ByteArrayInputStream(head));
            int version = in.readUnsignedByte();
            if (version > HEAD_VERSION) {
                throw new IOException("records of version " + version);
            }
            String name = in.readUTF();
            int format = in.readInt();
            Signal<?> signal = Signal.all().stream()
                    .filter(known -> known.name().equals(name))
                    .filter(known -> known.format().map(BatchFormat::version).orElse(0) >= format)
                    .findFirst()
                    .orElseThrow(() -> new IOException("%s in version %d of their form".formatted(name, format)));
            return new Head(signal, in.readUTF(), new Count(in.readLong(), in.readLong()));
        }
    }
}
