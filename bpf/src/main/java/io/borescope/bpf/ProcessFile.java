package io.borescope.bpf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What the tracker asks of {@code /proc/<pid>}. */
final class ProcessFile {
    private static final int PF_EXITING = 4;
    private static final int FLAGS = 6; // counted from the field after the name, the state
    private static final int THREADS = 17;

    private ProcessFile() {}

    /** Whether this is the id of a process, not only of one of its threads, and it exists. */
    static boolean isProcess(Path proc, int pid) {
        try {
            return Files.readAllLines(proc.resolve(pid + "/status")).contains("Tgid:\t" + pid);
        } catch (IOException gone) {
            return false;
        }
    }

    /**
     * Whether the process is yet to pass the kernel's exit hook. A zombie and a process on its way there are past it or may be;
     * one whose first thread alone has ended is not.
     *
     * @see <a href="https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html">proc_pid_stat(5)</a>
     */
    static boolean isAlive(Path proc, int pid) {
        try {
            String stat = Files.readString(proc.resolve(pid + "/stat"));
            // The name may hold blanks and brackets; what follows its last bracket does not.
            List<String> fields =
                    List.of(stat.substring(stat.lastIndexOf(')') + 2).strip().split(" "));
            boolean firstThreadEnds = (Long.parseLong(fields.get(FLAGS)) & PF_EXITING) != 0;
            return !firstThreadEnds || Integer.parseInt(fields.get(THREADS)) > 1;
        } catch (IOException gone) {
            return false;
        }
    }
}
