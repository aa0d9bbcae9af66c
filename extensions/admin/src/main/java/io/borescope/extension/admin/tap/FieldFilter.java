package io.borescope.extension.admin.tap;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One condition on a field of a record: {@code name=value}, {@code name!=value}, {@code name~part}, {@code name>number} or {@code name<number}. A
 * field that is not there equals no value and contains nothing.
 */
public final class FieldFilter {
    private static final Pattern CONDITION = Pattern.compile("([^=!~<>]+)(!=|=|~|>|<)(.*)", Pattern.DOTALL);
    private static final int LONGEST = 1_024;

    private final String field;
    private final String operator;
    private final String operand;
    private final double number;

    private FieldFilter(String field, String operator, String operand) {
        this.field = field;
        this.operator = operator;
        this.operand = operator.equals("~") ? operand.toLowerCase(Locale.ROOT) : operand;
        this.number = operator.equals(">") || operator.equals("<") ? parse(operand) : Double.NaN;
    }

    /**
     * Reads a condition.
     *
     * @throws IllegalArgumentException with a message for users if it is none
     */
    public static FieldFilter of(String text) {
        Matcher matcher = CONDITION.matcher(text);
        if (text.length() > LONGEST || !matcher.matches()) {
            throw new IllegalArgumentException(
                    "\"%s\" is no filter. Write field=value, field!=value, field~part, field>number or field<number."
                            .formatted(text.substring(0, Math.min(text.length(), LONGEST))));
        }
        return new FieldFilter(
                matcher.group(1).strip(), matcher.group(2), matcher.group(3).strip());
    }

    private static double parse(String operand) {
        try {
            return Double.parseDouble(operand);
        } catch (NumberFormatException none) {
            throw new IllegalArgumentException(
                    "\"%s\" is no number, so nothing is above or below it.".formatted(operand));
        }
    }

    boolean passes(Fields record) {
        @Nullable Object value = record.get(field);
        return switch (operator) {
            case "=" -> value != null && equalsOperand(value);
            case "!=" -> value == null || !equalsOperand(value);
            case "~" ->
                value != null && value.toString().toLowerCase(Locale.ROOT).contains(operand);
            case ">" -> value instanceof Number present && present.doubleValue() > number;
            default -> value instanceof Number present && present.doubleValue() < number;
        };
    }

    private boolean equalsOperand(Object value) {
        return value instanceof List<?> list
                ? list.stream().anyMatch(each -> each.toString().equals(operand))
                : value.toString().equals(operand);
    }
}
