package io.borescope.processor.aggregate;

import io.borescope.api.event.EventBatch;

/**
 * Which events of a type a metric is made of: those in which a field is so.
 *
 * @param field what to look at
 * @param expected what it must be
 */
record Condition(Field field, long expected) {
    static final Condition ALWAYS = new Condition(Field.NONE, 0);

    /** All of these bits are set. */
    static Condition set(Field field, long bits) {
        return new Condition(field.masked(bits), bits);
    }

    /** An s64 that is below 0. */
    static Condition negative(long offset) {
        return set(Field.u64(offset), Long.MIN_VALUE);
    }

    /** An s64 that is 0 or above. */
    static Condition notNegative(long offset) {
        return new Condition(Field.u64(offset).masked(Long.MIN_VALUE), 0);
    }

    boolean holds(EventBatch events, int index) {
        return field.read(events, index) == expected;
    }
}
