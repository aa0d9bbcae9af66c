package io.borescope.api.privilege;

import static io.borescope.api.privilege.Capability.CAP_BPF;
import static io.borescope.api.privilege.Capability.CAP_CHECKPOINT_RESTORE;
import static io.borescope.api.privilege.Capability.CAP_PERFMON;
import static io.borescope.api.privilege.Capability.CAP_SYSLOG;
import static io.borescope.api.privilege.Capability.CAP_SYS_ADMIN;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The capabilities that a process can use now.
 *
 * @param mask a bit for each, by its number
 */
public record Capabilities(long mask) {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Pattern EFFECTIVE = Pattern.compile("(?m)^CapEff:\\s+([0-9a-f]{1,16})$");

    /** What the kernel split off from CAP_SYS_ADMIN and still grants to those who hold that. */
    private static final Set<Capability> PARTS_OF_SYS_ADMIN =
            EnumSet.of(CAP_BPF, CAP_PERFMON, CAP_SYSLOG, CAP_CHECKPOINT_RESTORE);

    /** Those of this process; none where {@code /proc} does not tell. */
    public static Capabilities ofThisProcess() {
        try {
            return parse(Files.readString(STATUS));
        } catch (IOException e) {
            return new Capabilities(0);
        }
    }

    /** The effective ones in the text of a {@code /proc/<pid>/status}; none if it does not name them. */
    public static Capabilities parse(String status) {
        Matcher line = EFFECTIVE.matcher(status);
        return new Capabilities(line.find() ? Long.parseUnsignedLong(line.group(1), 16) : 0);
    }

    /** Whether the kernel grants what this capability stands for. */
    public boolean grant(Capability capability) {
        return has(capability) || (PARTS_OF_SYS_ADMIN.contains(capability) && has(CAP_SYS_ADMIN));
    }

    private boolean has(Capability capability) {
        return (mask >>> capability.number() & 1) != 0;
    }
}
