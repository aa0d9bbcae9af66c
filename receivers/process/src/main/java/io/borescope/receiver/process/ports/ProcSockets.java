package io.borescope.receiver.process.ports;

import io.borescope.receiver.process.classes.PortLabel;
import io.borescope.receiver.process.classes.PortRule.Transport;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringTokenizer;

/**
 * The sockets of processes, from {@code /proc}: which are open for others in a network namespace, and which of those a process holds.
 *
 * <p>Stands in for {@link SocketDiag} where that is refused. The kernel lists the listening TCP sockets before all connections
 * (tcp_seq_start), so reading ends there.
 *
 * @see <a href="https://docs.kernel.org/networking/proc_net_tcp.html">The proc/net/tcp variables</a>
 */
final class ProcSockets {
    private static final int MOST_LINES = 65_536;
    private static final int MOST_FILES = 65_536;
    private static final String LISTEN = "0A";
    private static final String SOCKET = "socket:[";
    private static final Path OWN_PROC = Path.of("/proc");
    private static final int OWN_PID = Math.toIntExact(ProcessHandle.current().pid());

    private final Path proc;

    /**
     * @param proc where procfs is mounted
     */
    ProcSockets(Path proc) {
        this.proc = proc;
    }

    /** A port that is open for others. */
    record OpenPort(Transport transport, int port) {
        static OpenPort of(PortLabel label) {
            return new OpenPort(label.transport(), label.port());
        }
    }

    /**
     * What tells a process's network namespace from others; a name for it alone if it is gone. Not the link in {@code ns}, which takes
     * CAP_SYS_PTRACE to read: each namespace has a file {@code net/tcp} of its own.
     */
    String namespace(int pid) {
        try {
            Map<String, Object> file = Files.readAttributes(folder(pid).resolve("net/tcp"), "unix:dev,ino");
            return file.get("dev") + ":" + file.get("ino");
        } catch (IOException e) {
            return "of process " + pid;
        }
    }

    /** A way to ask the kernel itself about a process's network namespace; nothing if that is refused. */
    Optional<SocketDiag> diag(int pid) {
        boolean own = namespace(pid).equals(new ProcSockets(OWN_PROC).namespace(OWN_PID));
        return own ? SocketDiag.open() : SocketDiag.openIn(folder(pid).resolve("ns/net"));
    }

    /**
     * What is open in a process's network namespace: listening TCP sockets and UDP sockets that are not connected, by inode. Nothing if
     * the process is gone.
     */
    Optional<Map<Long, OpenPort>> open(int pid) {
        if (!Files.isReadable(folder(pid).resolve("net/tcp"))) {
            return Optional.empty();
        }
        Map<Long, OpenPort> open = new HashMap<>();
        read(folder(pid).resolve("net/tcp"), Transport.TCP, open);
        read(folder(pid).resolve("net/tcp6"), Transport.TCP, open);
        read(folder(pid).resolve("net/udp"), Transport.UDP, open);
        read(folder(pid).resolve("net/udp6"), Transport.UDP, open);
        return Optional.of(open);
    }

    private static void read(Path file, Transport transport, Map<Long, OpenPort> open) {
        try (BufferedReader in = Files.newBufferedReader(file, StandardCharsets.US_ASCII)) {
            in.readLine(); // names of columns
            String line = in.readLine();
            for (int lines = 0; line != null && lines < MOST_LINES; lines++) {
                if (!add(line, transport, open) && transport == Transport.TCP) {
                    return;
                }
                line = in.readLine();
            }
        } catch (IOException e) {
            // No IPv6, or the process is gone: nothing is open.
        }
    }

    /** Reads {@code sl local:port remote:port state queues timer retransmits uid timeout inode …}. */
    private static boolean add(String line, Transport transport, Map<Long, OpenPort> open) {
        StringTokenizer fields = new StringTokenizer(line);
        if (fields.countTokens() < 10) {
            return false;
        }
        fields.nextToken();
        int port = portOf(fields.nextToken());
        int remote = portOf(fields.nextToken());
        String state = fields.nextToken();
        if (transport == Transport.TCP ? !state.equals(LISTEN) : remote != 0) {
            return false;
        }
        for (int i = 0; i < 5; i++) {
            fields.nextToken();
        }
        try {
            open.put(Long.parseLong(fields.nextToken()), new OpenPort(transport, port));
        } catch (NumberFormatException e) {
            return false;
        }
        return true;
    }

    private static int portOf(String address) {
        try {
            return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1), 16);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /** Which of some sockets a process holds; nothing if its files may not be looked at. */
    Optional<Set<OpenPort>> held(int pid, Map<Long, OpenPort> open) {
        File folder = folder(pid).resolve("fd").toFile();
        String[] files = folder.list();
        if (files == null) {
            return Optional.empty();
        }
        Set<OpenPort> held = new HashSet<>();
        for (int i = 0; i < Math.min(files.length, MOST_FILES); i++) {
            long inode = inode(folder.toPath().resolve(files[i]));
            OpenPort port = inode < 0 ? null : open.get(inode);
            if (port != null) {
                held.add(port);
            }
        }
        return Optional.of(held);
    }

    private static long inode(Path descriptor) {
        try {
            String target = Files.readSymbolicLink(descriptor).toString();
            return target.startsWith(SOCKET)
                    ? Long.parseLong(target.substring(SOCKET.length(), target.length() - 1))
                    : -1;
        } catch (IOException | NumberFormatException e) {
            return -1;
        }
    }

    /** The folder of a process. */
    Path folder(int pid) {
        return proc.resolve(Integer.toString(pid));
    }
}
