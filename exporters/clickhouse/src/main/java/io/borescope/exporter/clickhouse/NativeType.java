package io.borescope.exporter.clickhouse;

import java.util.List;
import java.util.stream.Collectors;

/** A type of ClickHouse, as its Native format knows it. */
sealed interface NativeType {
    NativeType BOOL = new Whole("Bool", 1, 0, 1);
    NativeType UINT8 = new Whole("UInt8", 1, 0, 0xFF);
    NativeType UINT16 = new Whole("UInt16", 2, 0, 0xFFFF);
    NativeType UINT32 = new Whole("UInt32", 4, 0, 0xFFFF_FFFFL);
    NativeType INT32 = new Whole("Int32", 4, Integer.MIN_VALUE, Integer.MAX_VALUE);

    /** Its bits are taken as they are: metrics keep 2^64 - 1 in a signed number. */
    NativeType UINT64 = new Whole("UInt64", 8, Long.MIN_VALUE, Long.MAX_VALUE);

    /** Nanoseconds, of which UInt64 could hold more than any Int64 column of older tables. */
    NativeType DURATION = new Whole("UInt64", 8, 0, Long.MAX_VALUE);

    NativeType INT64 = new Whole("Int64", 8, Long.MIN_VALUE, Long.MAX_VALUE);

    /** Milliseconds since the epoch. */
    NativeType DATE_TIME = new Whole("DateTime64(3)", 8, Long.MIN_VALUE, Long.MAX_VALUE);

    /** Nanoseconds since the epoch. */
    NativeType DATE_TIME_NANOS = new Whole("DateTime64(9)", 8, Long.MIN_VALUE, Long.MAX_VALUE);

    NativeType FLOAT32 = new Real("Float32", 4);
    NativeType FLOAT64 = new Real("Float64", 8);
    NativeType STRING = new Text("String", false);
    NativeType LOW_CARDINALITY = new Text("LowCardinality(String)", true);
    NativeType UUID = new Uuid();

    /** Text by text, the names dictionary-coded. */
    NativeType ATTRIBUTES = new TextMap();

    /** Observoor's buckets, of nanoseconds; named as if each held its bound, which it does not. */
    NativeType HISTOGRAM = new Buckets(List.of(
            "le_1us", "le_10us", "le_100us", "le_1ms", "le_10ms", "le_100ms", "le_1s", "le_10s", "le_100s", "inf"));

    /** A list of values of a type. */
    static NativeType array(NativeType element) {
        return new Array(element);
    }

    /** As it is written in SQL, and in a block. */
    String sql();

    /** Whether a column of a type begins with the version of its dictionary. */
    static boolean hasDictionary(NativeType type) {
        return switch (type) {
            case Text text -> text.coded();
            case TextMap _ -> true;
            case Array array -> hasDictionary(array.element());
            case Whole _, Real _, Uuid _, Buckets _ -> false;
        };
    }

    /**
     * An integer, a truth or a moment.
     *
     * @param width bytes of a value
     * @param min smallest value
     * @param max largest value
     */
    record Whole(String sql, int width, long min, long max) implements NativeType {
        /** The nearest value there is. */
        long fit(long value) {
            return Math.clamp(value, min, max);
        }
    }

    /**
     * An IEEE 754 number.
     *
     * @param width bytes of a value
     */
    record Real(String sql, int width) implements NativeType {}

    /**
     * UTF-8.
     *
     * @param coded by a dictionary
     */
    record Text(String sql, boolean coded) implements NativeType {}

    /** An identity of 16 bytes. */
    record Uuid() implements NativeType {
        @Override
        public String sql() {
            return "UUID";
        }
    }

    /** Text by text. */
    record TextMap() implements NativeType {
        @Override
        public String sql() {
            return "Map(LowCardinality(String), String)";
        }
    }

    /**
     * Counts by name, each a UInt32.
     *
     * @param names of the elements of the tuple
     */
    record Buckets(List<String> names) implements NativeType {
        @Override
        public String sql() {
            return names.stream().map(name -> name + " UInt32").collect(Collectors.joining(", ", "Tuple(", ")"));
        }
    }

    /** A list. */
    record Array(NativeType element) implements NativeType {
        @Override
        public String sql() {
            return "Array(" + element.sql() + ")";
        }
    }
}
