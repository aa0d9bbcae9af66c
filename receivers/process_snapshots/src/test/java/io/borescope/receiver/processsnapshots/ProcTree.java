package io.borescope.receiver.processsnapshots;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A made-up {@code /proc} of a host that has been up for a thousand seconds. */
final class ProcTree {
    private final Path root;

    ProcTree(Path root) throws IOException {
        this.root = root;
        uptime(1_000);
    }

    ProcTree uptime(long seconds) throws IOException {
        Files.writeString(root.resolve("uptime"), seconds + ".00 1900.25\n");
        return this;
    }

    /** Adds or replaces a process with one thread, its leader. */
    ProcTree process(int pid, long startTicks) throws IOException {
        Path folder = Files.createDirectories(root.resolve(Integer.toString(pid)));
        file(pid, "stat", stat(pid, startTicks));
        file(pid, "status", status(1, 10));
        file(pid, "io", """
                rchar: 9000000
                wchar: 5000000
                syscr: 1200
                syscw: 800
                read_bytes: 4096000
                write_bytes: 8192000
                cancelled_write_bytes: 4096
                """);
        file(pid, "limits", limits("1024", "unlimited"));
        Files.createDirectories(folder.resolve("fd"));
        for (String fd : List.of("0", "1", "2")) {
            file(pid, "fd/" + fd, "");
        }
        thread(pid, pid, 10, 1);
        return this;
    }

    static String stat(int pid, long startTicks) {
        return "%d (a) (b c) S 1 1 1 0 -1 4194304 99 0 0 0 3 4 0 0 20 0 1 0 %d 3133440 407 18446744073709551615 1 1 0\n"
                .formatted(pid, startTicks);
    }

    static String status(int threads, long voluntary) {
        return """
                Name:\tgeth
                Umask:\t0022
                Groups:\t4 24 27
                VmPeak:\t 9999999 kB
                VmSize:\t 2097152 kB
                VmRSS:\t     700 kB
                RssAnon:\t     400 kB
                RssFile:\t     200 kB
                RssShmem:\t     100 kB
                VmSwap:\t       8 kB
                Threads:\t%d
                voluntary_ctxt_switches:\t%d
                nonvoluntary_ctxt_switches:\t1
                """.formatted(threads, voluntary);
    }

    static String limits(String soft, String hard) {
        return """
                Limit                     Soft Limit           Hard Limit           Units
                Max processes             96365                96365                processes
                Max open files            %-20s %-20s files
                Max locked memory         8388608              8388608              bytes
                """.formatted(soft, hard);
    }

    ProcTree thread(int pid, int tid, long voluntary, long involuntary) throws IOException {
        Files.createDirectories(root.resolve(pid + "/task/" + tid));
        try (Stream<Path> threads = Files.list(root.resolve(pid + "/task"))) {
            file(pid, "status", status((int) threads.count(), 10));
        }
        return file(
                pid,
                "task/" + tid + "/status",
                "Name:\tx\nvoluntary_ctxt_switches:\t%d\nnonvoluntary_ctxt_switches:\t%d\n"
                        .formatted(voluntary, involuntary));
    }

    ProcTree file(int pid, String name, String text) throws IOException {
        Files.writeString(root.resolve(Integer.toString(pid)).resolve(name), text);
        return this;
    }

    ProcTree remove(String path) throws IOException {
        try (Stream<Path> paths = Files.walk(root.resolve(path))) {
            for (Path each : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
        return this;
    }
}
