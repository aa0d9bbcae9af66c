package io.borescope.processor.aggregate;

import static java.util.Objects.requireNonNullElse;

import io.borescope.api.config.ComponentConfig;
import io.borescope.api.config.Doc;
import java.util.ArrayList;
import java.util.List;

/** What users write under {@code dimensions}: what rows of one process are told apart by. */
public record DimensionSwitches(
        @Doc("What a port is used for.") Boolean portLabel,
        @Doc("Sent or received.") Boolean direction,
        @Doc("TCP, UDP or unix sockets.") Boolean transport,
        @Doc("Which disk.") Boolean deviceId,
        @Doc("Read, written and so on.") Boolean rw,

        @Doc("Which CPU, for cpu_time. Makes a row per process and CPU.")
        Boolean cpu)
        implements ComponentConfig {

    /** What users get who write nothing. */
    static final DimensionSwitches DEFAULT = new DimensionSwitches(true, true, true, true, true, false);

    public DimensionSwitches {
        portLabel = requireNonNullElse(portLabel, true);
        direction = requireNonNullElse(direction, true);
        transport = requireNonNullElse(transport, true);
        deviceId = requireNonNullElse(deviceId, true);
        rw = requireNonNullElse(rw, true);
        cpu = requireNonNullElse(cpu, false);
    }

    /**
     * A metric as these switches want it. Of the dimensions that are off, Observoor's keep their column, whose value is 0 or what that
     * stands for, because tables and readers made for Observoor expect it; the others go.
     */
    MetricRule apply(MetricRule rule) {
        List<Dimension.In> dimensions = new ArrayList<>();
        for (Dimension.In in : rule.dimensions()) {
            if (isOn(in.dimension())) {
                dimensions.add(in);
            } else if (in.dimension().isObservoors()) {
                dimensions.add(in.switchedOff());
            }
        }
        return rule.by(dimensions);
    }

    private boolean isOn(Dimension dimension) {
        return switch (dimension.name()) {
            case "port_label" -> portLabel;
            case "direction" -> direction;
            case "transport" -> transport;
            case "device_id" -> deviceId;
            case "rw" -> rw;
            case "cpu" -> cpu;
            default -> true;
        };
    }
}
