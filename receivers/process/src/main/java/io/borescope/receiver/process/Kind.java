package io.borescope.receiver.process;

import io.borescope.receiver.process.classes.ProcessClass;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Who a process is, and by whose word.
 *
 * @param ruleClient by the rule that selected it or the nearest ancestor; empty if none of them gives a client
 * @param classClient by its class, or that of the image or parent that it comes from; empty if there is none
 * @param group of that class; empty if it has none
 * @param processClass the class of what it runs itself; null if there is none
 */
record Kind(
        String ruleClient,
        String classClient,
        String group,
        @Nullable ProcessClass processClass) {
    /** Nobody known. */
    static final Kind UNKNOWN = new Kind("", "", "", null);

    /** The name of the attribute that holds a class's group. */
    static final String GROUP = "process.group";

    /**
     * What a new image is.
     *
     * @param rule that selects it, if one does
     * @param own class of what it runs
     * @param origin the image before, or the parent
     */
    static Kind of(Optional<SelectionRule> rule, @Nullable ProcessClass own, Kind origin) {
        String given = rule.map(SelectionRule::clientLabel).orElse("");
        return new Kind(
                given.isEmpty() ? origin.ruleClient : given,
                own == null ? origin.classClient : own.client(),
                own == null ? origin.group : own.groupLabel(),
                own);
    }

    /** What rows call it; empty if nobody says. */
    String client() {
        return ruleClient.isEmpty() ? classClient : ruleClient;
    }

    /** Its group beside what its cgroups say. */
    Map<String, String> attributes(Map<String, String> ofCgroups) {
        if (group.isEmpty()) {
            return ofCgroups;
        }
        Map<String, String> attributes = new TreeMap<>(ofCgroups);
        attributes.put(GROUP, group);
        return attributes;
    }
}
