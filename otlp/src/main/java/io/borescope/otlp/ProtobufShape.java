package io.borescope.otlp;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import java.io.IOException;

/** Walks over a message without making anything of it and counts what would be made. */
final class ProtobufShape {
    private final OtlpLimits limits;
    private long elements;

    ProtobufShape(OtlpLimits limits) {
        this.limits = limits;
    }

    /**
     * @throws IOException if it is no message
     * @throws IllegalArgumentException if it is beyond the limits, with a sentence for the sender
     */
    void check(byte[] message, Descriptor type) throws IOException {
        CodedInputStream in = CodedInputStream.newInstance(message);
        in.setRecursionLimit(limits.depth());
        walk(in, type, 1);
    }

    private void walk(CodedInputStream in, Descriptor type, int depth) throws IOException {
        if (depth > limits.depth()) {
            throw new IllegalArgumentException(
                    "Messages lie more than %d deep in each other.".formatted(limits.depth()));
        }
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            FieldDescriptor field = type.findFieldByNumber(WireFormat.getTagFieldNumber(tag));
            if (field != null && WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED) {
                delimited(in, field, depth);
            } else if (!in.skipField(tag)) {
                throw new InvalidProtocolBufferException("The message has a group that ends without having begun.");
            }
        }
    }

    private void delimited(CodedInputStream in, FieldDescriptor field, int depth) throws IOException {
        int length = in.readRawVarint32();
        switch (field.getJavaType()) {
            case MESSAGE -> {
                count(1);
                int outer = in.pushLimit(length);
                walk(in, field.getMessageType(), depth + 1);
                in.popLimit(outer);
            }
            // Most fields. The question in the last case is a slow one.
            case STRING, BYTE_STRING -> in.skipRawBytes(length);
            default -> {
                if (field.isPackable()) {
                    count(field.getType() == FieldDescriptor.Type.UINT64 ? length : length / Long.BYTES);
                }
                in.skipRawBytes(length);
            }
        }
    }

    private void count(int more) {
        elements += more;
        if (elements > limits.elements()) {
            throw new IllegalArgumentException(
                    "The message has more than %,d parts. Send smaller ones.".formatted(limits.elements()));
        }
    }
}
