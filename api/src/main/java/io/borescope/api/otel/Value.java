package io.borescope.api.otel;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** A value of an attribute, or the body of a log record; OTLP calls it {@code AnyValue}. Immutable. */
public sealed interface Value {
    /** Text. */
    static Value of(String value) {
        return new Text(value);
    }

    /** An integer. */
    static Value of(long value) {
        return new Int(value);
    }

    /** A decimal. */
    static Value of(double value) {
        return new Real(value);
    }

    /** A truth. */
    static Value of(boolean value) {
        return new Bool(value);
    }

    /** For people, and for systems that know text alone: lists and maps in JSON, bytes in base64. */
    default String asText() {
        return ValueText.of(this);
    }

    /** No value, which is not the same as an empty text. */
    enum Empty implements Value {
        /** The only one. */
        EMPTY
    }

    /** Text. */
    record Text(String value) implements Value {}

    /** A truth. */
    record Bool(boolean value) implements Value {}

    /** An integer. */
    record Int(long value) implements Value {}

    /** A decimal; may be infinite or not a number. */
    record Real(double value) implements Value {}

    /** Values in order, of any types. */
    record Items(List<Value> values) implements Value {
        public Items {
            values = List.copyOf(values);
        }
    }

    /** Values by name. */
    record Fields(Attributes values) implements Value {}

    /** Bytes. */
    final class Bytes implements Value {
        private final byte[] bytes;

        /**
         * @param bytes copied
         */
        public Bytes(byte[] bytes) {
            this.bytes = bytes.clone();
        }

        /** A copy of them. */
        public byte[] toArray() {
            return bytes.clone();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Bytes that && Arrays.equals(bytes, that.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }

        /** In hex. */
        @Override
        public String toString() {
            return HexFormat.of().formatHex(bytes);
        }
    }
}
