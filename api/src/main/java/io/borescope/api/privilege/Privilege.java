package io.borescope.api.privilege;

import io.borescope.api.config.HostPort;
import java.util.List;

/**
 * A capability that a component needs with its config, or can use.
 *
 * @param isRequired whether the component does not start without it
 * @param reason what for; if it is not required, what is missing without it: {@code reads io of other users' processes}
 * @param note what depends on the kernel or the host; may be empty
 */
public record Privilege(Capability capability, boolean isRequired, String reason, String note) {
    private static final int FIRST_UNPRIVILEGED_PORT = 1024;

    /** The two that every eBPF program for tracing needs. */
    public static List<Privilege> toTrace() {
        return List.of(
                required(Capability.CAP_BPF, "loads eBPF programs and creates their maps")
                        .noting("Linux 5.8 or later; before 5.11 the limit on locked memory has to be raised as well"),
                required(Capability.CAP_PERFMON, "attaches eBPF programs to the kernel's hooks")
                        .noting("Linux 5.8 or later"));
    }

    /** What listening at an address takes: nothing from port 1024 on, and for port 0. */
    public static List<Privilege> toListen(HostPort endpoint) {
        if (endpoint.port() == 0 || endpoint.port() >= FIRST_UNPRIVILEGED_PORT) {
            return List.of();
        }
        return List.of(required(Capability.CAP_NET_BIND_SERVICE, "listens at " + endpoint)
                .noting("not where net.ipv4.ip_unprivileged_port_start is %d or less".formatted(endpoint.port())));
    }

    /** One without which the component does not start. */
    public static Privilege required(Capability capability, String reason) {
        return new Privilege(capability, true, reason, "");
    }

    /** One without which the component does less. */
    public static Privilege wanted(Capability capability, String reason) {
        return new Privilege(capability, false, reason, "");
    }

    /** The same with a note. */
    public Privilege noting(String more) {
        return new Privilege(capability, isRequired, reason, more);
    }
}
