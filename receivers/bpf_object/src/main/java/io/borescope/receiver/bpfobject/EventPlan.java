package io.borescope.receiver.bpfobject;

import io.borescope.bpf.btf.Field;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is made of the events in a ring.
 *
 * @param ring name of the map
 * @param size least bytes of an event
 * @param timestamp null if the time of arrival counts
 * @param logs null if no log records are made
 */
record EventPlan(
        String ring,
        long size,
        @Nullable Field timestamp,
        List<MetricPlan> metrics,
        @Nullable LogPlan logs) {

    /**
     * What becomes of an event as a log record.
     *
     * @param body null if it has none
     * @param attributes fields by the name of their attribute
     */
    record LogPlan(String eventName, @Nullable Field body, List<Dimension> attributes) {}
}
