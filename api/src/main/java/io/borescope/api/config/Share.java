package io.borescope.api.config;

import java.math.BigDecimal;

/**
 * A part of something, written in percent: {@code 1%}, {@code 0.5%}, {@code 250%}. What it is a part of says the key.
 *
 * @param fraction 0.01 for one percent; not negative
 */
public record Share(double fraction) {
    /** Regular expression of the written form, common to Java and ECMA-262. */
    public static final String SYNTAX = "[0-9]{1,6}(\\.[0-9]{1,9})?\\s?%";

    private static final int PERCENT_DIGITS = 2;

    /** So much in percent. */
    public static Share ofPercent(double percent) {
        return new Share(percent / 100);
    }

    /**
     * Reads the written form.
     *
     * @throws IllegalArgumentException with a message for users if the text is not that
     */
    public static Share parse(String text) {
        if (!text.matches(SYNTAX)) {
            throw new IllegalArgumentException("\"" + text + "\" is not a share. Write one such as 1% or 0.5%.");
        }
        String number = text.substring(0, text.length() - 1).strip();
        return new Share(new BigDecimal(number).movePointLeft(PERCENT_DIGITS).doubleValue());
    }

    /** As written: {@code 1%}. */
    @Override
    public String toString() {
        return BigDecimal.valueOf(fraction)
                        .movePointRight(PERCENT_DIGITS)
                        .stripTrailingZeros()
                        .toPlainString()
                + "%";
    }
}
