package io.borescope.engine.cli;

import io.borescope.api.privilege.Capabilities;
import io.borescope.api.privilege.Capability;
import io.borescope.api.privilege.Privilege;
import io.borescope.engine.diagnosis.NeededPrivilege;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Writes which capabilities a configuration needs: for people, with lines for a systemd unit, or as JSON. */
final class CapabilitiesPrinter {
    private final List<NeededPrivilege> needed;
    private final Capabilities held;

    CapabilitiesPrinter(List<NeededPrivilege> needed, Capabilities held) {
        this.needed = needed;
        this.held = held;
    }

    void print(PrintWriter out) {
        if (needed.isEmpty()) {
            out.println("No capability is needed: any user can run this.");
        }
        for (NeededPrivilege need : needed) {
            Privilege privilege = need.privilege();
            out.println("%-8s  %-22s  %s %s%s"
                    .formatted(
                            privilege.isRequired() ? "required" : "useful",
                            privilege.capability(),
                            need.component(),
                            privilege.reason(),
                            privilege.note().isEmpty() ? "" : " (" + privilege.note() + ")"));
        }
        Set<Capability> required = NeededPrivilege.required(needed);
        Set<Capability> all = NeededPrivilege.all(needed);
        out.println();
        out.println("# For a systemd unit with an ordinary User=, what is required:");
        printUnit(out, required);
        if (!all.equals(required)) {
            out.println();
            out.println("# Or all that is useful:");
            printUnit(out, all);
        }
    }

    private static void printUnit(PrintWriter out, Set<Capability> capabilities) {
        out.println("AmbientCapabilities=" + names(capabilities));
        out.println("CapabilityBoundingSet=" + names(capabilities));
    }

    private static String names(Set<Capability> capabilities) {
        return String.join(" ", list(capabilities));
    }

    String json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("required", list(NeededPrivilege.required(needed)));
        json.put("all", list(NeededPrivilege.all(needed)));
        json.put("reasons", needed.stream().map(this::json).toList());
        return JsonTree.of(json);
    }

    private static List<String> list(Set<Capability> capabilities) {
        return capabilities.stream().map(Capability::name).sorted().toList();
    }

    private Map<String, Object> json(NeededPrivilege need) {
        Privilege privilege = need.privilege();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("component", need.component());
        json.put("capability", privilege.capability().name());
        json.put("required", privilege.isRequired());
        json.put("held", held.grant(privilege.capability()));
        json.put("reason", privilege.reason());
        json.put("note", privilege.note());
        return json;
    }
}
