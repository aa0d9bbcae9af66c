package io.borescope.exporter.prometheus;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What metrics and labels are called by the rules of Prometheus.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otel/compatibility/prometheus_and_openmetrics/">Compatibility with Prometheus</a>
 */
final class Names {
    private static final Map<String, String> UNITS = Map.ofEntries(
            Map.entry("d", "days"),
            Map.entry("h", "hours"),
            Map.entry("min", "minutes"),
            Map.entry("s", "seconds"),
            Map.entry("ms", "milliseconds"),
            Map.entry("us", "microseconds"),
            Map.entry("ns", "nanoseconds"),
            Map.entry("By", "bytes"),
            Map.entry("KiBy", "kibibytes"),
            Map.entry("MiBy", "mebibytes"),
            Map.entry("GiBy", "gibibytes"),
            Map.entry("KBy", "kilobytes"),
            Map.entry("MBy", "megabytes"),
            Map.entry("GBy", "gigabytes"),
            Map.entry("m", "meters"),
            Map.entry("V", "volts"),
            Map.entry("A", "amperes"),
            Map.entry("J", "joules"),
            Map.entry("W", "watts"),
            Map.entry("g", "grams"),
            Map.entry("Cel", "celsius"),
            Map.entry("Hz", "hertz"),
            Map.entry("%", "percent"));
    private static final Map<String, String> RATES =
            Map.of("s", "second", "m", "minute", "h", "hour", "d", "day", "min", "minute");

    private final String namespace;
    private final boolean suffixes;

    /**
     * @param namespace may be empty
     * @param suffixes whether names end in the unit and the kind
     */
    Names(String namespace, boolean suffixes) {
        this.namespace = namespace;
        this.suffixes = suffixes;
    }

    /** Of something that only grows; exposed by this name in the older format, too. */
    String counter(String name, String unit) {
        String base = withUnit(name, unit);
        return suffixes && !base.endsWith("_total") ? base + "_total" : base;
    }

    /** Of a level; what has no unit is a ratio. */
    String gauge(String name, String unit) {
        return withUnit(name, unit.equals("1") ? "{ratio}" : unit, unit.equals("1") ? "ratio" : word(unit));
    }

    /** Of a distribution, without what its lines end in. */
    String distribution(String name, String unit) {
        return withUnit(name, unit);
    }

    private String withUnit(String name, String unit) {
        return withUnit(name, unit, word(unit));
    }

    private String withUnit(String name, String unit, String word) {
        String full = namespace.isEmpty() ? name : namespace + "_" + name;
        String clean = clean(full, true);
        boolean total = clean.endsWith("_total");
        String stem = total ? clean.substring(0, clean.length() - "_total".length()) : clean;
        boolean says = !suffixes || word.isEmpty() || unit.isEmpty() || contains(stem, word);
        return says ? clean : stem + "_" + word + (total ? "_total" : "");
    }

    private static boolean contains(String name, String word) {
        return name.equals(word) || name.endsWith("_" + word) || name.contains("_" + word + "_");
    }

    /** A unit of UCUM as Prometheus calls it; empty for what is only counted. */
    private static String word(String unit) {
        if (unit.isEmpty() || unit.equals("1") || unit.startsWith("{")) {
            return "";
        }
        int slash = unit.indexOf('/');
        if (slash < 0) {
            return clean(UNITS.getOrDefault(unit, unit), false);
        }
        String per = unit.substring(slash + 1);
        return Stream.of(word(unit.substring(0, slash)), "per", clean(RATES.getOrDefault(per, per), false))
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining("_"));
    }

    /** A label. */
    static String label(String name) {
        String clean = name.isEmpty() ? "_" : replaced(name, false);
        return startsWithDigit(clean) ? "key_" + clean : clean;
    }

    /** A name, with one underscore where there are characters that it cannot have. */
    private static String clean(String name, boolean colons) {
        String clean = replaced(name, colons).replaceAll("_{2,}", "_");
        if (!colons) {
            clean = clean.replaceAll("^_|_$", "");
        }
        return colons && (clean.isEmpty() || startsWithDigit(clean)) ? "_" + clean : clean;
    }

    private static boolean startsWithDigit(String name) {
        return !name.isEmpty() && name.charAt(0) >= '0' && name.charAt(0) <= '9';
    }

    private static String replaced(String name, boolean colons) {
        StringBuilder clean = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            clean.append(isAllowed(c) || (colons && c == ':') ? c : '_');
        }
        return clean.toString();
    }

    private static boolean isAllowed(char c) {
        return c < 0x80 && Character.isLetterOrDigit(c);
    }
}
