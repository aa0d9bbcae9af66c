package io.borescope.api;

import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What the {@link BatchFormat}s write the same way: big-endian, each text and each list behind its length in 32 bits. Not thread-safe. */
public final class FormatOutput {
    /** Writes one element of a list. */
    @FunctionalInterface
    public interface Element<T> {
        /** Writes it. */
        void write(T element) throws IOException;
    }

    private final DataOutput out;

    public FormatOutput(DataOutput out) {
        this.out = out;
    }

    /** Where it writes to, for single figures. */
    public DataOutput figures() {
        return out;
    }

    /** Who a batch is. */
    public void id(BatchId id) throws IOException {
        out.writeLong(id.agent().getMostSignificantBits());
        out.writeLong(id.agent().getLeastSignificantBits());
        out.writeLong(id.run().getMostSignificantBits());
        out.writeLong(id.run().getLeastSignificantBits());
        out.writeLong(id.sequence());
    }

    /** A text, in UTF-8. */
    public void text(String text) throws IOException {
        bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Bytes. */
    public void bytes(byte[] bytes) throws IOException {
        if (bytes.length > FormatInput.MAX_BYTES) {
            throw new IOException(
                    "a text of " + bytes.length + " bytes is beyond the limit of " + FormatInput.MAX_BYTES);
        }
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    /** A list. */
    public <T> void list(List<? extends T> elements, Element<T> element) throws IOException {
        out.writeInt(elements.size());
        for (T each : elements) {
            element.write(each);
        }
    }
}
