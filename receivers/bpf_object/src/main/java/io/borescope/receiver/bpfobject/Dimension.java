package io.borescope.receiver.bpfobject;

import io.borescope.api.metric.ColumnSpec;
import io.borescope.bpf.btf.Field;

/**
 * What series are told apart by: an attribute, and the field that it is read from.
 *
 * <p>Integers stay integers; all that has a name, a length or more than 63 bits becomes text.
 */
record Dimension(String attribute, Field field) {
    /** Bytes that it takes in the key of a series. */
    int width() {
        return field.isNumber() ? Long.BYTES : field.size();
    }

    boolean isInteger() {
        return field.kind() == Field.Kind.INTEGER && !field.isUnsignedLong();
    }

    ColumnSpec column() {
        return isInteger() ? ColumnSpec.integer(attribute, "1") : ColumnSpec.text(attribute);
    }
}
