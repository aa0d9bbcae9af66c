package io.borescope.otlp;

import com.google.protobuf.ByteString;
import io.borescope.api.otel.SpanId;
import io.borescope.api.otel.TraceId;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.HexFormat;

/** How ids lie in the messages that protobuf reads and writes. */
enum IdForm {
    /** As bytes. */
    BINARY {
        @Override
        byte[] read(ByteString field) {
            return field.toByteArray();
        }

        @Override
        ByteString write(byte[] id) {
            return ByteString.copyFrom(id);
        }
    },

    /**
     * As the bytes that hex digits stand for if they are taken for base64: protobuf's JSON knows bytes in base64 only, OTLP/JSON has ids in
     * hex. As every group of four hex digits is valid base64, one can be had from the other.
     */
    HEX_AS_BASE64 {
        @Override
        byte[] read(ByteString field) {
            return HexFormat.of().parseHex(Base64.getEncoder().encodeToString(field.toByteArray()));
        }

        @Override
        ByteString write(byte[] id) {
            return ByteString.copyFrom(Base64.getDecoder().decode(HexFormat.of().formatHex(id)));
        }
    };

    /** The bytes of an id. */
    abstract byte[] read(ByteString field);

    /** The field for an id. */
    abstract ByteString write(byte[] id);

    static IdForm of(Encoding encoding) {
        return encoding == Encoding.JSON ? HEX_AS_BASE64 : BINARY;
    }

    /**
     * @throws IllegalArgumentException if it has another length, for the sender
     */
    TraceId traceId(ByteString field) {
        if (field.isEmpty()) {
            return TraceId.NONE;
        }
        ByteBuffer id = id(field, 2 * Long.BYTES, "A trace id");
        return new TraceId(id.getLong(), id.getLong());
    }

    /**
     * @throws IllegalArgumentException if it has another length, for the sender
     */
    SpanId spanId(ByteString field) {
        if (field.isEmpty()) {
            return SpanId.NONE;
        }
        return new SpanId(id(field, Long.BYTES, "A span id").getLong());
    }

    private ByteBuffer id(ByteString field, int length, String what) {
        String wanted = what + " has " + length + " bytes; in JSON it is " + 2 * length + " hex digits.";
        try {
            byte[] id = read(field);
            if (id.length == length) {
                return ByteBuffer.wrap(id);
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(wanted, e);
        }
        throw new IllegalArgumentException(wanted);
    }

    ByteString field(TraceId id) {
        return id.isValid()
                ? write(ByteBuffer.allocate(2 * Long.BYTES)
                        .putLong(id.high())
                        .putLong(id.low())
                        .array())
                : ByteString.EMPTY;
    }

    ByteString field(SpanId id) {
        return id.isValid()
                ? write(ByteBuffer.allocate(Long.BYTES).putLong(id.value()).array())
                : ByteString.EMPTY;
    }
}
