package io.borescope.processor.filter;

import io.borescope.api.otel.Value;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How two values are compared. Values of different types are different, and in no order; integers and decimals are both numbers. */
enum Comparison {
    EQUAL("=="),
    DIFFERENT("!="),
    LESS("<"),
    AT_MOST("<="),
    GREATER(">"),
    AT_LEAST(">=");

    private final String operator;

    Comparison(String operator) {
        this.operator = operator;
    }

    /** The one that is written so. */
    static Optional<Comparison> of(String operator) {
        return Stream.of(values())
                .filter(comparison -> comparison.operator.equals(operator))
                .findFirst();
    }

    /**
     * Compares.
     *
     * @param left null if it is not there
     * @param right null if it is not there
     */
    boolean holds(@Nullable Value left, @Nullable Value right) {
        if (this == EQUAL || this == DIFFERENT) {
            return equal(left, right) == (this == EQUAL);
        }
        Integer order = order(left, right);
        return order != null
                && switch (this) {
                    case LESS -> order < 0;
                    case AT_MOST -> order <= 0;
                    case GREATER -> order > 0;
                    default -> order >= 0;
                };
    }

    private static boolean equal(@Nullable Value left, @Nullable Value right) {
        if (isNothing(left) || isNothing(right)) {
            return isNothing(left) && isNothing(right);
        }
        Integer order = order(left, right);
        return order == null ? left != null && left.equals(right) : order == 0;
    }

    private static boolean isNothing(@Nullable Value value) {
        return value == null || value == Value.Empty.EMPTY;
    }

    private static @Nullable Integer order(@Nullable Value left, @Nullable Value right) {
        if (left instanceof Value.Int one && right instanceof Value.Int other) {
            return Long.compare(one.value(), other.value());
        }
        if (left instanceof Value.Text one && right instanceof Value.Text other) {
            return one.value().compareTo(other.value());
        }
        Double one = number(left);
        Double other = number(right);
        return one == null || other == null ? null : Double.compare(one, other);
    }

    /**
     * The sum of two numbers, or their difference.
     *
     * @return null if either is not there or no number
     */
    static @Nullable Value sum(@Nullable Value left, @Nullable Value right, boolean adds) {
        if (left instanceof Value.Int one && right instanceof Value.Int other) {
            return Value.of(adds ? one.value() + other.value() : one.value() - other.value());
        }
        Double one = number(left);
        Double other = number(right);
        return one == null || other == null ? null : Value.of(adds ? one + other : one - other);
    }

    private static @Nullable Double number(@Nullable Value value) {
        return switch (value) {
            case Value.Int integer -> (double) integer.value();
            case Value.Real real -> real.value();
            case null, default -> null;
        };
    }
}
