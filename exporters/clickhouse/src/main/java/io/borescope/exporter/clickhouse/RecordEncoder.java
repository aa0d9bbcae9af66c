package io.borescope.exporter.clickhouse;

import io.borescope.api.Batch;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * Writes the columns of records, row by row, into a block. Spans, log records and data points with plain attributes cost their bytes and nothing on the heap.
 * Not thread-safe.
 */
final class RecordEncoder {
    /** Elements that can be gone through again and again. */
    @FunctionalInterface
    private interface Elements<E> {
        void forEach(Consumer<? super E> action);
    }

    private final NativeBuffer out;
    private final Dictionary dictionary;
    private final MapWriter maps = new MapWriter();
    private long saturated;

    /** For each element of a column with a dictionary, its place there. */
    private int[] places = new int[256];

    /** Counts while elements are gone through. */
    private int elements;

    private long end;

    /**
     * @param out what is written to
     * @param dictionary used for one column at a time
     */
    RecordEncoder(NativeBuffer out, Dictionary dictionary) {
        this.out = out;
        this.dictionary = dictionary;
    }

    /** Values written so far that did not fit their column and were replaced by the nearest that does. */
    long saturated() {
        return saturated;
    }

    /** Writes a column of all records of these batches; there is at least one. */
    <R> void write(Cells<RecordRow<R>> cells, Content.Records<R> records, List<? extends Batch> batches) {
        RecordRow<R> row = new RecordRow<>();
        if (NativeType.hasDictionary(cells.type())) {
            out.putLong(Dictionary.VERSION);
        }
        write(cells, action -> {
            for (int i = 0; i < batches.size(); i++) {
                records.forEach(batches.get(i), row, action);
            }
        });
    }

    private <E> void write(Cells<E> cells, Elements<E> values) {
        switch (cells) {
            case Cells.Whole<E> whole -> values.forEach(e -> putWhole(whole, e));
            case Cells.Time<E> time -> values.forEach(e -> putTime(time.value().applyAsLong(e)));
            case Cells.Real<E> real ->
                values.forEach(
                        e -> out.putLong(Double.doubleToLongBits(real.value().applyAsDouble(e))));
            case Cells.Text<E> text ->
                values.forEach(e -> out.putText(text.value().apply(e)));
            case Cells.Told<E> told ->
                values.forEach(e -> MapWriter.put(told.value().apply(e), out));
            case Cells.ShortId<E> id ->
                values.forEach(e -> out.putHex(id.value().applyAsLong(e)));
            case Cells.LongId<E> id ->
                values.forEach(
                        e -> out.putHex(id.high().applyAsLong(e), id.low().applyAsLong(e)));
            case Cells.Coded<E> coded -> writeCoded(coded, values);
            case Cells.Maps<E> attributes -> writeMaps(attributes, values);
            case Cells.Lists<E, ?> lists -> writeLists(lists, values);
        }
    }

    private <E> void putWhole(Cells.Whole<E> whole, E element) {
        NativeType.Whole type = (NativeType.Whole) whole.type();
        long value = whole.value().applyAsLong(element);
        long fitting = type.fit(value);
        saturated += value == fitting ? 0 : 1;
        out.putInteger(fitting, type.width());
    }

    private void putTime(long unsignedNanos) {
        saturated += unsignedNanos < 0 ? 1 : 0;
        out.putLong(unsignedNanos < 0 ? Long.MAX_VALUE : unsignedNanos);
    }

    private <E> void writeCoded(Cells.Coded<E> coded, Elements<E> values) {
        dictionary.clear();
        elements = 0;
        values.forEach(e -> {
            if (elements == places.length) {
                places = Arrays.copyOf(places, Math.multiplyExact(2, elements));
            }
            places[elements++] = dictionary.place(coded.value().apply(e));
        });
        if (elements == 0) {
            return;
        }
        int width = dictionary.write(out);
        out.putLong(elements);
        for (int i = 0; i < elements; i++) {
            out.putInteger(places[i], width);
        }
    }

    private <E> void writeMaps(Cells.Maps<E> cells, Elements<E> values) {
        dictionary.clear();
        maps.clear();
        values.forEach(e -> maps.add(cells.value().apply(e), dictionary, out));
        if (maps.entries() > 0) {
            int width = dictionary.write(out);
            out.putLong(maps.entries());
            maps.writeNames(out, width);
            values.forEach(e -> maps.writeValues(cells.value().apply(e), out));
        }
        maps.clear();
    }

    private <E, F> void writeLists(Cells.Lists<E, F> lists, Elements<E> values) {
        end = 0;
        values.forEach(e -> {
            end += lists.list().apply(e).size();
            out.putLong(end);
        });
        if (end > 0) {
            write(
                    lists.element(),
                    action -> values.forEach(e -> {
                        List<F> list = lists.list().apply(e);
                        for (int i = 0; i < list.size(); i++) {
                            action.accept(list.get(i));
                        }
                    }));
        }
    }
}
