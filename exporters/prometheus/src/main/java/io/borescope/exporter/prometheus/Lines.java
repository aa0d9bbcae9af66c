package io.borescope.exporter.prometheus;

/** Writes what is exposed, in the text format of Prometheus or in that of OpenMetrics. */
final class Lines {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final StringBuilder out = new StringBuilder();
    private final boolean openMetrics;
    private final boolean timestamps;
    private long epochNanos;

    /**
     * @param timestamps whether lines say when their figures were measured
     */
    Lines(boolean openMetrics, boolean timestamps) {
        this.openMetrics = openMetrics;
        this.timestamps = timestamps;
    }

    /** Begins a metric. */
    void metric(String name, Kind kind, String help) {
        String family = openMetrics && kind == Kind.COUNTER && name.endsWith("_total")
                ? name.substring(0, name.length() - "_total".length())
                : name;
        if (!help.isEmpty()) {
            out.append("# HELP ")
                    .append(family)
                    .append(' ')
                    .append(escaped(help))
                    .append('\n');
        }
        out.append("# TYPE ")
                .append(family)
                .append(' ')
                .append(type(name, kind))
                .append('\n');
    }

    /** A counter of OpenMetrics ends in {@code _total}. */
    private String type(String name, Kind kind) {
        boolean nameless = openMetrics && kind == Kind.COUNTER && !name.endsWith("_total");
        return nameless ? "unknown" : kind.label();
    }

    private String escaped(String help) {
        String text = help.replace("\\", "\\\\").replace("\n", "\\n");
        return openMetrics ? text.replace("\"", "\\\"") : text;
    }

    /** Says when the figures of the lines to come were measured. */
    void at(long time) {
        epochNanos = time;
    }

    /** A line with a number. */
    void line(String name, String labels, String value) {
        out.append(name);
        if (!labels.isEmpty()) {
            out.append('{').append(labels).append('}');
        }
        out.append(' ').append(value);
        if (timestamps && epochNanos > 0) {
            long millis = epochNanos / NANOS_PER_MILLI;
            out.append(' ').append(openMetrics ? "%d.%03d".formatted(millis / 1_000, millis % 1_000) : millis);
        }
        out.append('\n');
    }

    /** A bound in a label; OpenMetrics wants it to be seen that it is a decimal. */
    String bound(double value) {
        String text = Amount.text(value);
        boolean integer = text.chars().allMatch(c -> c == '-' || Character.isDigit(c));
        return openMetrics && integer ? text + ".0" : text;
    }

    /** All that was written, and the end. */
    String finish() {
        return openMetrics ? out.append("# EOF\n").toString() : out.toString();
    }
}
