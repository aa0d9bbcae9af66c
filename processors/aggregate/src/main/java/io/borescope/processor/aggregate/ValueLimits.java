package io.borescope.processor.aggregate;

import static java.util.Objects.requireNonNullElse;

import io.borescope.api.config.ComponentConfig;
import io.borescope.api.config.Doc;
import io.borescope.api.config.Problems;

/** What users write under {@code max_values}. The other dimensions have few values by nature. */
public record ValueLimits(
        @Doc("Most port labels per window. What comes beyond them has the label __other__.")
        Integer portLabel,

        @Doc("Most devices per window. What comes beyond them has the device 4294967295.")
        Integer deviceId)
        implements ComponentConfig {

    static final ValueLimits DEFAULT = new ValueLimits(64, 64);

    private static final int MOST = 256;

    public ValueLimits {
        portLabel = requireNonNullElse(portLabel, 64);
        deviceId = requireNonNullElse(deviceId, 64);
    }

    @Override
    public void validate(Problems problems) {
        checkRange(problems, "port_label", portLabel);
        checkRange(problems, "device_id", deviceId);
    }

    private static void checkRange(Problems problems, String key, int limit) {
        if (limit < 1 || limit > MOST) {
            problems.add(key, "%d is out of range. Use 1 to %d.", limit, MOST);
        }
    }
}
