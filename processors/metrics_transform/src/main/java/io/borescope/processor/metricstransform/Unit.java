package io.borescope.processor.metricstransform;

import java.math.BigInteger;
import java.util.Map;
import java.util.Optional;

/**
 * A unit of measure that is a multiple of another one.
 *
 * @param dimension what it measures, in the unit that all such units are multiples of
 * @param multiple how many of those it is
 * @see <a href="https://ucum.org/ucum">UCUM</a>
 */
record Unit(String dimension, Ratio multiple) {
    /** For messages. */
    static final String KNOWN = "s, min, h, d, By, bit, Hz, m, g, V, A, W, J, 1, %";

    private static final Map<String, Unit> ATOMS = Map.ofEntries(
            atom("s", "s", 1),
            atom("min", "s", 60),
            atom("h", "s", 3_600),
            atom("d", "s", 86_400),
            atom("bit", "bit", 1),
            atom("By", "bit", 8),
            atom("Hz", "Hz", 1),
            atom("m", "m", 1),
            atom("g", "g", 1),
            atom("V", "V", 1),
            atom("A", "A", 1),
            atom("W", "W", 1),
            atom("J", "J", 1),
            atom("1", "1", 1),
            Map.entry("%", new Unit("1", Ratio.of(1, 100))));

    private static final Map<String, Ratio> PREFIXES = Map.ofEntries(
            Map.entry("p", Ratio.powerOf10(-12)),
            Map.entry("n", Ratio.powerOf10(-9)),
            Map.entry("u", Ratio.powerOf10(-6)),
            Map.entry("m", Ratio.powerOf10(-3)),
            Map.entry("c", Ratio.powerOf10(-2)),
            Map.entry("d", Ratio.powerOf10(-1)),
            Map.entry("k", Ratio.powerOf10(3)),
            Map.entry("M", Ratio.powerOf10(6)),
            Map.entry("G", Ratio.powerOf10(9)),
            Map.entry("T", Ratio.powerOf10(12)),
            Map.entry("P", Ratio.powerOf10(15)),
            Map.entry("Ki", Ratio.powerOf2(10)),
            Map.entry("Mi", Ratio.powerOf2(20)),
            Map.entry("Gi", Ratio.powerOf2(30)),
            Map.entry("Ti", Ratio.powerOf2(40)));

    /** Units that UCUM has no prefixes for. */
    private static final String WITHOUT_PREFIX = " min h d 1 % ";

    /**
     * A positive number.
     *
     * @param over in lowest terms
     * @param under in lowest terms
     */
    record Ratio(BigInteger over, BigInteger under) {
        static Ratio of(long over, long under) {
            return of(BigInteger.valueOf(over), BigInteger.valueOf(under));
        }

        private static Ratio of(BigInteger over, BigInteger under) {
            BigInteger common = over.gcd(under);
            return new Ratio(over.divide(common), under.divide(common));
        }

        static Ratio powerOf10(int exponent) {
            BigInteger power = BigInteger.TEN.pow(Math.abs(exponent));
            return exponent < 0 ? new Ratio(BigInteger.ONE, power) : new Ratio(power, BigInteger.ONE);
        }

        static Ratio powerOf2(int exponent) {
            return new Ratio(BigInteger.TWO.pow(exponent), BigInteger.ONE);
        }

        Ratio times(Ratio other) {
            return of(over.multiply(other.over), under.multiply(other.under));
        }

        Ratio by(Ratio other) {
            return of(over.multiply(other.under), under.multiply(other.over));
        }
    }

    private static Map.Entry<String, Unit> atom(String name, String dimension, long multiple) {
        return Map.entry(name, new Unit(dimension, Ratio.of(multiple, 1)));
    }

    /** The unit of this notation: one that is known, with a prefix or without, or one of those by another. */
    static Optional<Unit> parse(String notation) {
        int slash = notation.indexOf('/');
        if (slash < 0) {
            return simple(notation);
        }
        return simple(notation.substring(0, slash))
                .flatMap(over -> simple(notation.substring(slash + 1))
                        .map(under ->
                                new Unit(over.dimension + "/" + under.dimension, over.multiple.by(under.multiple))));
    }

    private static Optional<Unit> simple(String notation) {
        Unit whole = ATOMS.get(notation);
        if (whole != null) {
            return Optional.of(whole);
        }
        for (int length = 1; length <= 2 && length < notation.length(); length++) {
            Ratio prefix = PREFIXES.get(notation.substring(0, length));
            String name = notation.substring(length);
            Unit atom = ATOMS.get(name);
            if (prefix != null && atom != null && !WITHOUT_PREFIX.contains(" " + name + " ")) {
                return Optional.of(new Unit(atom.dimension, atom.multiple.times(prefix)));
            }
        }
        return Optional.empty();
    }

    /** What values in one unit are multiplied with to be in another; empty if they measure different things. */
    static Optional<Ratio> conversion(String from, String to) {
        return parse(from)
                .flatMap(source -> parse(to)
                        .filter(target -> target.dimension.equals(source.dimension))
                        .map(target -> source.multiple.by(target.multiple)));
    }
}
