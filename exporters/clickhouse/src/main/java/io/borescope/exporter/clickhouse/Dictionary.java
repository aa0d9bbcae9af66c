package io.borescope.exporter.clickhouse;

import io.borescope.api.metric.TextColumn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The different values of one LowCardinality column, over all batches of a block. Reused from column to column; not thread-safe. */
final class Dictionary {
    /** Stands before all that a column with a dictionary has. */
    static final long VERSION = 1;

    /** The keys follow, and this block's dictionary is all there is. */
    private static final long NEW_DICTIONARY = 0x600;

    private final Map<String, Integer> places = new HashMap<>();
    private final List<String> keys = new ArrayList<>();

    /** Places of the values of the batches' own dictionaries, one after the other. */
    private int[] translations = new int[64];

    private int translated;

    void clear() {
        places.clear();
        keys.clear();
        translated = 0;
    }

    /** The place of a value; a new one at the end. */
    int place(String value) {
        Integer known = places.get(value);
        if (known != null) {
            return known;
        }
        places.put(value, keys.size());
        keys.add(value);
        return keys.size() - 1;
    }

    /** Takes in all values of a column and returns where their translations begin. */
    int translate(TextColumn column) {
        int start = translated;
        List<String> values = column.dictionary();
        if (start + values.size() > translations.length) {
            translations = Arrays.copyOf(translations, Math.max(2 * translations.length, start + values.size()));
        }
        for (int code = 0; code < values.size(); code++) {
            translations[translated++] = place(values.get(code));
        }
        return start;
    }

    /** The place of the value that has this code in a column, whose translations begin at {@code start}. */
    int translated(int start, int code) {
        return translations[start + code];
    }

    /**
     * Writes all values.
     *
     * @return bytes of a place
     */
    int write(NativeBuffer out) {
        int log = keys.size() <= 1 << 8 ? 0 : keys.size() <= 1 << 16 ? 1 : 2;
        out.putLong(NEW_DICTIONARY | log);
        out.putLong(keys.size());
        keys.forEach(out::putText);
        return 1 << log;
    }
}
