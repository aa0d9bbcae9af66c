package io.borescope.exporter.debug;

import io.borescope.api.command.SafeText;
import java.util.ArrayList;
import java.util.List;

/** Lines of cells under a head, each column as wide as its widest cell. Texts stand left, figures right. */
final class TextTable {
    private static final int LONGEST_CELL = 200;
    private static final String GAP = "  ";

    private final List<String> head = new ArrayList<>();
    private final List<Boolean> right = new ArrayList<>();
    private final List<List<String>> rows = new ArrayList<>();

    /** Adds a column of texts. */
    TextTable left(String name) {
        return column(name, false);
    }

    /** Adds a column of figures. */
    TextTable right(String name) {
        return column(name, true);
    }

    private TextTable column(String name, boolean alignRight) {
        head.add(SafeText.of(name, LONGEST_CELL));
        right.add(alignRight);
        return this;
    }

    /** Adds a line with one cell per column. */
    void row(List<String> cells) {
        if (cells.size() != head.size()) {
            throw new IllegalArgumentException(cells.size() + " cells for " + head.size() + " columns");
        }
        rows.add(cells.stream().map(cell -> SafeText.of(cell, LONGEST_CELL)).toList());
    }

    /** Writes the head and the lines, each ending in a line feed. */
    void appendTo(StringBuilder out) {
        int[] widths = new int[head.size()];
        widen(widths, head);
        rows.forEach(row -> widen(widths, row));
        appendLine(head, widths, out);
        rows.forEach(row -> appendLine(row, widths, out));
    }

    private static void widen(int[] widths, List<String> cells) {
        for (int i = 0; i < widths.length; i++) {
            widths[i] = Math.max(widths[i], length(cells.get(i)));
        }
    }

    private void appendLine(List<String> cells, int[] widths, StringBuilder out) {
        int start = out.length();
        for (int i = 0; i < widths.length; i++) {
            String cell = cells.get(i);
            String padding = " ".repeat(widths[i] - length(cell));
            out.append(GAP);
            out.append(right.get(i) ? padding + cell : cell + padding);
        }
        while (out.length() > start && out.charAt(out.length() - 1) == ' ') {
            out.setLength(out.length() - 1);
        }
        out.append('\n');
    }

    private static int length(String cell) {
        return cell.codePointCount(0, cell.length());
    }
}
