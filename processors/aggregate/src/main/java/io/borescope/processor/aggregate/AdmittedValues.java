package io.borescope.processor.aggregate;

import java.util.Arrays;
import java.util.List;

/**
 * Which values of the limited dimensions rows may have: those that came first. Asked only for keys that have no row yet, so it may look
 * through a list. Allocates when a value joins, not when one is refused.
 */
final class AdmittedValues {
    private final ValueLimits limits;
    private final Values devices = new Values();
    private final Values portLabels = new Values();

    AdmittedValues(ValueLimits limits) {
        this.limits = limits;
    }

    /** A second key in which values beyond the limits are replaced by the number for all such values. */
    long admit(List<Dimension> dimensions, long key2) {
        long admitted = key2;
        for (int i = 0; i < dimensions.size(); i++) {
            Dimension dimension = dimensions.get(i);
            if (!isAdmitted(dimension, dimension.number(key2))) {
                admitted = dimension.withOther(admitted);
            }
        }
        return admitted;
    }

    private boolean isAdmitted(Dimension dimension, long value) {
        return dimension.isOther(value)
                || switch (dimension.name()) {
                    case "device_id" -> devices.admit(value, limits.deviceId());
                    case "port_label" -> portLabels.admit(value, limits.portLabel());
                    default -> true;
                };
    }

    void clear() {
        devices.size = 0;
        portLabels.size = 0;
    }

    private static final class Values {
        private long[] values = new long[4];
        private int size;

        /** 0, which stands for no device and no label, needs no place. */
        boolean admit(long value, int limit) {
            if (value == 0) {
                return true;
            }
            for (int i = 0; i < size; i++) {
                if (values[i] == value) {
                    return true;
                }
            }
            if (size >= limit) {
                return false;
            }
            if (size == values.length) {
                values = Arrays.copyOf(values, size * 2);
            }
            values[size++] = value;
            return true;
        }
    }
}
