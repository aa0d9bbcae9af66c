package io.borescope.bpf;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Whether the kernel runs programs at raw tracepoints preemptibly, as it does from Linux 7.0 on. Such a program is skipped for every other
 * thread of a CPU while one thread is preempted inside it, which on a busy host is most of the time of some CPU. Programs at functions
 * are skipped for the same reason on any kernel that preempts itself; tracepoints of perf and kprobes never are.
 *
 * <p>Measured, not decided by version: a program reads the kernel's preemption count where this thread changes its name, another where the
 * scheduler switches.
 */
final class Preemption {
    private static final Path NAME = Path.of("/proc/thread-self/comm");

    /** SEEN and the offsets of struct answers in preemption.bpf.c. */
    private static final int SEEN = 0x100;

    private static final long AT_RENAME = 0;
    private static final long AT_SWITCH = 4;

    private static final boolean AT_TRACEPOINTS = measure();

    private Preemption() {}

    /** Whether programs at {@code tp_btf} hooks that are not under a lock of the scheduler can be preempted. Asked once. */
    static boolean atTracepoints() {
        return AT_TRACEPOINTS;
    }

    private static boolean measure() {
        try (BpfObject object = BpfObject.open("preemption");
                Arena arena = Arena.ofConfined()) {
            object.constant(
                    "asking_tgid", Math.toIntExact(ProcessHandle.current().pid()));
            object.load();
            object.program("at_rename").attach();
            object.program("at_switch").attach();
            MemorySegment answers = object.map("answers").mmap(arena);
            Files.writeString(NAME, Files.readString(NAME).strip());
            Thread.sleep(1); // switches
            return answers.get(ValueLayout.JAVA_INT, AT_RENAME) == SEEN
                    && answers.get(ValueLayout.JAVA_INT, AT_SWITCH) > SEEN;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (BpfException | IOException refused) {
            return false; // as usual; if the cause is another one, the programs proper will meet it too
        }
    }
}
