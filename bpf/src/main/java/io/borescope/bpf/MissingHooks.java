package io.borescope.bpf;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Kinds of hooks that this kernel does not have at all. Asked once, for what loading each program that needs one would say as well:
 * every load takes tens of milliseconds, and half of the ways need one.
 */
final class MissingHooks {
    private static final int ENOENT = 2;
    private static final Path KPROBES = Path.of("/sys/bus/event_source/devices/kprobe");

    /** 0 if programs can be attached to functions, else the error with which the kernel refuses. */
    private static final int FUNCTIONS_ERRNO = functionsErrno();

    private MissingHooks() {}

    /** Why no program of a way can be attached on this kernel; null if it has the kind of hook, or the kind is not known here. */
    static @Nullable BpfException neededBy(Way way) {
        boolean atFunctions = way.name().contains("fexit") || way.name().contains("fentry");
        if (atFunctions && FUNCTIONS_ERRNO != 0) {
            return BpfException.of("this kernel attaches no program to functions", FUNCTIONS_ERRNO);
        }
        if (way.name().contains("kprobe") && Files.notExists(KPROBES)) {
            return BpfException.of("this kernel has no kprobes (CONFIG_KPROBES)", ENOENT);
        }
        return null;
    }

    private static int functionsErrno() {
        try (BpfObject object = BpfObject.open("functions")) {
            object.load();
            return 0;
        } catch (BpfException refused) {
            return refused.errno();
        }
    }
}
