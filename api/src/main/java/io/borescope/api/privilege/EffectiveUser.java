package io.borescope.api.privilege;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whom the kernel takes this process for when it opens files.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/proc_pid_status.5.html">proc_pid_status(5)</a>
 */
public final class EffectiveUser {
    /** The user who may do anything. */
    public static final int ROOT = 0;

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Pattern UID = Pattern.compile("(?m)^Uid:\\s+\\d+\\s+(\\d+)\\s");

    private EffectiveUser() {}

    /**
     * Its number. Not the owner of {@code /proc/self}, which would be root for a process that holds capabilities of its executable.
     *
     * @throws IOException if the kernel does not say
     */
    public static int id() throws IOException {
        Matcher user = UID.matcher(Files.readString(STATUS));
        return user.find() ? Integer.parseUnsignedInt(user.group(1)) : ROOT;
    }
}
