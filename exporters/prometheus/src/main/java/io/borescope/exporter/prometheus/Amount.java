package io.borescope.exporter.prometheus;

/** A number that is exact as long as only integers are added to it. Guarded by its store. */
final class Amount {
    private long integer;
    private double real;

    /** One that is an integer. */
    static Amount of(long value) {
        Amount amount = new Amount();
        amount.integer = value;
        return amount;
    }

    /** One that may be none: infinite, or not a number. */
    static Amount of(double value) {
        Amount amount = new Amount();
        amount.real = value;
        return amount;
    }

    /** Adds another; what no integer holds any more becomes a decimal. */
    void add(Amount other) {
        long sum = integer + other.integer;
        boolean overflows = ((integer ^ sum) & (other.integer ^ sum)) < 0;
        if (overflows) {
            real += (double) integer + other.integer;
            integer = 0;
        } else {
            integer = sum;
        }
        real += other.real;
    }

    /** As the formats write numbers. */
    @Override
    public String toString() {
        return real == 0 ? Long.toString(integer) : text(integer + real);
    }

    /** A decimal as the formats write it. */
    static String text(double value) {
        if (Double.isNaN(value)) {
            return "NaN";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "+Inf" : "-Inf";
        }
        boolean whole = value == Math.rint(value) && Math.abs(value) < 1e15;
        return whole ? Long.toString((long) value) : Double.toString(value);
    }
}
