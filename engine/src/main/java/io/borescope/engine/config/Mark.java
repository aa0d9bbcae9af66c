package io.borescope.engine.config;

import java.util.Comparator;

/**
 * Where something was written.
 *
 * @param order of the source among all sources, so that reports read in the order of the command line
 * @param source a file's name as the user gave it, or an option
 * @param line from 1; 0 if the source has no lines
 * @param column from 1; 0 if the source has no lines
 */
record Mark(int order, String source, int line, int column) implements Comparable<Mark> {
    private static final Comparator<Mark> BY_POSITION = Comparator.comparingInt(Mark::order)
            .thenComparing(Mark::source)
            .thenComparingInt(Mark::line)
            .thenComparingInt(Mark::column);

    /** A source as a whole. */
    static Mark of(int order, String source) {
        return new Mark(order, source, 0, 0);
    }

    @Override
    public int compareTo(Mark other) {
        return BY_POSITION.compare(this, other);
    }

    @Override
    public String toString() {
        return line == 0 ? source : source + ":" + line + ":" + column;
    }
}
