package io.borescope.api.metric;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A column of text, dictionary-coded: few different values, one small number per row. */
public final class TextColumn extends Column {
    private final List<String> dictionary;
    private final int[] codes;

    /**
     * @param dictionary the different values
     * @param codes index into the dictionary, one per row; the array belongs to the column from now on
     */
    public TextColumn(List<String> dictionary, int[] codes) {
        this.dictionary = List.copyOf(dictionary);
        this.codes = codes;
    }

    /** A column of these values, one per row. */
    public static TextColumn of(List<String> values) {
        Map<String, Integer> dictionary = new HashMap<>();
        List<String> inOrder = new ArrayList<>();
        int[] codes = new int[values.size()];
        for (int row = 0; row < codes.length; row++) {
            codes[row] = dictionary.computeIfAbsent(values.get(row), value -> {
                inOrder.add(value);
                return inOrder.size() - 1;
            });
        }
        return new TextColumn(inOrder, codes);
    }

    @Override
    public ColumnType type() {
        return ColumnType.TEXT;
    }

    @Override
    public int size() {
        return codes.length;
    }

    /** The value of a row. */
    public String get(int row) {
        return dictionary.get(codes[row]);
    }

    /** The different values, by code. */
    public List<String> dictionary() {
        return dictionary;
    }

    /** Index of a row's value in {@link #dictionary()}. */
    public int code(int row) {
        return codes[row];
    }
}
