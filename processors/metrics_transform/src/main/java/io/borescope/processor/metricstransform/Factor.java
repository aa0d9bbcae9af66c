package io.borescope.processor.metricstransform;

import io.borescope.processor.metricstransform.Unit.Ratio;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.OptionalInt;

/**
 * What figures are multiplied with. Products are the doubles nearest to the exact ones.
 *
 * @param over a whole number
 * @param under a whole number
 */
record Factor(BigDecimal over, BigDecimal under) {
    /** More digits than a double has, so that rounding once more does not matter. */
    private static final MathContext PRECISION = new MathContext(40, RoundingMode.HALF_EVEN);

    /** The largest whole number up to which every one is a double. */
    private static final BigDecimal EXACT = new BigDecimal(1L << 53);

    static Factor of(Ratio ratio) {
        return new Factor(new BigDecimal(ratio.over()), new BigDecimal(ratio.under()));
    }

    /** A number as users write it, 0.1 being a tenth. */
    static Factor of(double number) {
        BigDecimal written = BigDecimal.valueOf(number).stripTrailingZeros();
        BigDecimal under = BigDecimal.ONE.scaleByPowerOfTen(Math.max(0, written.scale()));
        BigDecimal over = written.multiply(under);
        BigInteger common = over.toBigInteger().gcd(under.toBigInteger());
        return new Factor(over.divide(new BigDecimal(common)), under.divide(new BigDecimal(common)));
    }

    double times(double value) {
        if (value == 0 || !Double.isFinite(value)) {
            return value * over.signum();
        }
        if (isOne(under) && isExact(over)) {
            return value * over.doubleValue();
        }
        if (isOne(over) && isExact(under)) {
            return value / under.doubleValue();
        }
        return new BigDecimal(value).multiply(over).divide(under, PRECISION).doubleValue();
    }

    /** Whether integers stay integers. */
    boolean isWhole() {
        return isOne(under);
    }

    boolean isNegative() {
        return over.signum() < 0;
    }

    /**
     * A product of a whole factor.
     *
     * @throws ArithmeticException if it has no place in a long
     */
    long timesExact(long value) {
        return Math.multiplyExact(value, over.longValueExact());
    }

    private static boolean isOne(BigDecimal number) {
        return number.compareTo(BigDecimal.ONE) == 0;
    }

    private static boolean isExact(BigDecimal number) {
        return number.abs().compareTo(EXACT) <= 0;
    }

    /** The exponent of the power of two that this is. */
    OptionalInt powerOf2() {
        BigInteger numerator = over.toBigIntegerExact();
        BigInteger denominator = under.toBigIntegerExact();
        boolean isPower = numerator.signum() > 0 && numerator.bitCount() == 1 && denominator.bitCount() == 1;
        return isPower
                ? OptionalInt.of(numerator.getLowestSetBit() - denominator.getLowestSetBit())
                : OptionalInt.empty();
    }
}
