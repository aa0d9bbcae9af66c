package io.borescope.api.process;

import java.util.Map;

/**
 * What a row says about the process it is about. Two numbers with equal identities share a row.
 *
 * @param pid the kernel's tgid
 * @param startEpochNanos when the process started, wall time; 0 if unknown
 * @param client who it is: {@code geth}, {@code postgres}; {@link #UNKNOWN_CLIENT} if nobody can say
 * @param attributes more about it, by the names of OpenTelemetry's semantic conventions: {@code container.id}; usually none
 */
public record ProcessIdentity(int pid, long startEpochNanos, String client, Map<String, String> attributes) {
    /** The client of a process that nothing recognises. */
    public static final String UNKNOWN_CLIENT = "unknown";

    /** Whom rows are about that the kernel names nobody for; see {@link ProcessRecord#KERNEL}. */
    public static final ProcessIdentity KERNEL = new ProcessIdentity(0, 0, UNKNOWN_CLIENT);

    public ProcessIdentity {
        attributes = Map.copyOf(attributes);
    }

    /** Without attributes. */
    public ProcessIdentity(int pid, long startEpochNanos, String client) {
        this(pid, startEpochNanos, client, Map.of());
    }
}
