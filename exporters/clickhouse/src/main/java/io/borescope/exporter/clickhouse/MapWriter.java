package io.borescope.exporter.clickhouse;

import io.borescope.api.otel.Attributes;
import io.borescope.api.otel.Value;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes the maps of one column: first where each ends, then all names, then all values, each map by name. Maps that are the same object as the one before, as
 * those of a resource are, are sorted, looked up and written once and then copied. Its arrays are used again; not thread-safe.
 */
final class MapWriter {
    /** Up to here sorting by insertion costs less than the objects that a library would make. */
    private static final int FEW = 32;

    /** For each map, one after the other, the places of its entries in it, by name. */
    private int[] orders = new int[256];

    /** The places of the names in the dictionary, likewise. */
    private int[] names = new int[256];

    private int entries;
    private int written;
    private @Nullable Attributes previous;
    private int previousStart;
    private int previousEnd;

    /** Takes in another map, and writes where it ends. */
    void add(Attributes attributes, Dictionary dictionary, NativeBuffer out) {
        int start = entries;
        int size = attributes.size();
        entries = Math.addExact(start, size);
        if (entries > orders.length) {
            int length = Math.max(entries, Math.addExact(orders.length, orders.length));
            orders = Arrays.copyOf(orders, length);
            names = Arrays.copyOf(names, length);
        }
        if (isPrevious(attributes)) {
            System.arraycopy(orders, previousStart, orders, start, size);
            System.arraycopy(names, previousStart, names, start, size);
        } else {
            sort(attributes, start);
            for (int i = start; i < entries; i++) {
                names[i] = dictionary.place(attributes.name(orders[i]));
            }
        }
        previous = attributes;
        previousStart = start;
        out.putLong(entries);
    }

    @SuppressWarnings("ReferenceEquality") // to compare all that lies in them would cost as much as writing them
    private boolean isPrevious(Attributes attributes) {
        return attributes == previous;
    }

    private void sort(Attributes attributes, int start) {
        int size = attributes.size();
        if (size > FEW) {
            int[] sorted = IntStream.range(0, size)
                    .boxed()
                    .sorted(Comparator.comparing(attributes::name))
                    .mapToInt(Integer::intValue)
                    .toArray();
            System.arraycopy(sorted, 0, orders, start, size);
            return;
        }
        for (int i = 0; i < size; i++) {
            int at = start + i;
            while (at > start && attributes.name(orders[at - 1]).compareTo(attributes.name(i)) > 0) {
                orders[at] = orders[at - 1];
                at--;
            }
            orders[at] = i;
        }
    }

    /** How many names there are in all maps together. */
    int entries() {
        return entries;
    }

    /** Writes the names of all maps. */
    void writeNames(NativeBuffer out, int width) {
        for (int i = 0; i < entries; i++) {
            out.putInteger(names[i], width);
        }
        previous = null;
    }

    /** Writes the values of the next map: called for all in the order in which they were added. */
    void writeValues(Attributes attributes, NativeBuffer out) {
        int start = out.size();
        int size = attributes.size();
        if (isPrevious(attributes)) {
            out.putAgain(previousStart, previousEnd);
        } else {
            for (int i = 0; i < size; i++) {
                put(attributes.value(orders[written + i]), out);
            }
        }
        written += size;
        previous = attributes;
        previousStart = start;
        previousEnd = out.size();
    }

    /** A value as text. Those that most are cost no object. */
    static void put(Value value, NativeBuffer out) {
        switch (value) {
            case Value.Text text -> out.putText(text.value());
            case Value.Int integer -> out.putDecimal(integer.value());
            case Value.Bool bool -> out.putText(bool.value() ? "true" : "false");
            default -> out.putText(value.asText());
        }
    }

    /** Forgets all maps. */
    void clear() {
        entries = 0;
        written = 0;
        previous = null;
    }
}
