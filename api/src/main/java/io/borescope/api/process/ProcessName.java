package io.borescope.api.process;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Names of processes as the kernel keeps them: its comm, cut to 15 bytes. */
public final class ProcessName {
    /** TASK_COMM_LEN without the NUL. */
    private static final int BYTES = 15;

    private static final String BINARY_SUFFIX = "-binary";

    private ProcessName() {}

    /**
     * Whether a process is called so.
     *
     * @param comm what the kernel calls it
     * @param name what users call it, of any length; some projects ship {@code <name>-binary} behind a script of that name
     */
    public static boolean matches(String comm, String name) {
        return comm.equals(cut(name)) || comm.equals(cut(name + BINARY_SUFFIX));
    }

    /** The name of the script behind which {@code <name>-binary} is shipped; a comm without that suffix as it is. */
    public static String withoutBinarySuffix(String comm) {
        return comm.endsWith(BINARY_SUFFIX) ? comm.substring(0, comm.length() - BINARY_SUFFIX.length()) : comm;
    }

    private static String cut(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        return bytes.length <= BYTES ? name : new String(Arrays.copyOf(bytes, BYTES), StandardCharsets.UTF_8);
    }
}
