package io.borescope.exporter.clickhouse;

import io.borescope.api.otel.Attributes;
import io.borescope.api.otel.Value;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * What a column gets from each of the elements that it has values for: rows, or what lies in lists of rows.
 *
 * @param <E> the elements
 */
sealed interface Cells<E> {
    /** As it is sent. */
    NativeType type();

    /** Integers and truths; what does not fit is replaced by the nearest that does. */
    record Whole<E>(NativeType type, ToLongFunction<? super E> value) implements Cells<E> {}

    /** Nanoseconds since the epoch, unsigned; the column ends in 2262. */
    record Time<E>(ToLongFunction<? super E> value) implements Cells<E> {
        @Override
        public NativeType type() {
            return NativeType.DATE_TIME_NANOS;
        }
    }

    /** Decimals. */
    record Real<E>(ToDoubleFunction<? super E> value) implements Cells<E> {
        @Override
        public NativeType type() {
            return NativeType.FLOAT64;
        }
    }

    /** Texts of which there are few different ones, sent with a dictionary; the server keeps them as it wants to. */
    record Coded<E>(Function<? super E, String> value) implements Cells<E> {
        @Override
        public NativeType type() {
            return NativeType.LOW_CARDINALITY;
        }
    }

    /** Texts. */
    record Text<E>(Function<? super E, String> value) implements Cells<E> {
        @Override
        public NativeType type() {
            return NativeType.STRING;
        }
    }

    /** Values of any type, as text. */
    record Told<E>(Function<? super E, Value> value) implements Cells<E> {
        @Override
        public NativeType type() {
            return NativeType.STRING;
        }
    }

    /** Identities of eight bytes in hex; empty if there is none. */
    record ShortId<E>(ToLongFunction<? super E> value) implements Cells<E> {
        @Override
        public NativeType type() {
            return NativeType.STRING;
        }
    }

    /** Identities of sixteen bytes in hex; empty if there is none. */
    record LongId<E>(ToLongFunction<? super E> high, ToLongFunction<? super E> low) implements Cells<E> {
        @Override
        public NativeType type() {
            return NativeType.STRING;
        }
    }

    /** Attributes as texts by name, sorted by name, so that equal ones are equal in the table. */
    record Maps<E>(Function<? super E, Attributes> value) implements Cells<E> {
        @Override
        public NativeType type() {
            return NativeType.ATTRIBUTES;
        }
    }

    /**
     * Lists.
     *
     * @param <F> what lies in them
     */
    record Lists<E, F>(Function<? super E, List<F>> list, Cells<F> element) implements Cells<E> {
        @Override
        public NativeType type() {
            return NativeType.array(element.type());
        }
    }
}
