package io.borescope.receiver.ebpf;

import io.borescope.api.event.EventType;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What was used in a second: CPU time by time, so 1 is a whole core.
 *
 * @param agent of the process
 * @param families of the programs that are attached
 * @param told events that were told, alone or added up, per second; none of types that are missing
 */
record CpuUse(double agent, List<Family> families, Map<EventType, Double> told) {
    /**
     * Probe groups that share programs.
     *
     * @param name for users
     * @param share what its programs used
     * @param types of its events
     */
    record Family(String name, double share, Set<EventType> types) {}

    double told(EventType type) {
        return told.getOrDefault(type, 0.0);
    }

    double programs() {
        return families.stream().mapToDouble(Family::share).sum();
    }

    double total() {
        return agent + programs();
    }
}
