package io.borescope.receiver.process.ports;

import io.borescope.receiver.process.classes.PortRule.Transport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A made-up {@code /proc} of processes in network namespaces, as far as sockets are concerned. */
final class HandProc {
    private static final String COLUMNS =
            "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n";

    private final Path root;
    private int lastInode = 1_000;

    HandProc(Path root) {
        this.root = root;
    }

    Path root() {
        return root;
    }

    /** Adds a process without sockets. */
    void process(int pid, int namespace) throws IOException {
        Path folder = root.resolve(Integer.toString(pid));
        Files.createDirectories(folder.resolve("ns"));
        Files.createDirectories(folder.resolve("fd"));
        Path net = Files.createDirectories(root.resolve("net" + namespace));
        for (String file : List.of("tcp", "tcp6", "udp", "udp6")) {
            if (!Files.exists(net.resolve(file))) {
                Files.writeString(net.resolve(file), COLUMNS);
            }
        }
        Files.createSymbolicLink(folder.resolve("ns/net"), Path.of("net:[%d]".formatted(namespace)));
        Files.createSymbolicLink(folder.resolve("net"), net);
        Files.createSymbolicLink(folder.resolve("cwd"), root);
    }

    /** A process opens a port. */
    void open(int pid, Transport transport, int port) throws IOException {
        int inode = ++lastInode;
        String file = transport == Transport.TCP ? "tcp" : "udp6";
        String state = transport == Transport.TCP ? "0A" : "07";
        line(pid, file, "00000000:%04X 00000000:0000 %s".formatted(port, state), inode);
        Files.createSymbolicLink(
                root.resolve("%d/fd/%d".formatted(pid, inode)), Path.of("socket:[%d]".formatted(inode)));
    }

    /** A connection of somebody, behind which the kernel lists no listener. */
    void connection(int pid, int port) throws IOException {
        line(pid, "tcp", "0100007F:%04X 0100007F:1234 01".formatted(port), ++lastInode);
    }

    private void line(int pid, String file, String start, int inode) throws IOException {
        Path path = root.resolve("%d/net/%s".formatted(pid, file));
        Files.writeString(
                path,
                Files.readString(path)
                        + "   0: %s 00000000:00000000 00:00000000 00000000     0        0 %d 1 0000000000000000 100 0 0 10 0\n"
                                .formatted(start, inode));
    }

    /** Closes everything that is open in a process's namespace. */
    void closeAll(int pid) throws IOException {
        for (String file : List.of("tcp", "udp6")) {
            Files.writeString(root.resolve("%d/net/%s".formatted(pid, file)), COLUMNS);
        }
    }

    /** The files of a process may not be looked at. */
    void hideFiles(int pid) throws IOException {
        delete(root.resolve(pid + "/fd"));
    }

    void remove(int pid) throws IOException {
        delete(root.resolve(Integer.toString(pid)));
    }

    private static void delete(Path folder) throws IOException {
        List<Path> paths = new ArrayList<>();
        try (Stream<Path> walked = Files.walk(folder)) {
            walked.sorted(Comparator.reverseOrder()).forEach(paths::add);
        }
        for (Path path : paths) {
            Files.delete(path);
        }
    }
}
